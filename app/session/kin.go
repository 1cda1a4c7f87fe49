package session

import (
	"hash/maphash"
	"slices"

	"twofold/internal/account"
)

// kin finds accounts that are related to another one: by the key or by the
// names. It keeps no copy of a secret, only a number made of it.
type kin struct {
	seed    maphash.Seed
	byKey   map[uint64][]relative
	byNames map[[2]string][]relative
}

// relative is an account and, if it is in the vault, its id there.
type relative struct {
	id      string
	account account.Account
}

func (k *kin) put(r relative) {
	if k.byKey == nil {
		k.seed = maphash.MakeSeed()
		k.byKey, k.byNames = map[uint64][]relative{}, map[[2]string][]relative{}
	}
	a := r.account
	if !a.Key.Secret.Empty() {
		h := k.hash(a)
		k.byKey[h] = append(k.byKey[h], r)
	}
	if a.Issuer != "" || a.Name != "" {
		n := [2]string{a.Issuer, a.Name}
		k.byNames[n] = append(k.byNames[n], r)
	}
}

func (k *kin) hash(a account.Account) uint64 { return maphash.Bytes(k.seed, a.Key.Secret.Reveal()) }

// known is the vault as relatives of what may come in.
func (s *Session) known() *kin {
	k := &kin{}
	v := s.View()
	for i := range v.Rows {
		r := &v.Rows[i]
		k.put(relative{r.ID, account.Account{Issuer: r.Issuer, Name: r.Name, Key: r.key}})
	}
	return k
}

// Classify compares an account with the vault. The nearest relation wins:
// the same account before the same key before the same name.
func (s *Session) Classify(a account.Account) Duplicate { return s.known().classify(a) }

func (k *kin) classify(a account.Account) Duplicate {
	if k.byKey == nil {
		return Duplicate{}
	}
	names := k.byNames[[2]string{a.Issuer, a.Name}]
	for _, r := range names {
		if r.account.Key.Equal(a.Key) && !a.Key.Secret.Empty() {
			return Duplicate{Kind: SameAccount, ID: r.id, Title: r.account.Title()}
		}
	}
	if !a.Key.Secret.Empty() {
		for _, r := range k.byKey[k.hash(a)] {
			if r.account.Key.Equal(a.Key) {
				return Duplicate{Kind: SameKey, ID: r.id, Title: r.account.Title()}
			}
		}
	}
	if len(names) > 0 {
		return Duplicate{Kind: OtherKey, ID: names[0].id, Title: names[0].account.Title()}
	}
	return Duplicate{}
}

// holds reports whether an account that is the same in every field was put
// before. Less than that is not enough: exports do hold one key under several
// names, and one name with several keys.
func (k *kin) holds(a account.Account) bool {
	if k.byKey == nil || a.Key.Secret.Empty() {
		return false
	}
	return slices.ContainsFunc(k.byKey[k.hash(a)], func(r relative) bool {
		b := r.account
		return a.Issuer == b.Issuer && a.Name == b.Name && a.Key.Equal(b.Key) && a.Counter == b.Counter &&
			a.Note == b.Note && slices.Equal(a.Groups, b.Groups)
	})
}
