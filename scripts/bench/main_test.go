package main

import (
	"slices"
	"strings"
	"testing"
)

func TestTable(t *testing.T) {
	rows, err := parse("# comment\n\njoin | 10 ms | a/b | BenchmarkJoin | ns/op\nmemory | 40 MiB | c | BenchmarkMemory | MiB | MiB-empty MiB\nlater | 1 x | d | BenchmarkLater | x-empty\n")
	if err != nil {
		t.Fatal(err)
	}
	measured := map[string]float64{}
	collect("goos: linux\nBenchmarkJoin-2  \t 100\t  12500000 ns/op\t 3 B/op\nBenchmarkMemory \t 1\t 1 ns/op\t 31.5 MiB\t 70.25 MiB-empty\nPASS\n", measured)
	got := strings.Split(table(rows, measured), "\n")
	for i, want := range []string{"12.5 ms                 over", "31.5 MiB       70.2 MiB", "not measured yet"} {
		if !strings.HasSuffix(got[i+1], want) {
			t.Errorf("row %d = %q, want %q at its end", i, got[i+1], want)
		}
	}
	for _, bad := range []string{"a | 1 ms | b", "a | x ms | b | c | d", "a | 1 ms | b | c | d | e | f"} {
		if _, err := parse(bad); err == nil {
			t.Errorf("parse(%q) gave no error", bad)
		}
	}
}

func TestPatterns(t *testing.T) {
	rows, err := parse("a | 1 ms | p | BenchmarkA/x.y | ns/op\nb | 1 ms | p | BenchmarkB | ns/op\nc | 1 ms | q | BenchmarkC | ns/op\n")
	if err != nil {
		t.Fatal(err)
	}
	if got, want := patterns("p", rows), []string{"^(BenchmarkB)$", `^(BenchmarkA)$/^(x\.y)$`}; !slices.Equal(got, want) {
		t.Errorf("patterns of p = %s, want %s", got, want)
	}
	if got, want := patterns("q", rows), []string{"^(BenchmarkC)$"}; !slices.Equal(got, want) {
		t.Errorf("patterns of q = %s, want %s", got, want)
	}
}

func TestBudgets(t *testing.T) {
	if rows, err := parse(budgets); err != nil || len(rows) == 0 {
		t.Fatalf("budgets.txt: %d rows, %v", len(rows), err)
	}
}
