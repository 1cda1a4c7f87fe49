package importer

import (
	"bytes"
	"context"
	"crypto/sha1"
	"encoding/binary"
	"errors"
	"math/rand/v2"
	"strings"
	"testing"

	"twofold/crypto/secret"
)

// openAs opens one file and tells the app it was taken for.
func openAs(data []byte) (Lock, error) {
	src, err := Open(context.Background(), []File{{Name: "x", Data: data}})
	if err != nil {
		return Lock{}, err
	}
	if locks := src.Locks(); len(locks) > 0 {
		return locks[0], nil
	}
	return Lock{}, nil
}

// field is one field of a KDBX header.
func kdbxField(major uint16, id byte, value []byte) []byte {
	if major < 4 {
		return append(binary.LittleEndian.AppendUint16([]byte{id}, uint16(len(value))), value...)
	}
	return append(binary.LittleEndian.AppendUint32([]byte{id}, uint32(len(value))), value...)
}

func kdbxHeader(major uint16, fields map[byte][]byte) []byte {
	b := []byte(kdbxMark + "\x00\x00")
	b = binary.LittleEndian.AppendUint16(b, major)
	for id := byte(1); id < 20; id++ {
		if v, ok := fields[id]; ok {
			b = append(b, kdbxField(major, id, v)...)
		}
	}
	return append(b, kdbxField(major, kdbxEnd, nil)...)
}

// variantsOf writes the parameters of a key derivation.
func variantsOf(pairs ...any) []byte {
	b := []byte{0, 1}
	for i := 0; i < len(pairs); i += 2 {
		name, value := pairs[i].(string), pairs[i+1].([]byte)
		b = append(b, 0x42)
		b = append(binary.LittleEndian.AppendUint32(b, uint32(len(name))), name...)
		b = append(binary.LittleEndian.AppendUint32(b, uint32(len(value))), value...)
	}
	return append(b, 0)
}

// TestKDBXHeaders: what is wrong with a header is known before anybody types a
// password, where that can be.
func TestKDBXHeaders(t *testing.T) {
	three := func(edit func(map[byte][]byte)) []byte {
		f := map[byte][]byte{kdbxCipher: []byte(cipherAES), kdbxCompression: {1, 0, 0, 0}, kdbxSeed: make([]byte, 32),
			kdbxTransformSeed: make([]byte, 32), kdbxRounds: {100, 0, 0, 0, 0, 0, 0, 0}, kdbxIV: make([]byte, 16),
			kdbxStreamKey: make([]byte, 32), kdbxStart: make([]byte, 32), kdbxStream: {2, 0, 0, 0}}
		edit(f)
		return append(kdbxHeader(3, f), make([]byte, 64)...)
	}
	var damaged *DamagedError
	var unsupported *UnsupportedError
	for name, tt := range map[string]struct {
		data []byte
		as   any
	}{
		"no seed":         {three(func(f map[byte][]byte) { f[kdbxSeed] = nil }), &damaged},
		"no start":        {three(func(f map[byte][]byte) { delete(f, kdbxStart) }), &damaged},
		"no rounds":       {three(func(f map[byte][]byte) { f[kdbxRounds] = []byte{1} }), &damaged},
		"short IV":        {three(func(f map[byte][]byte) { f[kdbxIV] = make([]byte, 12) }), &damaged},
		"chacha nonce":    {three(func(f map[byte][]byte) { f[kdbxCipher] = []byte(cipherChaCha20) }), &damaged},
		"unknown cipher":  {three(func(f map[byte][]byte) { f[kdbxCipher] = make([]byte, 16) }), &unsupported},
		"KDBX 2":          {append([]byte(kdbxMark), 0, 0, 2, 0), &unsupported},
		"ends at version": {[]byte(kdbxMark + "\x00"), &damaged},
		"ends in a field": {three(func(map[byte][]byte) {})[:30], &damaged},
		"signature":       {[]byte("\x03\xd9\xa2\x9a\x11\x11\x11\x11\x00\x00\x04\x00"), &damaged},
	} {
		if _, err := openAs(tt.data); !errors.As(err, tt.as) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if l, err := openAs(three(func(map[byte][]byte) {})); err != nil || !l.KeyFile || l.App != KeePass {
		t.Errorf("sound header: %+v, %v", l, err)
	}
}

func TestVariants(t *testing.T) {
	good := variantsOf("$UUID", []byte(kdfAES), "R", []byte{1, 0, 0, 0, 0, 0, 0, 0})
	m, err := variants(good)
	if err != nil || string(m["$UUID"]) != kdfAES || little(m["R"]) != 1 {
		t.Fatalf("variants = %v, %v", m, err)
	}
	var d *DamagedError
	for n := range len(good) - 1 {
		if _, err := variants(good[:n]); !errors.As(err, &d) {
			t.Errorf("cut to %d bytes: %v", n, err)
		}
	}
	var newer *NewerError
	if _, err := variants([]byte{0, 2, 0}); !errors.As(err, &newer) {
		t.Errorf("version 2: %v", err)
	}
}

// TestKDFsOfKDBX: those that are not known are refused by name, not tried.
func TestKDFsOfKDBX(t *testing.T) {
	eight := func(n uint64) []byte { return binary.LittleEndian.AppendUint64(nil, n) }
	for name, p := range map[string][]byte{
		"unknown":       variantsOf("$UUID", make([]byte, 16)),
		"none":          variantsOf(),
		"Argon2 1.0":    variantsOf("$UUID", []byte(kdfArgon2d), "S", make([]byte, 32), "V", []byte{0x10, 0, 0, 0}, "I", eight(1), "M", eight(1<<16), "P", []byte{1, 0, 0, 0}),
		"Argon2 secret": variantsOf("$UUID", []byte(kdfArgon2id), "S", make([]byte, 32), "V", []byte{0x13, 0, 0, 0}, "K", []byte("x")),
	} {
		params, err := variants(p)
		if err != nil {
			t.Fatal(err)
		}
		k := &kdbx{major: 4, kdf: params, fields: map[byte][]byte{}}
		var u *UnsupportedError
		if _, err := k.unlock(context.Background(), secret.FromString("x"), quiet); !errors.As(err, &u) {
			t.Errorf("%s: %v, want not supported", name, err)
		}
	}
}

// TestSalsaStreamStopsAnywhere: values of any length take their part of one
// stream.
func TestSalsaStreamStopsAnywhere(t *testing.T) {
	whole, err := newKeystream(2, []byte("key"))
	if err != nil {
		t.Fatal(err)
	}
	want := make([]byte, 1000)
	whole.XORKeyStream(want, want)
	parts, _ := newKeystream(2, []byte("key"))
	var got []byte
	random := rand.New(rand.NewPCG(3, 4))
	for len(got) < len(want) {
		b := make([]byte, min(random.IntN(130), len(want)-len(got)))
		parts.XORKeyStream(b, b)
		got = append(got, b...)
	}
	if !bytes.Equal(got, want) {
		t.Error("the stream depends on where it stops")
	}
	if _, err := newKeystream(1, nil); err == nil {
		t.Error("ArcFour was accepted")
	}
}

func TestInnerHeader(t *testing.T) {
	good := append(append(kdbxField(4, 1, []byte{3, 0, 0, 0}), kdbxField(4, 2, []byte("key"))...), kdbxField(4, 3, []byte("file"))...)
	good = append(append(good, kdbxField(4, 0, nil)...), "<xml/>"...)
	text, stream, err := innerHeader(good)
	if err != nil || string(text) != "<xml/>" || stream == nil {
		t.Fatalf("innerHeader = %q, %v", text, err)
	}
	var d *DamagedError
	for n := range len(good) - len("<xml/>") {
		if _, _, err := innerHeader(good[:n]); !errors.As(err, &d) || !d.Truncated {
			t.Errorf("cut to %d bytes: %v", n, err)
		}
	}
}

// TestJavaMap: only maps of strings, read to the end or not at all.
func TestJavaMap(t *testing.T) {
	head := "\xac\xed\x00\x05\x73\x72\x00\x11java.util.HashMap\x05\x07\xda\xc1\xc3\x16\x60\xd1\x03\x00\x02F\x00\x0aloadFactorI\x00\x09threshold\x78\x70"
	head += "\x3f\x40\x00\x00\x00\x00\x00\x0c\x77\x08\x00\x00\x00\x10\x00\x00\x00"
	good := head + "\x01\x74\x00\x01k\x74\x00\x01v\x78"
	if m, err := javaMap([]byte(good)); err != nil || len(m) != 1 || m[0] != (preference{"k", "v"}) {
		t.Fatalf("javaMap = %v, %v", m, err)
	}
	var d *DamagedError
	for n := range len(good) - 1 {
		if _, err := javaMap([]byte(good[:n])); !errors.As(err, &d) {
			t.Errorf("cut to %d bytes: %v", n, err)
		}
	}
	long := head + "\x01\x7c\x00\x00\x00\x00\x00\x00\x00\x01k\x7c\x00\x00\x00\x00\x00\x00\x00\x02vw"
	if m, err := javaMap([]byte(long)); err != nil || m[0] != (preference{"k", "vw"}) {
		t.Errorf("long strings: %v, %v", m, err)
	}
	for name, data := range map[string]string{
		"another class":   strings.Replace(good, "HashMap", "HashSet", 1),
		"another value":   head + "\x01\x74\x00\x01k\x73\x00",
		"a huge string":   head + "\x01\x7c\x7f\xff\xff\xff\xff\xff\xff\xff",
		"an object field": strings.Replace(good, "I\x00\x09thr", "L\x00\x09thr", 1),
	} {
		if _, err := javaMap([]byte(data)); !errors.As(err, &d) {
			t.Errorf("%s: %v", name, err)
		}
	}
	var many *TooManyError
	if _, err := javaMap([]byte(head[:len(head)-3] + "\x7f\xff\xff\xff")); !errors.As(err, &many) {
		t.Errorf("two thousand million entries: %v", err)
	}
}

// TestLooksRandom: what is encrypted does, and what people have on their disks
// does not.
func TestLooksRandom(t *testing.T) {
	random := rand.New(rand.NewPCG(5, 6))
	noise := func(n int) []byte {
		b := make([]byte, n)
		for i := range b {
			b[i] = byte(random.Uint32())
		}
		return b
	}
	missed := 0
	for _, n := range []int{60, 200, 1000, 5000, 100_000} {
		for range 200 {
			if !looksRandom(noise(n)) {
				missed++
			}
		}
	}
	// Some chance begins like a known file; a few of a thousand may.
	if missed > 20 {
		t.Errorf("%d of 1000 files of chance do not look like it", missed)
	}
	for name, data := range map[string][]byte{
		"text": []byte(strings.Repeat("plain text ", 100)), "zeros": make([]byte, 1000), "latin 1": []byte(strings.Repeat("caf\xe9 ", 100)),
		"picture": append([]byte("\x89PNG\r\n\x1a\n"), bytes.Repeat([]byte{0, 1, 2, 255}, 200)...),
		"gzip":    append([]byte("\x1f\x8b\x08"), noise(1000)...), "movie": append([]byte("\x00\x00\x00\x18ftypmp42"), noise(1000)...),
		"openpgp": append([]byte("\xc3\x0d\x04\x09"), noise(1000)...), "program": append([]byte("MZ"), noise(1000)...),
		"half empty": append(noise(500), make([]byte, 500)...),
	} {
		if looksRandom(data) {
			t.Errorf("%s looks like chance", name)
		}
	}
}

func TestIsOpenPGP(t *testing.T) {
	for data, want := range map[string]bool{
		"\xc3\x0d\x04\x09": true, "\x8c\x0d\x04\x09": true, "\x85\x01\x0c\x03": true, "\xc1\x4c\x03\x00": true,
		"\xc3": false, "\x8c\x0d\x01": false, "hello": false, "\xff\xd8\xff\xe0": false, "": false,
	} {
		if got := isOpenPGP([]byte(data)); got != want {
			t.Errorf("isOpenPGP(%x) = %t", data, got)
		}
	}
}

// TestPaddingIsChecked: all of it.
func TestPaddingIsChecked(t *testing.T) {
	key, iv := make([]byte, 32), make([]byte, 16)
	for _, size := range []int{0, 15, 17, 31} {
		if _, ok := openCBC(key, iv, make([]byte, size)); ok {
			t.Errorf("%d bytes were opened", size)
		}
	}
	if _, ok := openCBC(key[:5], iv, make([]byte, 16)); ok {
		t.Error("a key of five bytes was used")
	}
	if _, ok := openCBC(key, iv[:5], make([]byte, 16)); ok {
		t.Error("an IV of five bytes was used")
	}
	if _, ok := openGCM(key, nil, make([]byte, 32), nil); ok {
		t.Error("no nonce was used")
	}
	if _, ok := openSalted([]byte("Salted__too short"), nil); ok {
		t.Error("a short text was opened")
	}
	if _, ok := openStream(key, iv, make([]byte, 64)); ok {
		t.Error("a short header was used")
	}
}

// TestZipAESParameters: of the extra field.
func TestZipAESParameters(t *testing.T) {
	good := []byte{1, 0, 2, 0, 9, 9, 0x01, 0x99, 7, 0, 2, 0, 'A', 'E', 3, 8, 0} // behind another field
	if strength, method, ok := aesExtra(good); !ok || strength != 3 || method != 8 {
		t.Errorf("aesExtra = %d, %d, %t", strength, method, ok)
	}
	for n := range len(good) {
		if _, _, ok := aesExtra(good[:n]); ok {
			t.Errorf("found in %d bytes", n)
		}
	}
	var d *DamagedError
	for name, extra := range map[string][]byte{"none": nil, "strength 4": {0x01, 0x99, 7, 0, 2, 0, 'A', 'E', 4, 8, 0}} {
		if _, _, err := openZipAES(context.Background(), extra, make([]byte, 100), nil); !errors.As(err, &d) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, _, err := openZipAES(context.Background(), good, make([]byte, 20), nil); !errors.As(err, &d) || !d.Truncated {
		t.Errorf("short: %v", err)
	}
}

// TestBitwardenStrings: 2.IV|DATA|MAC and nothing else.
func TestBitwardenStrings(t *testing.T) {
	var d *DamagedError
	var u *UnsupportedError
	for text, as := range map[string]any{
		"": &d, "2.AAAA|AAAA": &d, "2.?|?|?": &d, "0.AAAA|AAAA": &u, "4.AAAA": &u,
	} {
		if _, err := openBitwardenText(make([]byte, 32), text); !errors.As(err, as) {
			t.Errorf("%q: %v", text, err)
		}
	}
	if _, err := openBitwardenText(make([]byte, 32), "2.AAAA|AAAA|AAAA"); !errors.Is(err, ErrWrongPassword) {
		t.Errorf("wrong key: %v", err)
	}
}

// TestRNCryptorHeads: other versions are named before a key is derived.
func TestRNCryptorHeads(t *testing.T) {
	var d *DamagedError
	var u *UnsupportedError
	for name, tt := range map[string]struct {
		data []byte
		as   any
	}{
		"short":       {make([]byte, 50), &d},
		"version 2":   {append([]byte{2, 1}, make([]byte, 200)...), &u},
		"no password": {append([]byte{3, 0}, make([]byte, 200)...), &u},
	} {
		if _, err := openRNCryptor(context.Background(), tt.data, nil, quiet); !errors.As(err, tt.as) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestProgressRises: from 0 towards 1, over all blocks of a key.
func TestProgressRises(t *testing.T) {
	last, heard := -1.0, 0
	_, err := pbkdf2Key(context.Background(), sha1.New, nil, nil, 50_000, 32, func(f float64) {
		if f < last || f > 1 {
			t.Errorf("%f after %f", f, last)
		}
		last = f
		heard++
	})
	if err != nil || heard < 10 || last < 0.9 {
		t.Errorf("heard %d times, last %f, %v", heard, last, err)
	}
}

// Java writes characters of the second plane in two halves.
func TestModifiedUTF8(t *testing.T) {
	for in, want := range map[string]string{
		"plain, 楽天, é":                    "plain, 楽天, é",
		"\xed\xa1\x82\xed\xbe\xb7野家":      "𠮷野家",
		"\xed\xa0\xbd\xed\xb8\x80":        "😀",
		"a\xc0\x80b":                      "a\x00b",
		"\xed\xa1\x82":                    "\uFFFD", // half a character
		"\xed\xbe\xb7\xed\xa1\x82":        "\uFFFD", // the wrong way round
		"\xed\xa1\x82\xed\xbe":            "\uFFFD",
		"𠮷 of a program that means UTF-8": "𠮷 of a program that means UTF-8",
		"":                                "",
	} {
		if got := modifiedUTF8([]byte(in)); got != want {
			t.Errorf("%q is %q, want %q", in, got, want)
		}
	}
}
