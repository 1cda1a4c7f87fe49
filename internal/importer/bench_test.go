package importer_test

import (
	"fmt"
	"testing"
)

// many are n accounts of the kinds a format holds.
func many(s sample, n int) []vector {
	kinds := s.supports(vectors())
	var out []vector
	for i := range n {
		v := kinds[i%len(kinds)]
		v.name = fmt.Sprint(v.name, i)
		if v.group != "" {
			v.group = fmt.Sprint("group ", i%20)
		}
		out = append(out, v)
	}
	return out
}

// BenchmarkImport10000 reads 10,000 accounts of every format, keys derived and
// all. The budget is a second beside the derivation.
func BenchmarkImport10000(b *testing.B) {
	const n = 10_000
	for _, s := range samples() {
		switch s.name {
		case "picture", "html with pictures", "battle.net", "otp auth account 1.1", "otp auth account 1.2",
			"steam desktop", "steam desktop encrypted", // one file each
			"stratum", "stratum strong", "stratum legacy", // one account a secret
			"authy encrypted",                            // a derivation each
			"otp auth backup 1.0", "otp auth backup 1.1": // numbers of two bytes in the test's writer
			continue
		}
		b.Run(s.name, func(b *testing.B) {
			vs := many(s, n)
			files := s.build(b, vs)
			for b.Loop() {
				r, err := readAll(files, s.password)
				if err != nil || len(r.Entries) != len(vs) {
					b.Fatalf("%d accounts, %v, %v", len(r.Entries), err, r.Rejected)
				}
			}
			b.ReportMetric(float64(len(files[0].Data))/(1<<20), "MiB")
		})
	}
}
