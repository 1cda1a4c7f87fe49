package vault_test

import (
	"fmt"
	"testing"
	"time"

	"twofold/internal/account"
	"twofold/internal/vault"
)

// full is a document of n accounts, edited a little by several computers.
func full(b testing.TB, n int) *vault.Document {
	d, by := vault.New(), author("aaaaaaaaaa")
	as := make([]account.Account, n)
	for i := range as {
		as[i] = acct(fmt.Sprintf("Service %d", i%500), fmt.Sprintf("%d.hanako@example.jp", i), fmt.Sprintf("Group %d", i%10))
		as[i].Reading = "さーびす"
		if i%10 == 0 {
			as[i].Issuer = "楽天市場"
			as[i].Reading = "らくてんいちば"
		}
	}
	ids, errs := d.AddAll(by, as)
	for i, err := range errs {
		if err != nil {
			b.Fatal(err)
		}
		if i%20 == 0 {
			must(b, d.Used(by, ids[i], epoch))
		}
	}
	return d
}

// BenchmarkJoin joins the documents of 20 computers with 10,000 accounts
// each, of which every computer changed a hundred. Budget: 1 s.
func BenchmarkJoin(b *testing.B) {
	base := full(b, 10_000)
	ids := base.Accounts()
	var docs []*vault.Document
	for i := range 20 {
		by := author(fmt.Sprintf("device%04d", i))
		d, _ := vault.Read(base.Lines())
		for j := range 100 {
			must(b, d.Used(by, ids[(i*317+j*91)%len(ids)].ID, time.Unix(int64(j), 0)))
		}
		docs = append(docs, d)
	}
	for b.Loop() {
		d := vault.New()
		for _, o := range docs {
			d.Join(o)
		}
	}
}

func BenchmarkLines(b *testing.B) {
	for _, n := range []int{1_000, 10_000} {
		d := full(b, n)
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			for b.Loop() {
				d.Lines()
			}
		})
	}
}

func BenchmarkRead(b *testing.B) {
	for _, n := range []int{1_000, 10_000} {
		lines := full(b, n).Lines()
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			size := 0
			for _, l := range lines {
				size += len(l)
			}
			b.SetBytes(int64(size))
			for b.Loop() {
				vault.Read(lines)
			}
		})
	}
}

func BenchmarkFingerprint(b *testing.B) {
	d := full(b, 10_000)
	for b.Loop() {
		d.Fingerprint()
	}
}

// BenchmarkAccounts lists 10,000 accounts for the first time and again.
func BenchmarkAccounts(b *testing.B) {
	d := full(b, 10_000)
	b.Run("first", func(b *testing.B) {
		for b.Loop() {
			d.Clone().Accounts()
		}
	})
	b.Run("again", func(b *testing.B) {
		for b.Loop() {
			d.Accounts()
		}
	})
}

// BenchmarkAddAll imports 10,000 accounts. Budget: 1 s.
func BenchmarkAddAll(b *testing.B) {
	for b.Loop() {
		full(b, 10_000)
	}
}

func BenchmarkIndex(b *testing.B) {
	var as []account.Account
	for _, e := range full(b, 10_000).Accounts() {
		as = append(as, e.Account)
	}
	for b.Loop() {
		vault.NewIndex(as)
	}
}

// BenchmarkSearch is one keystroke over 10,000 accounts. Budget: 10 ms.
func BenchmarkSearch(b *testing.B) {
	var as []account.Account
	for _, e := range full(b, 10_000).Accounts() {
		as = append(as, e.Account)
	}
	x := vault.NewIndex(as)
	for _, query := range []string{"s", "hanako", "rakuten", "らく", "99.ha", "zzz"} {
		b.Run(query, func(b *testing.B) {
			for b.Loop() {
				x.Search(query)
			}
		})
	}
}
