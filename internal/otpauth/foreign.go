package otpauth

import (
	"encoding/base64"
	"net/url"
	"strings"
	"unicode"

	"twofold/internal/account"
)

// Kind says what a text is that is not an account.
type Kind string

// The kinds. A window has a sentence for each.
const (
	Empty         Kind = "empty"
	TooLong       Kind = "too long"
	Migration     Kind = "migration page" // see [ParseMigration]
	SetupKey      Kind = "setup key"      // a bare base32 secret
	WebAddress    Kind = "web address"
	MicrosoftPush Kind = "microsoft push" // Microsoft Authenticator's own sign-in
	DuoPush       Kind = "duo push"
	OktaPush      Kind = "okta push"
	SteamLogin    Kind = "steam login" // to be scanned by the Steam app
	FIDO          Kind = "fido"        // a passkey sign-in of a phone
	WiFi          Kind = "wifi"
	Contact       Kind = "contact"
	Mail          Kind = "mail"
	Phone         Kind = "phone" // a call or a short message
	Place         Kind = "place"
	Event         Kind = "event"
	Payment       Kind = "payment"
	AppLink       Kind = "app link" // any other scheme
	PlainText     Kind = "plain text"
)

// NotAccountError is a text that is not an account, and what it is instead.
// It holds nothing else of the text, which may be anybody's secret.
type NotAccountError struct {
	Kind Kind
	// Host is the host of a web address, or the scheme of an app link; empty
	// otherwise.
	Host string
}

func (e *NotAccountError) Error() string {
	if e.Host != "" {
		return "not an account but " + string(e.Kind) + " " + e.Host
	}
	return "not an account but " + string(e.Kind)
}

// schemes holds what comes before the first colon, in small letters.
var schemes = map[string]Kind{
	"otpauth-migration": Migration,
	"phonefactor":       MicrosoftPush, "msauth": MicrosoftPush, "microsoft-authenticator": MicrosoftPush,
	"duo": DuoPush, "oktaverify": OktaPush, "com-okta-authenticator": OktaPush,
	"fido": FIDO, "wifi": WiFi, "mecard": Contact, "mailto": Mail, "matmsg": Mail,
	"tel": Phone, "sms": Phone, "smsto": Phone, "geo": Place,
	"bitcoin": Payment, "ethereum": Payment, "litecoin": Payment, "lightning": Payment, "upi": Payment,
}

// notAccount finds out what a text is. It looks at the start only and never
// goes to the network.
func notAccount(text string) error {
	if text == "" {
		return &NotAccountError{Kind: Empty}
	}
	scheme, _, found := strings.Cut(text, ":")
	scheme = strings.ToLower(scheme)
	switch {
	case !found:
		return &NotAccountError{Kind: plain(text)}
	case scheme == "http" || scheme == "https":
		return webAddress(text)
	case scheme == "begin":
		return &NotAccountError{Kind: begin(text)}
	case schemes[scheme] != "":
		return &NotAccountError{Kind: schemes[scheme]}
	case isScheme(scheme) && strings.HasPrefix(text[len(scheme):], "://"):
		return &NotAccountError{Kind: AppLink, Host: clip(scheme)}
	}
	return &NotAccountError{Kind: plain(text)}
}

func webAddress(text string) error {
	u, err := url.Parse(text)
	if err != nil {
		return &NotAccountError{Kind: WebAddress}
	}
	host := strings.ToLower(u.Hostname())
	switch {
	case host == "s.team":
		return &NotAccountError{Kind: SteamLogin}
	case host == "duosecurity.com" || strings.HasSuffix(host, ".duosecurity.com"):
		return &NotAccountError{Kind: DuoPush}
	}
	if strings.ContainsFunc(host, func(r rune) bool { return !unicode.IsPrint(r) || r == unicode.ReplacementChar }) {
		host = "" // a host that would not show as it is
	}
	return &NotAccountError{Kind: WebAddress, Host: clip(host)}
}

func begin(text string) Kind {
	head := strings.ToLower(text[:min(len(text), len("BEGIN:VCALENDAR"))])
	switch {
	case strings.HasPrefix(head, "begin:vcard"):
		return Contact
	case strings.HasPrefix(head, "begin:vevent"), strings.HasPrefix(head, "begin:vcalendar"):
		return Event
	}
	return PlainText
}

// isScheme follows RFC 3986, section 3.1.
func isScheme(s string) bool {
	for i, c := range s {
		letter := c >= 'a' && c <= 'z'
		if !letter && (i == 0 || !(c >= '0' && c <= '9') && c != '+' && c != '-' && c != '.') {
			return false
		}
	}
	return s != ""
}

func plain(text string) Kind {
	switch {
	case isDuo(text):
		return DuoPush
	case isSetupKey(text):
		return SetupKey
	}
	return PlainText
}

// isDuo knows the activation codes of Duo Mobile: a code, a dash, and the name
// of the server in base64.
func isDuo(text string) bool {
	_, server, found := strings.Cut(text, "-")
	if !found || len(text) > 256 {
		return false
	}
	host, err := base64.RawStdEncoding.DecodeString(strings.TrimRight(server, "="))
	return err == nil && strings.HasSuffix(string(host), ".duosecurity.com")
}

// isSetupKey tells a typed secret from a sentence: at least ten bytes of
// base32, in one word or with a digit in it.
func isSetupKey(text string) bool {
	const least = 10 // bytes; RFC 4226 asks for 16, services go down to 10
	key, err := account.DecodeSecret(text)
	if err != nil {
		return false
	}
	defer key.Wipe()
	return key.Len() >= least && (!strings.ContainsAny(text, " \t\r\n\u3000") || strings.ContainsAny(text, "234567"))
}
