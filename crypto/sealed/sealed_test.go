package sealed_test

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"twofold/crypto/sealed"
	"twofold/crypto/secret"
)

func newIdentity(t testing.TB) sealed.Identity {
	t.Helper()
	id, err := sealed.NewIdentity()
	if err != nil {
		t.Fatal(err)
	}
	return id
}

func TestSealOpen(t *testing.T) {
	a, b, stranger := newIdentity(t), newIdentity(t), newIdentity(t)
	rapid.Check(t, func(rt *rapid.T) {
		// Around 64 KiB, where age begins a new chunk.
		n := rapid.OneOf(rapid.IntRange(0, 100), rapid.IntRange(65530, 65540), rapid.IntRange(0, 200_000)).Draw(rt, "length")
		plain := bytes.Repeat([]byte("0123456789abcdef"), n/16+1)[:n]
		file, err := sealed.Seal(plain, a.Recipient(), b.Recipient())
		if err != nil {
			rt.Fatal(err)
		}
		for _, ids := range [][]sealed.Identity{{a}, {b}, {stranger, b}, {{}, a}} {
			got, err := sealed.Open(file, ids...)
			if err != nil || !bytes.Equal(got.Reveal(), plain) {
				rt.Fatalf("Open gave %d bytes and %v, want %d", got.Len(), err, n)
			}
		}
		if got, err := sealed.Open(file, stranger); !errors.Is(err, sealed.ErrNotForMe) || !got.Empty() {
			rt.Fatalf("Open by a stranger = %v", err)
		}
	})
}

func TestPassphrase(t *testing.T) {
	pass := secret.FromString("correct horse")
	file, err := sealed.SealPassphrase([]byte("hello"), pass, sealed.CostTest)
	if err != nil {
		t.Fatal(err)
	}
	if got, err := sealed.OpenPassphrase(file, pass); err != nil || string(got.Reveal()) != "hello" {
		t.Errorf("OpenPassphrase = %q, %v", got.Reveal(), err)
	}
	for _, wrong := range []string{"correct horsf", "", "correct horse "} {
		if _, err := sealed.OpenPassphrase(file, secret.FromString(wrong)); !errors.Is(err, sealed.ErrWrongPassphrase) {
			t.Errorf("OpenPassphrase with %q = %v", wrong, err)
		}
	}
	if !sealed.NeedsPassphrase(file) {
		t.Error("NeedsPassphrase = false")
	}
}

func TestPassphraseOfAnyKeyboard(t *testing.T) {
	composed, apart := "パスé", "ハ\u309aスe\u0301"
	file, err := sealed.SealPassphrase([]byte("x"), secret.FromString(apart), sealed.CostTest)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := sealed.OpenPassphrase(file, secret.FromString(composed)); err != nil {
		t.Errorf("the same letters, composed, do not open it: %v", err)
	}
}

func TestWhatSealRefuses(t *testing.T) {
	id := newIdentity(t)
	if _, err := sealed.Seal([]byte("x")); err == nil {
		t.Error("sealed to nobody")
	}
	if _, err := sealed.Seal([]byte("x"), id.Recipient(), sealed.Recipient{}); err == nil {
		t.Error("sealed to an empty recipient")
	}
	if _, err := sealed.SealPassphrase([]byte("x"), secret.Bytes{}, sealed.CostTest); err == nil {
		t.Error("sealed to an empty passphrase")
	}
	for _, c := range []sealed.Cost{0, 9, 21, 30} {
		if _, err := sealed.SealPassphrase([]byte("x"), secret.FromString("p"), c); err == nil {
			t.Errorf("sealed at cost %d", c)
		}
	}
	if _, err := sealed.Seal(make([]byte, sealed.MaxFile), id.Recipient()); !errors.Is(err, sealed.ErrTooLarge) {
		t.Errorf("seal of %d bytes = %v", sealed.MaxFile, err)
	}
	many := make([]sealed.Recipient, sealed.MaxRecipients+1)
	for i := range many {
		many[i] = id.Recipient()
	}
	if _, err := sealed.Seal([]byte("x"), many...); !errors.Is(err, sealed.ErrTooLarge) {
		t.Errorf("seal to %d recipients = %v", len(many), err)
	}
}

func TestHostileHeaders(t *testing.T) {
	id := newIdentity(t)
	good, err := sealed.Seal([]byte("x"), id.Recipient())
	if err != nil {
		t.Fatal(err)
	}
	pass := secret.FromString("p")
	locked, err := sealed.SealPassphrase([]byte("x"), pass, sealed.CostTest)
	if err != nil {
		t.Fatal(err)
	}
	const intro = "age-encryption.org/v1\n"
	tests := []struct {
		name string
		file string
		want error
	}{
		{"empty", "", sealed.ErrNotAge},
		{"a picture", "\x89PNG\r\n\x1a\n", sealed.ErrNotAge},
		{"a later age", strings.Replace(string(good), "/v1", "/v2", 1), sealed.ErrNotAge},
		{"intro alone", intro, sealed.ErrDamaged},
		{"no recipients", intro + "--- AAAA\n", sealed.ErrDamaged},
		{"header without end", intro + strings.Repeat("A", 2<<20), sealed.ErrTooLarge},
		{"too many recipients", intro + strings.Repeat("-> X25519 a\nAAAA\n", 300) + "---", sealed.ErrTooLarge},
		{"too large", intro + strings.Repeat("\x00", sealed.MaxFile), sealed.ErrTooLarge},
		{"other recipients", intro + "-> X25519 MAv1tlJPo5ckIBn3DEWtKxkuIbmTmvH4BLiQp5o6TBw\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\n--- MAv1tlJPo5ckIBn3DEWtKxkuIbmTmvH4BLiQp5o6TBw\n" + strings.Repeat("x", 40), sealed.ErrNotForMe},
		{"a passphrase file", string(locked), sealed.ErrNotForMe},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := sealed.Open([]byte(tt.file), id)
			if !errors.Is(err, tt.want) || !got.Empty() {
				t.Errorf("Open = %d bytes, %v, want %v", got.Len(), err, tt.want)
			}
		})
	}
	if _, err := sealed.Open(good); !errors.Is(err, sealed.ErrNotForMe) {
		t.Errorf("Open without an identity = %v", err)
	}
	if _, err := sealed.OpenPassphrase(good, pass); !errors.Is(err, sealed.ErrNotForMe) {
		t.Errorf("OpenPassphrase of a file for identities = %v", err)
	}
}

func TestCostIsCapped(t *testing.T) {
	pass := secret.FromString("p")
	file, err := sealed.SealPassphrase([]byte("x"), pass, sealed.CostTest)
	if err != nil {
		t.Fatal(err)
	}
	recost := func(c string) []byte {
		return bytes.Replace(file, []byte(" 10\n"), []byte(" "+c+"\n"), 1)
	}
	for c, want := range map[string]error{
		"21": sealed.ErrCostTooHigh, "22": sealed.ErrCostTooHigh, "63": sealed.ErrCostTooHigh,
		"0": sealed.ErrDamaged, "-1": sealed.ErrDamaged, "99999999999999999999": sealed.ErrDamaged,
		"1x": sealed.ErrDamaged, "": sealed.ErrDamaged, "010": sealed.ErrDamaged,
		"11": sealed.ErrWrongPassphrase, // the key comes out different
	} {
		if _, err := sealed.OpenPassphrase(recost(c), pass); !errors.Is(err, want) {
			t.Errorf("OpenPassphrase at cost %q = %v, want %v", c, err, want)
		}
	}
	// A second entry must not hide the cost of the first.
	two := bytes.Replace(recost("30"), []byte("---"), []byte("-> scrypt AAAAAAAAAAAAAAAAAAAAAA 1\nAAAA\n---"), 1)
	if _, err := sealed.OpenPassphrase(two, pass); err == nil {
		t.Error("two passphrases in one header were accepted")
	}
}

// everyChange calls f with each truncation, each flipped bit and a few longer
// versions of file.
func everyChange(file []byte, f func(what string, b []byte)) {
	for n := range file {
		f(fmt.Sprintf("cut to %d bytes", n), file[:n])
	}
	c := bytes.Clone(file)
	for i := range c {
		for bit := range 8 {
			c[i] ^= 1 << bit
			f(fmt.Sprintf("bit %d of byte %d flipped", bit, i), c)
			c[i] ^= 1 << bit
		}
	}
	f("a byte longer", append(bytes.Clone(file), 0))
	f("twice", append(bytes.Clone(file), file...))
	f("zeros", make([]byte, len(file)))
}

func TestEveryChangeIsRefused(t *testing.T) {
	id := newIdentity(t)
	file, err := sealed.Seal([]byte("a short text"), id.Recipient())
	if err != nil {
		t.Fatal(err)
	}
	everyChange(file, func(what string, b []byte) {
		got, err := sealed.Open(b, id)
		if err == nil || !got.Empty() {
			t.Errorf("%s: opened", what)
		}
		named := errors.Is(err, sealed.ErrNotAge) || errors.Is(err, sealed.ErrNotForMe) || errors.Is(err, sealed.ErrDamaged)
		if !named {
			t.Errorf("%s: error %v is none of the package", what, err)
		}
	})
}

// A passphrase file costs a scrypt each time, so one bit of each byte has to do.
func TestEveryChangeOfAPassphraseFileIsRefused(t *testing.T) {
	pass := secret.FromString("p")
	file, err := sealed.SealPassphrase([]byte("a short text"), pass, sealed.CostTest)
	if err != nil {
		t.Fatal(err)
	}
	cost := bytes.Index(file, []byte(" 10\n"))
	try := func(what string, b []byte) {
		got, err := sealed.OpenPassphrase(b, pass)
		if err == nil || !got.Empty() {
			t.Errorf("%s: opened", what)
		}
	}
	c := bytes.Clone(file)
	for i := range file {
		try(fmt.Sprintf("cut to %d bytes", i), file[:i])
		bit := byte(1) << (i % 8)
		if i > cost && i < cost+3 {
			bit = 1 // other costs would only take long
		}
		c[i] ^= bit
		try(fmt.Sprintf("byte %d changed", i), c)
		c[i] ^= bit
	}
	try("a byte longer", append(bytes.Clone(file), 0))
}

func TestEveryCutOfALongFileIsRefused(t *testing.T) {
	id := newIdentity(t)
	file, err := sealed.Seal(make([]byte, 200_000), id.Recipient())
	if err != nil {
		t.Fatal(err)
	}
	// Chunk ends are where a careless reader would see a proper end.
	for n := len(file) - 1; n > 0; n -= 997 {
		if got, err := sealed.Open(file[:n], id); err == nil || !got.Empty() {
			t.Fatalf("cut to %d of %d bytes: opened", n, len(file))
		}
	}
	header := bytes.Index(file, []byte("\n---")) + 1
	payload := header + bytes.IndexByte(file[header:], '\n') + 1 + 16
	for end := payload; end < len(file); end += 64<<10 + 16 {
		if got, err := sealed.Open(file[:end], id); err == nil || !got.Empty() {
			t.Fatalf("cut at the chunk end %d: opened", end)
		}
	}
}

func TestIdentityLine(t *testing.T) {
	id := newIdentity(t)
	line := id.Line()
	if !strings.HasPrefix(string(line.Reveal()), "AGE-SECRET-KEY-PQ-1") || line.Len() != 77 {
		t.Errorf("line has %d letters", line.Len())
	}
	back, err := sealed.ParseIdentity(line)
	if err != nil || !back.Line().Equal(line) {
		t.Errorf("ParseIdentity = %v", err)
	}
	r, err := sealed.ParseRecipient(id.Recipient().String())
	if err != nil || r.String() != id.Recipient().String() {
		t.Errorf("ParseRecipient = %v", err)
	}
	for _, bad := range []string{"", "AGE-SECRET-KEY-PQ-1", "AGE-SECRET-KEY-1QQQQ", strings.Repeat("A", 1<<20), string(line.Reveal()[:76])} {
		_, err := sealed.ParseIdentity(secret.FromString(bad))
		if err == nil || strings.Contains(err.Error(), "SECRET") {
			t.Errorf("ParseIdentity of %d letters = %v", len(bad), err)
		}
	}
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%x"} {
		if got := fmt.Sprintf(verb, id); got != "[secret]" {
			t.Errorf("%s printed %d letters", verb, len(got))
		}
	}
}

// The cheap cost makes tests quick and passphrases weak: no program code may
// name it.
func TestOnlyTestsUseTheCheapCost(t *testing.T) {
	root, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	seen := 0
	err = filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		seen++
		text, err := os.ReadFile(path)
		rel, _ := filepath.Rel(root, path)
		if bytes.Contains(text, []byte("sealed.CostTest")) {
			t.Errorf("%s names sealed.CostTest", rel)
		}
		return err
	})
	if err != nil || seen < 10 {
		t.Fatalf("looked at %d files: %v", seen, err)
	}
}

func BenchmarkOpenPassphrase(b *testing.B) {
	pass := secret.FromString("p")
	for name, cost := range map[string]sealed.Cost{"local": sealed.CostLocal, "recovery": sealed.CostRecovery} {
		file, err := sealed.SealPassphrase([]byte("x"), pass, cost)
		if err != nil {
			b.Fatal(err)
		}
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				if _, err := sealed.OpenPassphrase(file, pass); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func FuzzOpen(f *testing.F) {
	id, err := sealed.ParseIdentity(secret.FromString(fuzzKey))
	if err != nil {
		f.Fatal(err)
	}
	file, err := sealed.Seal([]byte("hello"), id.Recipient())
	if err != nil {
		f.Fatal(err)
	}
	locked, err := sealed.SealPassphrase([]byte("hello"), secret.FromString("p"), sealed.CostTest)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(file)
	f.Add(locked)
	f.Add([]byte("age-encryption.org/v1\n-> scrypt a 20\n\n---"))
	f.Fuzz(func(t *testing.T, b []byte) {
		if got, err := sealed.Open(b, id); err != nil && !got.Empty() {
			t.Fatal("an error came with content")
		}
		// A hostile cost takes a second a try: only its refusal is looked at.
		for _, line := range bytes.Split(b, []byte("\n")) {
			if bytes.Contains(line, []byte("scrypt")) && !bytes.HasSuffix(line, []byte(" 10")) {
				return
			}
		}
		if got, err := sealed.OpenPassphrase(b, secret.FromString("p")); err != nil && !got.Empty() {
			t.Fatal("an error came with content")
		}
	})
}

// fuzzKey is an identity made for the fuzz target alone.
const fuzzKey = "AGE-SECRET-KEY-PQ-1FW5T063LCMKVZDVDXW3XMLVCDW9AG0JHNG24UP44METH9S6QG4CSAA83FK"
