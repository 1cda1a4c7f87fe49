package exporter

import (
	"context"
	"io"
	"strings"

	"twofold/internal/account"
)

// The backup of 2FAS, schema 4, in the clear. Its own encryption uses 10,000
// rounds of PBKDF2, which is too little to offer; Aegis files are read by 2FAS
// as well.

func twoFASWriter() writer {
	return writer{
		Info:    Info{Format: TwoFAS, App: "2FAS", Extension: ".2fas", MediaType: "application/json"},
		carries: carried{groups: 1},
		refuses: func(a account.Account) Reason {
			switch {
			case a.Key.Type == account.MOTP || a.Key.Type == account.Yandex:
				return Type
			case a.Counter > 1<<31-1:
				return Counter // a Java int there
			}
			return ""
		},
		write: writeTwoFAS,
	}
}

type twoFASFile struct {
	Services  []twoFASService `json:"services"`
	Groups    []twoFASGroup   `json:"groups"`
	Updated   int64           `json:"updatedAt"`
	Schema    int             `json:"schemaVersion"`
	AppCode   int             `json:"appVersionCode"`
	AppName   string          `json:"appVersionName"`
	AppOrigin string          `json:"appOrigin"`
}

type twoFASService struct {
	Name    string      `json:"name"`
	Secret  string      `json:"secret"`
	Updated int64       `json:"updatedAt"`
	OTP     twoFASOTP   `json:"otp"`
	Order   twoFASOrder `json:"order"`
	Icon    twoFASIcon  `json:"icon"`
	Group   string      `json:"groupId,omitempty"`
}

type twoFASOTP struct {
	Label     string  `json:"label"`
	Account   string  `json:"account"`
	Issuer    string  `json:"issuer"`
	Digits    int     `json:"digits"`
	Period    int     `json:"period"`
	Algorithm string  `json:"algorithm"`
	Counter   *uint64 `json:"counter,omitempty"`
	Type      string  `json:"tokenType"`
	Source    string  `json:"source"`
}

type twoFASOrder struct {
	Position int `json:"position"`
}

// twoFASIcon is a label; the app wants an icon of its own collection named all
// the same, and this is its default.
type twoFASIcon struct {
	Selected string `json:"selected"`
	Label    struct {
		Text  string `json:"text"`
		Color string `json:"backgroundColor"`
	} `json:"label"`
	Collection struct {
		ID string `json:"id"`
	} `json:"iconCollection"`
}

const twoFASDefaultIcon = "a5b3fb65-4ec5-43e6-8ec1-49e24ca9e7ad"

type twoFASGroup struct {
	ID       string `json:"id"`
	Name     string `json:"name"`
	Expanded bool   `json:"isExpanded"`
	Updated  int64  `json:"updatedAt"`
}

func writeTwoFAS(_ context.Context, to io.Writer, as []account.Account, o Options) error {
	now := o.Now.UnixMilli()
	f := twoFASFile{
		Services: []twoFASService{}, Groups: []twoFASGroup{}, Updated: now,
		// The oldest version that wrote this schema.
		Schema: 4, AppCode: 5000000, AppName: "5.0.0", AppOrigin: "android",
	}
	groups := map[string]string{}
	for i, a := range as {
		s := newTwoFASService(a, i, now)
		if len(a.Groups) > 0 {
			name := a.Groups[0]
			if groups[name] == "" {
				id, err := newUUID(o.Rand)
				if err != nil {
					return err
				}
				groups[name] = id
				f.Groups = append(f.Groups, twoFASGroup{ID: id, Name: name, Expanded: true, Updated: now})
			}
			s.Group = groups[name]
		}
		f.Services = append(f.Services, s)
	}
	return writeJSON(to, f)
}

func newTwoFASService(a account.Account, position int, now int64) twoFASService {
	s := twoFASService{
		Name: a.Issuer, Secret: account.EncodeSecret(a.Key.Secret), Updated: now,
		Order: twoFASOrder{position},
		OTP: twoFASOTP{
			Label: a.Name, Account: a.Name, Issuer: a.Issuer, Digits: a.Key.Digits, Period: a.Key.Period,
			Algorithm: string(a.Key.Algorithm), Type: strings.ToUpper(string(a.Key.Type)), Source: "Link",
		},
	}
	if s.Name == "" {
		s.Name = a.Name // the app shows nothing else in its list
	}
	if a.Issuer != "" {
		s.OTP.Label = a.Issuer + ":" + a.Name
	}
	if a.Key.Type == account.HOTP {
		s.OTP.Counter, s.OTP.Period = &a.Counter, 30
	}
	s.Icon.Selected = "Label"
	s.Icon.Label.Text, s.Icon.Label.Color = initials(s.Name), "Default"
	s.Icon.Collection.ID = twoFASDefaultIcon
	return s
}

// initials are at most two letters.
func initials(name string) string {
	r := []rune(strings.ToUpper(strings.TrimSpace(name)))
	return string(r[:min(len(r), 2)])
}
