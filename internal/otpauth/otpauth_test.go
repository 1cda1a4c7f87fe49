package otpauth_test

import (
	"errors"
	"math"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"twofold/crypto/secret"
	"twofold/internal/account"
	"twofold/internal/otpauth"
)

// made is an account with the defaults of its type and the secret "Hello!"
// followed by 0xDEADBEEF, JBSWY3DPEHPK3PXP in base32.
func made(typ account.Type, issuer, name string, edits ...func(*account.Account)) account.Account {
	a := account.Account{Issuer: issuer, Name: name, Key: account.Defaults(typ)}
	a.Key.Secret = secret.FromString("Hello!\xde\xad\xbe\xef")
	for _, edit := range edits {
		edit(&a)
	}
	return a
}

func TestParse(t *testing.T) {
	const key = "?secret=JBSWY3DPEHPK3PXP"
	type edit = func(*account.Account)
	digits := func(n int) edit { return func(a *account.Account) { a.Key.Digits = n } }
	algorithm := func(alg account.Algorithm) edit { return func(a *account.Account) { a.Key.Algorithm = alg } }
	tests := []struct {
		name, uri string
		want      account.Account
	}{
		{"plain", "otpauth://totp/Example:alice@example.com" + key + "&issuer=Example", made(account.TOTP, "Example", "alice@example.com")},
		{"surrounded", "\ufeff  otpauth://totp/Example:alice" + key + "\r\n", made(account.TOTP, "Example", "alice")},
		{"any case", "OTPAUTH://ToTp/A:b?SECRET=jbswy3dpehpk3pxp&Issuer=A", made(account.TOTP, "A", "b")},
		{"all parameters", "otpauth://totp/A:b" + key + "&issuer=A&algorithm=SHA512&digits=8&period=60",
			made(account.TOTP, "A", "b", digits(8), algorithm(account.SHA512), func(a *account.Account) { a.Key.Period = 60 })},
		{"null and empty are defaults", "otpauth://totp/b" + key + "&issuer=null&algorithm=null&digits=&period=null", made(account.TOTP, "", "b")},
		{"issuer without value", "otpauth://totp/A:b" + key + "&issuer", made(account.TOTP, "A", "b")},
		{"issuer parameter wins", "otpauth://totp/Old:b" + key + "&issuer=New", made(account.TOTP, "New", "b")},
		{"issuer with a colon", "otpauth://totp/A%3AB:c" + key + "&issuer=A:B", made(account.TOTP, "A:B", "c")},
		{"escaped colon separates", "otpauth://totp/ACME%20Co%3A%20john" + key, made(account.TOTP, "ACME Co", "john")},
		{"label begins with a colon", "otpauth://totp/:john" + key, made(account.TOTP, "", "john")},
		{"no label", "otpauth://totp/" + key + "&issuer=A", made(account.TOTP, "A", "")},
		{"no slash", "otpauth://totp" + key + "&issuer=A", made(account.TOTP, "A", "")},
		{"label equals issuer", "otpauth://totp/A" + key + "&issuer=A", made(account.TOTP, "A", "A")},
		{"hash in label", "otpauth://totp/Azure:user#EXT#@x.jp" + key, made(account.TOTP, "Azure", "user#EXT#@x.jp")},
		{"plus is a space in values only", "otpauth://totp/a+b" + key + "&issuer=Big+Corp", made(account.TOTP, "Big Corp", "a+b")},
		{"stray percent", "otpauth://totp/100%" + key + "&issuer=5%25+%zz", made(account.TOTP, "5% %zz", "100%")},
		{"slash in label", "otpauth://totp/a/b" + key, made(account.TOTP, "", "a/b")},
		{"secret as printed", "otpauth://totp/b?secret=jbsw+y3dp-ehpk%203pxp%3D%3D", made(account.TOTP, "", "b")},
		{"bidi override in a name", "otpauth://totp/moc.%E2%80%AEknab" + key, made(account.TOTP, "", "moc.knab")},
		{"unknown parameters", "otpauth://totp/b" + key + "&image=https://x&codeDisplay=%7B%7D", made(account.TOTP, "", "b")},
		{"hmac-sha-256", "otpauth://totp/b" + key + "&algorithm=hmac-sha-256", made(account.TOTP, "", "b", algorithm(account.SHA256))},
		{"Algorithm.sha1", "otpauth://totp/b" + key + "&algorithm=Algorithm.sha1", made(account.TOTP, "", "b")},
		{"HmacSHA512", "otpauth://totp/b" + key + "&algorithm=HmacSHA512", made(account.TOTP, "", "b", algorithm(account.SHA512))},
		{"hotp", "otpauth://hotp/A:b" + key + "&counter=42", made(account.HOTP, "A", "b", func(a *account.Account) { a.Counter = 42 })},
		{"hotp without counter", "otpauth://hotp/A:b" + key + "&period=0", made(account.HOTP, "A", "b")},
		{"hotp, largest counter", "otpauth://hotp/b" + key + "&counter=18446744073709551615",
			made(account.HOTP, "", "b", func(a *account.Account) { a.Counter = math.MaxUint64 })},
		{"steam type", "otpauth://steam/Steam:gamer" + key + "&issuer=Steam", made(account.Steam, "Steam", "gamer")},
		{"steam encoder", "otpauth://totp/Steam:gamer" + key + "&digits=6&encoder=steam", made(account.Steam, "Steam", "gamer")},
		{"steam scheme", "steam://jbswy3dpehpk3pxp", made(account.Steam, "Steam", "")},
		{"motp", "motp://Site:me?secret=48656C6C6F21DEADBEEF", made(account.MOTP, "Site", "me")},
		{"motp with pin", "motp://Site:me?secret=48656c6c6f21deadbeef&pin=0042",
			made(account.MOTP, "Site", "me", func(a *account.Account) { a.Key.PIN = secret.FromString("0042") })},
		{"yandex", "otpauth://yaotp/Yandex:me?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY&pin=7586", made(account.Yandex, "Yandex", "me",
			func(a *account.Account) {
				a.Key.Secret, a.Key.PIN = secret.FromString("1234567890123456"), secret.FromString("7586")
			})},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := otpauth.Parse(tt.uri)
			if err != nil {
				t.Fatal(err)
			}
			wantAccount(t, got, tt.want)
		})
	}
}

func TestParseRefuses(t *testing.T) {
	const key = "?secret=JBSWY3DPEHPK3PXP"
	tests := []struct {
		uri  string
		want account.FieldError
	}{
		{"otpauth://", account.FieldError{Field: account.FieldType, Problem: account.Missing}},
		{"otpauth://push/a" + key, account.FieldError{Field: account.FieldType, Problem: account.Unknown, Value: "push"}},
		{"otpauth://totp/a", account.FieldError{Field: account.FieldSecret, Problem: account.Missing}},
		{"otpauth://totp/a?secret=null", account.FieldError{Field: account.FieldSecret, Problem: account.Missing}},
		{"otpauth://totp/a?secret=J", account.FieldError{Field: account.FieldSecret, Problem: account.Short}},
		{"otpauth://totp/a?secret=JB0W", account.FieldError{Field: account.FieldSecret, Problem: account.Malformed, Char: '0', At: 3}},
		{"otpauth://totp/a?secret=JB%zzW", account.FieldError{Field: account.FieldSecret, Problem: account.Malformed, Char: '%', At: 3}},
		{"otpauth://totp/a" + key + "&algorithm=SHA384", account.FieldError{Field: account.FieldAlgorithm, Problem: account.Unknown, Value: "SHA384"}},
		{"otpauth://totp/a" + key + "&algorithm=MD5", account.FieldError{Field: account.FieldAlgorithm, Problem: account.Unknown, Value: "MD5"}},
		{"otpauth://totp/a" + key + "&digits=0", account.FieldError{Field: account.FieldDigits, Problem: account.Range, Value: "0"}},
		{"otpauth://totp/a" + key + "&digits=11", account.FieldError{Field: account.FieldDigits, Problem: account.Range, Value: "11"}},
		{"otpauth://totp/a" + key + "&digits=six", account.FieldError{Field: account.FieldDigits, Problem: account.Malformed, Value: "six"}},
		{"otpauth://totp/a" + key + "&period=0", account.FieldError{Field: account.FieldPeriod, Problem: account.Range, Value: "0"}},
		{"otpauth://totp/a" + key + "&period=-30", account.FieldError{Field: account.FieldPeriod, Problem: account.Range, Value: "-30"}},
		{"otpauth://totp/a" + key + "&period=30.5", account.FieldError{Field: account.FieldPeriod, Problem: account.Malformed, Value: "30.5"}},
		{"otpauth://hotp/a" + key + "&counter=-1", account.FieldError{Field: account.FieldCounter, Problem: account.Range, Value: "-1"}},
		{"otpauth://hotp/a" + key + "&counter=18446744073709551616", account.FieldError{Field: account.FieldCounter, Problem: account.Range, Value: "18446744073709551616"}},
		{"otpauth://yaotp/a?secret=JBSWY3DPEHPK3PXP", account.FieldError{Field: account.FieldSecret, Problem: account.Short}},
		{"motp://a:b?secret=48zz", account.FieldError{Field: account.FieldSecret, Problem: account.Malformed, Char: 'z', At: 3, Hex: true}},
		{"motp://a:b?secret=48656", account.FieldError{Field: account.FieldSecret, Problem: account.Short, Hex: true}},
		{"steam://JB1W", account.FieldError{Field: account.FieldSecret, Problem: account.Malformed, Char: '1', At: 3}},
	}
	for _, tt := range tests {
		t.Run(tt.uri, func(t *testing.T) {
			got, err := otpauth.Parse(tt.uri)
			var fe *account.FieldError
			if !errors.As(err, &fe) {
				t.Fatalf("Parse() error = %v, want a field error", err)
			}
			if *fe != tt.want {
				t.Errorf("Parse() error = %+v, want %+v", *fe, tt.want)
			}
			wantAccount(t, got, account.Account{})
		})
	}
}

func TestNotAnAccount(t *testing.T) {
	tests := []struct {
		text string
		kind otpauth.Kind
		host string
	}{
		{"", otpauth.Empty, ""},
		{" \n", otpauth.Empty, ""},
		{"otpauth://totp/a?secret=" + strings.Repeat("A", otpauth.MaxURI), otpauth.TooLong, ""},
		{"otpauth-migration://offline?data=AAAA", otpauth.Migration, ""},
		{"HTTPS://www.Example.com/login?a=b", otpauth.WebAddress, "www.example.com"},
		{"http://[::bad", otpauth.WebAddress, ""},
		{"https://ex\u202eample.com/", otpauth.WebAddress, ""},
		{"phonefactor://activateAccount?code=1&url=https%3A%2F%2Fx", otpauth.MicrosoftPush, ""},
		{"https://m-1234.duosecurity.com/activate/x", otpauth.DuoPush, ""},
		{"duo://abc-def", otpauth.DuoPush, ""},
		{"ABCDEFGHIJ1234567890-YXBpLTEyMzQuZHVvc2VjdXJpdHkuY29t", otpauth.DuoPush, ""},
		{"oktaverify://x.okta.com/?t=1", otpauth.OktaPush, ""},
		{"https://s.team/q/1/234", otpauth.SteamLogin, ""},
		{"steam://run/440", otpauth.AppLink, "steam"},
		{"FIDO:/13086400838107303667332719012595115747821895775708323189557153075146383351399743", otpauth.FIDO, ""},
		{"WIFI:T:WPA;S:net;P:pass;;", otpauth.WiFi, ""},
		{"BEGIN:VCARD\nFN:A\nEND:VCARD", otpauth.Contact, ""},
		{"BEGIN:VCALENDAR", otpauth.Event, ""},
		{"begin: at the start", otpauth.PlainText, ""},
		{"mailto:a@b.jp", otpauth.Mail, ""},
		{"tel:+81312345678", otpauth.Phone, ""},
		{"geo:35.6,139.7", otpauth.Place, ""},
		{"bitcoin:1A1z", otpauth.Payment, ""},
		{"line://ti/p/x", otpauth.AppLink, "line"},
		{"jbsw y3dp ehpk 3pxp", otpauth.SetupKey, ""},
		{"JBSWY3DPEHPK3PXP", otpauth.SetupKey, ""},
		{"please call me back this afternoon", otpauth.PlainText, ""},
		{"Note: buy milk", otpauth.PlainText, ""},
		{"日本語", otpauth.PlainText, ""},
	}
	for _, tt := range tests {
		t.Run(tt.text[:min(len(tt.text), 40)], func(t *testing.T) {
			_, err := otpauth.Parse(tt.text)
			var na *otpauth.NotAccountError
			if !errors.As(err, &na) || na.Kind != tt.kind || na.Host != tt.host {
				t.Errorf("Parse() error = %v, want %s %s", err, tt.kind, tt.host)
			}
		})
	}
}

func TestErrorsHoldNoSecret(t *testing.T) {
	for _, uri := range []string{
		"otpauth://totp/a?secret=JBSWY3DPEHPK3PXP&digits=99", "otpauth://totp/a?secret=JBSWY3DPEHPK0PXP",
		"JBSWY3DPEHPK3PXP", "https://x.jp/JBSWY3DPEHPK3PXP", "motp://a?secret=JBSWY3DPEHPK3PXP",
		"otpauth-migration://offline?data=JBSWY3DPEHPK3PXP",
	} {
		if _, err := otpauth.Parse(uri); err == nil || strings.Contains(err.Error(), "JBSWY") {
			t.Errorf("Parse(%q) error = %v", uri, err)
		}
	}
}

func TestFormat(t *testing.T) {
	tests := []struct {
		in   account.Account
		want string
	}{
		{made(account.TOTP, "ACME Co", "john@example.com"), "otpauth://totp/ACME%20Co:john@example.com?secret=JBSWY3DPEHPK3PXP&issuer=ACME%20Co"},
		{made(account.TOTP, "", "a:b"), "otpauth://totp/:a%3Ab?secret=JBSWY3DPEHPK3PXP"},
		{made(account.HOTP, "", "b"), "otpauth://hotp/b?secret=JBSWY3DPEHPK3PXP&counter=0"},
		{made(account.Steam, "Steam", "x"), "otpauth://steam/Steam:x?secret=JBSWY3DPEHPK3PXP&issuer=Steam"},
		{made(account.MOTP, "銀行", "x", func(a *account.Account) { a.Key.PIN = secret.FromString("1&2") }),
			"motp://%E9%8A%80%E8%A1%8C:x?secret=48656c6c6f21deadbeef&issuer=%E9%8A%80%E8%A1%8C&pin=1%262"},
	}
	for _, tt := range tests {
		if got := otpauth.Format(tt.in); got != tt.want {
			t.Errorf("Format() = %s, want %s", got, tt.want)
		}
	}
}

func TestFormatIsLossless(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		want := anyAccount().Draw(t, "account")
		got, err := otpauth.Parse(otpauth.Format(want))
		if err != nil {
			t.Fatal(err)
		}
		wantAccount(t, got, want)
	})
}

func FuzzParse(f *testing.F) {
	for _, uri := range []string{
		"otpauth://totp/Example:alice@example.com?secret=JBSWY3DPEHPK3PXP&issuer=Example",
		"otpauth://hotp/%3Aa?secret=jbsw y3dp&counter=9&issuer=null", "otpauth://totp/#?secret=AA&encoder=steam",
		"otpauth://yaotp/x?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY&pin=1", "steam://ABCD", "motp://a:b?secret=00&pin=%ff",
		"https://example.com", "WIFI:S:x;;", "AAAA-YXBp",
	} {
		f.Add(uri)
	}
	f.Fuzz(func(t *testing.T, uri string) {
		a, err := otpauth.Parse(uri)
		if err != nil {
			wantAccount(t, a, account.Account{})
			return
		}
		if err := a.Key.Check(); err != nil {
			t.Fatalf("Parse gave an account that cannot be used: %v", err)
		}
		once := otpauth.Format(a)
		again, err := otpauth.Parse(once)
		if err != nil {
			t.Fatalf("Parse(Format()) failed: %v", err)
		}
		wantAccount(t, again, a)
		if twice := otpauth.Format(again); twice != once {
			t.Errorf("Format is not stable: %s, then %s", once, twice)
		}
	})
}
