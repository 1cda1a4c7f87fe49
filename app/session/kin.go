package session

import (
	"encoding/binary"
	"hash/maphash"
	"slices"

	"twofold/internal/account"
)

// kin finds accounts that are related to another one: by the key, by the
// names, or by both. It keeps no copy of a secret, only numbers made of it,
// and looks at one account a question: files with a hundred thousand entries
// of the same name are an attack, not an accident.
type kin struct {
	seed    maphash.Seed
	byBoth  map[uint64]relative
	byKey   map[uint64]relative
	byNames map[[2]string]relative
}

// relative is an account and, if it is in the vault, its id there.
type relative struct {
	id      string
	account account.Account
}

func newKin() *kin {
	return &kin{maphash.MakeSeed(), map[uint64]relative{}, map[uint64]relative{}, map[[2]string]relative{}}
}

// put remembers an account; of several with the same key, or the same names,
// the first is the one that is found.
func (k *kin) put(r relative) {
	a := r.account
	if !a.Key.Secret.Empty() {
		first(k.byKey, k.hash(a, false), r)
		first(k.byBoth, k.hash(a, true), r)
	}
	if a.Issuer != "" || a.Name != "" {
		first(k.byNames, [2]string{a.Issuer, a.Name}, r)
	}
}

func first[K comparable](m map[K]relative, at K, r relative) {
	if _, there := m[at]; !there {
		m[at] = r
	}
}

// hash makes a number of a key, and of the names if they count. That two
// different ones give the same is as good as impossible, and checked all the
// same by whoever looks.
func (k *kin) hash(a account.Account, names bool) uint64 {
	var h maphash.Hash
	h.SetSeed(k.seed)
	part := func(b []byte) {
		var n [8]byte
		binary.LittleEndian.PutUint64(n[:], uint64(len(b)))
		_, _ = h.Write(n[:]) // a hash never fails
		_, _ = h.Write(b)
	}
	part(a.Key.Secret.Reveal())
	part([]byte(a.Key.Type))
	part([]byte(a.Key.Algorithm))
	part([]byte{byte(a.Key.Digits), byte(a.Key.Period), byte(a.Key.Period >> 8)})
	if names {
		part([]byte(a.Issuer))
		part([]byte(a.Name))
	}
	return h.Sum64()
}

// known is the vault as relatives of what may come in.
func (s *Session) known() *kin { return kinOf(s.View().Rows) }

func kinOf(rows []Row) *kin {
	k := newKin()
	for i := range rows {
		r := &rows[i]
		k.put(relative{r.ID, account.Account{Issuer: r.Issuer, Name: r.Name, Key: r.key}})
	}
	return k
}

// Classify compares an account with the vault. The nearest relation wins:
// the same account before the same key before the same name.
func (s *Session) Classify(a account.Account) Duplicate { return s.known().classify(a) }

func (k *kin) classify(a account.Account) Duplicate {
	found := func(kind DuplicateKind, r relative) Duplicate {
		return Duplicate{Kind: kind, ID: r.id, Title: r.account.Title()}
	}
	if !a.Key.Secret.Empty() {
		if r, ok := k.byBoth[k.hash(a, true)]; ok && r.account.Key.Equal(a.Key) {
			return found(SameAccount, r)
		}
		// The same key in another form, with eight digits say, gives other
		// codes and is not the same.
		if r, ok := k.byKey[k.hash(a, false)]; ok && r.account.Key.Equal(a.Key) {
			return found(SameKey, r)
		}
	}
	if r, ok := k.byNames[[2]string{a.Issuer, a.Name}]; ok {
		return found(OtherKey, r)
	}
	return Duplicate{}
}

// holds reports whether an account that is the same in every field was put
// before. Less than that is not enough: exports do hold one key under several
// names, and one name with several keys.
func (k *kin) holds(a account.Account) bool {
	if a.Key.Secret.Empty() {
		return false
	}
	r, ok := k.byBoth[k.hash(a, true)]
	b := r.account
	return ok && a.Key.Equal(b.Key) && a.Counter == b.Counter && a.Note == b.Note && slices.Equal(a.Groups, b.Groups)
}
