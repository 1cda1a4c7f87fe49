package main

import (
	"math"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

func TestRewrite(t *testing.T) {
	for in, want := range map[string]string{
		"":                            "",
		"M1 2L3 4":                    "M1 2 L3 4",
		"m1,2 3,4-1-1z":               "M1 2 L4 6 L3 5 Z",
		"M1 2.5.5.25":                 "M1 2.5 L0.5 0.25",
		"M0 0h5v5H0V0Zm1 1h1":         "M0 0 L5 0 L5 5 L0 5 L0 0 Z M1 1 L2 1",
		"M1e1 2E-1L-1e0-2":            "M10 0.2 L-1 -2",
		"M0 0c1 0 2 1 2 2s1 2 2 2":    "M0 0 C1 0 2 1 2 2 C2 3 3 4 4 4",
		"M0 0S1 0 2 2":                "M0 0 C0 0 1 0 2 2",
		"M0 0Q3 0 3 3T6 6":            "M0 0 C2 0 3 1 3 3 C3 5 4 6 6 6",
		"M0 0A1 1 0 0 1 0 0":          "M0 0 L0 0",
		"M0 0A0 1 0 0 1 2 2":          "M0 0 L2 2",
		"M1 0A1 1 0 01-1 0":           "M1 0 C1 0.55 0.55 1 0 1 C-0.55 1 -1 0.55 -1 0",
		"M1 0a1 1 0 11-2 0 1 1 0 012": "!",
		"L1":                          "!",
		"1 2":                         "!",
		"M1 1X":                       "!",
		"M0 0z1 1":                    "!",
		"M0 0A1 1 0 2 0 1 1":          "!",
	} {
		got, err := rewrite(in)
		if err != nil {
			got = "!"
		}
		if got != want {
			t.Errorf("%q becomes %q (%v), want %q", in, got, err, want)
		}
	}
}

// TestArc draws circles in two arcs, packed as icon sets do, and looks that
// every point of the curves lies on them.
func TestArc(t *testing.T) {
	for _, in := range []string{"M22 12a10 10 0 1110-10", "M2 12a10 10 0 1020 0 10 10 0 10-20 0", "M2 12a10 10 0 0120 0 10 10 0 01-20 0"} {
		out, err := rewrite(in)
		if err != nil {
			t.Fatal(err)
		}
		if strings.Contains(in, "M22") {
			continue // ends elsewhere: only that it is read
		}
		n := regexp.MustCompile(`-?[0-9.]+`).FindAllString(out, -1)
		v := make([]float64, len(n))
		for i := range n {
			v[i], _ = strconv.ParseFloat(n[i], 64)
		}
		for i := 0; i+7 < len(v); i += 6 {
			for _, u := range []float64{0.25, 0.5, 0.75, 1} {
				at := func(k int) float64 {
					w := 1 - u
					return w*w*w*v[i+k] + 3*w*w*u*v[i+2+k] + 3*w*u*u*v[i+4+k] + u*u*u*v[i+6+k]
				}
				if d := math.Hypot(at(0)-12, at(1)-12); math.Abs(d-10) > 0.02 {
					t.Errorf("%s: a point %v from the centre in %s", in, d, out)
				}
			}
		}
	}
}

func TestParseList(t *testing.T) {
	got, err := parseList("# x\n\na\nb | b.com b.org | Bee; ビー\n")
	if err != nil || len(got) != 2 || got[1].slug != "b" || len(got[1].domains) != 2 || got[1].names[1] != "ビー" {
		t.Errorf("%+v, %v", got, err)
	}
	for _, bad := range []string{"a\na\n", "| x.com\n"} {
		if _, err := parseList(bad); err == nil {
			t.Errorf("%q is taken", bad)
		}
	}
}
