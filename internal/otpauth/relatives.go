package otpauth

import (
	"strings"

	"twofold/internal/account"
)

// parseSteam reads steam://SECRET, as password managers write it. The Steam
// client has links of the same scheme, steam://run/440, which are no accounts.
func parseSteam(uri, rest string) (account.Account, error) {
	rest = strings.TrimSuffix(rest, "/")
	if strings.Contains(rest, "/") {
		return account.Account{}, notAccount(uri)
	}
	a := account.Account{Issuer: "Steam", Key: account.Defaults(account.Steam)}
	var err error
	a.Key.Secret, err = account.DecodeSecret(unescape(rest))
	return a, err
}

// parseMOTP reads motp://ISSUER:NAME?secret=HEX. The parameters of otpauth are
// understood as well, and pin, which the original leaves out.
func parseMOTP(rest string) (account.Account, error) {
	label, query, _ := strings.Cut(rest, "?")
	q := parseQuery(query)
	a := account.Account{Key: account.Defaults(account.MOTP)}
	a.Issuer, a.Name = names(unescape(strings.TrimPrefix(label, "/")), q.get("issuer"))
	var err error
	if a.Key.Secret, err = account.DecodeHex(q.get("secret")); err != nil {
		return a, err
	}
	return a, parseParameters(&a, q)
}
