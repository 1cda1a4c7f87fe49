package importer

import (
	"context"
	"crypto/sha256"
	"strconv"
	"strings"

	"twofold/crypto/secret"
)

// twoFASFormat is the backup of 2FAS, schemas 1 to 4, of Android and iOS. An
// encrypted one leaves the groups readable and seals the services with
// AES-256-GCM under a PBKDF2 key.
func twoFASFormat() format {
	return format{
		app: TwoFAS,
		recognise: func(c *content) bool {
			k := c.keys()
			return k.has("services") && (k.has("schemaVersion") || k.has("appOrigin") || k.has("groups")) ||
				k.has("schemaVersion", "servicesEncrypted") ||
				c.valueErr != nil && firstHas(k["services"], "secret", "otp")
		},
		open: openTwoFAS,
	}
}

const (
	twoFASSchema = 4
	twoFASRounds = 10_000
)

func openTwoFAS(_ context.Context, c *content) (document, error) {
	v, err := c.sound()
	if err != nil {
		return nil, err
	}
	if n := v.get("schemaVersion").number(); n.ok && n.n > twoFASSchema {
		return nil, &NewerError{Version: strconv.FormatInt(n.n, 10)}
	}
	groups := map[string]string{}
	for id, name := range namesByID(v.get("groups"), "id", "name") {
		groups[strings.ToLower(id)] = name
	}
	sealed := v.get("servicesEncrypted").text()
	if sealed == "" {
		return twoFASBackup{v.get("services"), groups}, nil
	}
	parts := strings.Split(sealed, ":")
	if len(parts) != 3 {
		return nil, damaged("%d parts of encrypted services, want 3", len(parts))
	}
	b := &twoFASSealed{groups: groups}
	for i, to := range []*[]byte{&b.sealed, &b.salt, &b.nonce} {
		raw, ok := decodeBase64(parts[i])
		if !ok {
			return nil, damaged("encrypted services are not base64")
		}
		*to = raw
	}
	return b, nil
}

type twoFASSealed struct {
	pending
	sealed, salt, nonce []byte
	groups              map[string]string
}

func (b *twoFASSealed) lock() Lock { return Lock{} }

func (b *twoFASSealed) unlock(ctx context.Context, password secret.Bytes, progress Progress) (document, error) {
	key, err := pbkdf2Key(ctx, sha256.New, password.Reveal(), b.salt, twoFASRounds, 32, progress)
	if err != nil {
		return nil, err
	}
	defer clear(key)
	plain, ok := openGCM(key, b.nonce, b.sealed, nil)
	if !ok {
		return nil, ErrWrongPassword
	}
	services, err := checkJSON(plain)
	if err != nil {
		return nil, err
	}
	return twoFASBackup{services, b.groups}, nil
}

// twoFASBackup is an open list of services.
type twoFASBackup struct {
	services jsonValue
	groups   map[string]string // by identifier in small letters
}

func (b twoFASBackup) read(out *collector) error {
	if b.services.kind() != '[' {
		return damaged("services are not a list")
	}
	return out.each(b.services, b.service)
}

// service reads one entry. The otp.link is never asked for the secret: on iOS
// it says "[hidden]".
func (b twoFASBackup) service(o jsonObject) *draft {
	otp := o["otp"].object()
	d := typeNamed(otp.text("tokenType"))
	d.Issuer = o.first("name")
	if d.Issuer == "" {
		d.Issuer = otp.first("issuer")
	}
	d.Name = twoFASName(otp, d.Issuer)
	if g := b.groups[strings.ToLower(o.text("groupId"))]; g != "" {
		d.Groups = []string{g}
	}
	d.base32(o.text("secret"))
	d.algorithm(otp.text("algorithm"))
	d.digits(otp["digits"].number())
	d.period(otp["period"].number())
	d.counter(otp["counter"].number())
	return d
}

func twoFASName(otp jsonObject, issuer string) string {
	name := otp.first("account")
	if name == "" {
		name = otp.first("label")
		if _, rest, ok := strings.Cut(name, ":"); ok {
			name = strings.TrimSpace(rest)
		}
	}
	if name == "" {
		name = labelOf(otp.first("link"))
	}
	if name == issuer || name == otp.first("issuer") && otp.first("account") == "" {
		return ""
	}
	return name
}

// labelOf is the account in the label of an otpauth link whose secret may be
// hidden, so that the link as a whole cannot be read.
func labelOf(link string) string {
	rest, ok := strings.CutPrefix(link, "otpauth://")
	if !ok {
		return ""
	}
	_, label, ok := strings.Cut(rest, "/")
	if !ok {
		return ""
	}
	label, _, _ = strings.Cut(label, "?")
	_, name := splitLabel(unescaped(label))
	return name
}

var _ locked = (*twoFASSealed)(nil)
