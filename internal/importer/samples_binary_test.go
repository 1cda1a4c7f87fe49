package importer_test

import (
	"bytes"
	"crypto/sha1"
	"crypto/sha256"
	"crypto/sha512"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"strings"
	"testing"

	"github.com/tobischo/gokeepasslib/v3"
	"github.com/tobischo/gokeepasslib/v3/wrappers"
	"golang.org/x/crypto/argon2"
	//lint:ignore SA1019 The databases to be read are written with it.
	"golang.org/x/crypto/twofish"

	"twofold/internal/importer"
)

// binarySamples are databases and archives.
func binarySamples() []sample {
	keePass := func(name string, build func(testing.TB, []vector) []importer.File) sample {
		return sample{name: name, app: importer.KeePass, password: password, noPins: true,
			supports: func(vs []vector) []vector { return withGroups(of(vs, "totp", "steam")) }, build: build}
	}
	return []sample{
		keePass("kdbx 3.1", func(t testing.TB, vs []vector) []importer.File {
			header := gokeepasslib.NewKDBX3Header()
			header.FileHeaders.TransformRounds = 100
			return kdbx(t, vs, gokeepasslib.WithDatabaseKDBXVersion3(), header)
		}),
		keePass("kdbx 4, AES-KDF", func(t testing.TB, vs []vector) []importer.File {
			header := gokeepasslib.NewKDBX4Header()
			header.FileHeaders.CipherID, header.FileHeaders.EncryptionIV = gokeepasslib.CipherAES, fill(16, 1)
			header.FileHeaders.KdfParameters.UUID = gokeepasslib.KdfAES4
			header.FileHeaders.KdfParameters.Rounds = 100
			return kdbx(t, vs, gokeepasslib.WithDatabaseKDBXVersion4(), header)
		}),
		keePass("kdbx 4, Argon2d, ChaCha20", func(t testing.TB, vs []vector) []importer.File {
			header := gokeepasslib.NewKDBX4Header()
			p := header.FileHeaders.KdfParameters
			p.Memory, p.Iterations, p.Parallelism = 64<<10, 2, 2
			return kdbx(t, vs, gokeepasslib.WithDatabaseKDBXVersion4(), header)
		}),
		keePass("kdbx 4, Argon2id, Twofish, not packed", func(t testing.TB, vs []vector) []importer.File {
			return one("twofish.kdbx", kdbxTwofish(t, []byte(keePassXML(vs))))
		}),
		{name: "keepass xml", app: importer.KeePass, noPins: true,
			supports: func(vs []vector) []vector { return withGroups(totpSteam(vs)) },
			build: func(_ testing.TB, vs []vector) []importer.File {
				return one("keepass.xml", []byte(keePassXML(vs)))
			}},
		{name: "otp auth backup 1.1", app: importer.OTPAuth, password: password, noNotes: true, noPins: true, noBad: true,
			supports: func(vs []vector) []vector { return withGroups(totpHOTP(vs)) },
			build: func(t testing.TB, vs []vector) []importer.File {
				inner := otpAuthBackup(vs)
				return otpAuthFile(t, "Authenticator", archived(pair{"Version", "1.1"}, pair{"WrappedData", sealRNCryptor(t, password, inner)}))
			}},
		{name: "otp auth backup 1.0", app: importer.OTPAuth, password: password, noNotes: true, noPins: true, noBad: true,
			supports: func(vs []vector) []vector { return withGroups(totpHOTP(vs)) },
			build: func(t testing.TB, vs []vector) []importer.File {
				return otpAuthFile(t, "Authenticator", otpAuthOld(t, "1.0", "WrappedData", otpAuthBackup(vs)))
			}},
		{name: "otp auth account 1.2", app: importer.OTPAuth, password: password, noGroups: true, noNotes: true, noPins: true, noBad: true,
			supports: func(vs []vector) []vector { return totps(vs)[:min(1, len(totps(vs)))] },
			build: func(t testing.TB, vs []vector) []importer.File {
				inner := archived(otpAuthFields(vs[0])...)
				return otpAuthFile(t, "OTPAuth", archived(pair{"Version", "1.2"}, pair{"Data", sealRNCryptor(t, password, inner)}))
			}},
		{name: "otp auth account 1.1", app: importer.OTPAuth, password: password, noGroups: true, noNotes: true, noPins: true, noBad: true,
			supports: func(vs []vector) []vector { return totps(vs)[:min(1, len(totps(vs)))] },
			build: func(t testing.TB, vs []vector) []importer.File {
				return otpAuthFile(t, "OTPAuth", otpAuthOld(t, "1.1", "Data", archived(otpAuthFields(vs[0])...)))
			}},
		{name: "battle.net", app: importer.BattleNet, noGroups: true, noNotes: true, noPins: true, noBad: true,
			supports: func(vs []vector) []vector {
				if len(vs) == 0 {
					return nil
				}
				return []vector{{issuer: "Battle.net", name: "EU-1234-5678-9012", kind: "totp", secret: "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ",
					algorithm: "SHA1", digits: 8, period: 30}}
			},
			build: func(_ testing.TB, vs []vector) []importer.File {
				const prefix = "com.blizzard.messenger.AUTHENTICATOR_"
				return one("prefs.xml", preferenceFile(
					[2]string{prefix + "DEVICE_SECRET", masked(hex.EncodeToString(vs[0].bytes()))},
					[2]string{prefix + "SERIAL", masked(vs[0].name)}))
			}},
	}
}

// withGroups gives every account one group, so that its order in the file is
// that of the list.
func withGroups(vs []vector) []vector {
	out := append([]vector(nil), vs...)
	for i := range out {
		if out[i].group == "" {
			out[i].group = "Other"
		}
	}
	return out
}

// keePassFields are the string fields of an entry, in the ways of different
// programs.
func keePassFields(v vector, i int) [][3]string {
	fields := [][3]string{{"Title", v.issuer, ""}, {"UserName", v.name, ""}, {"Password", "hidden before", "p"}, {"Notes", v.note, ""}}
	hash := "HMAC-SHA-" + strings.TrimPrefix(v.algorithm, "SHA")
	switch {
	case v.kind == "steam":
		return append(fields, [3]string{"TOTP Seed", v.secret, "p"}, [3]string{"TOTP Settings", "30;S", ""})
	case i%4 == 0:
		return append(fields, [3]string{"otp", v.uri(), "p"})
	case i%4 == 1:
		return append(fields, [3]string{"TimeOtp-Secret-Base32", v.secret, "p"}, [3]string{"TimeOtp-Algorithm", hash, ""},
			[3]string{"TimeOtp-Length", fmt.Sprint(v.digits), ""}, [3]string{"TimeOtp-Period", fmt.Sprint(v.period), ""})
	case i%4 == 2:
		return append(fields, [3]string{"otp", fmt.Sprintf("key=%s&size=%d&step=%d&otpHashMode=%s", v.secret, v.digits, v.period, v.algorithm), "p"})
	}
	return append(fields, [3]string{"TimeOtp-Secret-Base32", v.secret, "p"}, [3]string{"TimeOtp-Algorithm", hash, ""},
		[3]string{"TimeOtp-Length", fmt.Sprint(v.digits), ""}, [3]string{"TimeOtp-Period", fmt.Sprint(v.period), ""})
}

func kdbxEntry(v vector, i int) gokeepasslib.Entry {
	e := gokeepasslib.NewEntry()
	for _, f := range keePassFields(v, i) {
		value := gokeepasslib.ValueData{Key: f[0], Value: gokeepasslib.V{Content: f[1]}}
		if f[2] != "" {
			value.Value.Protected = wrappers.NewBoolWrapper(true)
		}
		e.Values = append(e.Values, value)
	}
	return e
}

// kdbx lets another program's library write the database: groups in groups,
// old versions of entries, a recycle bin.
func kdbx(t testing.TB, vs []vector, version gokeepasslib.DatabaseOption, header *gokeepasslib.DBHeader) []importer.File {
	t.Helper()
	entry := kdbxEntry
	root := gokeepasslib.NewGroup()
	root.Name = "Database"
	for i, v := range vs {
		e := entry(v, i)
		old := entry(v, i)
		old.Values = append(old.Values, gokeepasslib.ValueData{Key: "otp", Value: gokeepasslib.V{Content: "JBSWY3DP", Protected: wrappers.NewBoolWrapper(true)}})
		e.Histories = []gokeepasslib.History{{Entries: []gokeepasslib.Entry{old}}}
		g := gokeepasslib.NewGroup()
		g.Name = v.group
		g.Entries = append(g.Entries, e)
		root.Groups = append(root.Groups, g)
	}
	bin := gokeepasslib.NewGroup()
	bin.Name = "Recycle Bin"
	bin.Entries = append(bin.Entries, entry(vector{issuer: "deleted", kind: "totp", secret: "JBSWY3DPEHPK3PXP", algorithm: "SHA1", digits: 6, period: 30}, 0))
	root.Groups = append(root.Groups, bin)

	db := gokeepasslib.NewDatabase(version)
	db.Header, db.Hashes = header, gokeepasslib.NewHashes(header)
	db.Credentials = gokeepasslib.NewPasswordCredentials(password)
	db.Content.Meta.RecycleBinEnabled = wrappers.NewBoolWrapper(true)
	db.Content.Meta.RecycleBinUUID = bin.UUID
	db.Content.Root = &gokeepasslib.RootData{Groups: []gokeepasslib.Group{root}}
	if err := db.LockProtectedEntries(); err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := gokeepasslib.NewEncoder(&b).Encode(db); err != nil {
		t.Fatal(err)
	}
	return one("database.kdbx", b.Bytes())
}

// keePassXML is the document in the clear.
func keePassXML(vs []vector) string {
	var b strings.Builder
	b.WriteString(`<?xml version="1.0" encoding="utf-8"?><KeePassFile><Meta><DatabaseName>x</DatabaseName></Meta><Root><Group><UUID>AA==</UUID><Name>Database</Name>`)
	for i, v := range vs {
		fmt.Fprintf(&b, "<Group><UUID>%s</UUID><Name>%s</Name><Entry><UUID>x</UUID>", b64([]byte{byte(i), 1}), xmlEscape(v.group))
		for _, f := range keePassFields(v, i) {
			fmt.Fprintf(&b, `<String><Key>%s</Key><Value ProtectInMemory="True">%s</Value></String>`, f[0], xmlEscape(f[1]))
		}
		b.WriteString("</Entry></Group>")
	}
	b.WriteString("</Group></Root></KeePassFile>")
	return b.String()
}

// kdbxTwofish writes KDBX 4 by the specification, with what the library
// cannot: Argon2id and Twofish.
func kdbxTwofish(t testing.TB, document []byte) []byte {
	t.Helper()
	seed, iv, salt := fill(32, 1), fill(16, 2), fill(32, 3)
	u32 := func(v uint32) []byte { return binary.LittleEndian.AppendUint32(nil, v) }
	u64 := func(v uint64) []byte { return binary.LittleEndian.AppendUint64(nil, v) }
	variant := func(kind byte, name string, value []byte) []byte {
		b := append([]byte{kind}, u32(uint32(len(name)))...)
		b = append(append(b, name...), u32(uint32(len(value)))...)
		return append(b, value...)
	}
	id, _ := hex.DecodeString("9e298b1956db4773b23dfc3ec6f0a1e6")
	cipherID, _ := hex.DecodeString("ad68f29f576f4bb9a36ad47af965346c")
	kdf := []byte{0, 1}
	for _, v := range [][]byte{variant(0x42, "$UUID", id), variant(0x42, "S", salt), variant(4, "P", u32(1)),
		variant(5, "M", u64(64<<10)), variant(5, "I", u64(1)), variant(4, "V", u32(0x13)), {0}} {
		kdf = append(kdf, v...)
	}
	field := func(id byte, value []byte) []byte {
		return append(append([]byte{id}, u32(uint32(len(value)))...), value...)
	}
	header := []byte("\x03\xd9\xa2\x9a\x67\xfb\x4b\xb5\x01\x00\x04\x00")
	for _, f := range [][]byte{field(2, cipherID), field(3, u32(0)), field(4, seed), field(7, iv), field(11, kdf), field(0, []byte("\r\n\r\n"))} {
		header = append(header, f...)
	}
	inner := append(append(field(1, u32(3)), field(2, fill(64, 4))...), field(0, nil)...)
	once := sha256.Sum256([]byte(password))
	composite := sha256.Sum256(once[:])
	transformed := argon2.IDKey(composite[:], salt, 1, 64, 1, 32)
	master := sha256.Sum256(append(append([]byte(nil), seed...), transformed...))
	block, err := twofish.NewCipher(master[:])
	sealed := sealBlocks(must(t, block, err), iv, append(inner, document...))
	base := sha512.Sum512(append(append(append([]byte(nil), seed...), transformed...), 1))
	mac := func(i uint64, parts ...[]byte) []byte {
		key := sha512.Sum512(append(u64(i), base[:]...))
		return hmacOf(sha256.New, key[:], parts...)
	}
	sum := sha256.Sum256(header)
	out := append(append(header, sum[:]...), mac(^uint64(0), header)...)
	for i, chunk := range [][]byte{sealed[:16], sealed[16:], nil} {
		size := u32(uint32(len(chunk)))
		out = append(append(append(out, mac(uint64(i), u64(uint64(i)), size, chunk)...), size...), chunk...)
	}
	return out
}

func otpAuthFile(t testing.TB, phrase string, list []byte) []importer.File {
	t.Helper()
	key := sha256.Sum256([]byte(phrase))
	return one("backup.otpauthdb", sealCBC(t, key[:], make([]byte, 16), list))
}

// otpAuthOld is the scheme before RNCryptor.
func otpAuthOld(t testing.TB, version, field string, inner []byte) []byte {
	t.Helper()
	key := sha256.Sum256([]byte("some salt-" + password))
	iv := sha1.Sum([]byte("some iv"))
	return archived(pair{"Version", version}, pair{"Salt", "some salt"}, pair{"IV", "some iv"},
		pair{field, sealCBC(t, key[:], iv[:16], inner)})
}

func otpAuthFields(v vector) []pair {
	kinds := map[string]int{"hotp": 1, "totp": 2}
	algorithms := map[string]int{"SHA1": 1, "SHA256": 2, "SHA512": 3}
	digits := v.digits
	if digits == 6 {
		digits = 0 // the default
	}
	return []pair{{"issuer", v.issuer}, {"label", v.name}, {"secret", v.bytes()}, {"type", kinds[v.kind]},
		{"algorithm", algorithms[v.algorithm]}, {"digits", digits}, {"period", v.period}, {"counter", int(v.counter)}}
}

func otpAuthBackup(vs []vector) []byte {
	var folders []any
	for _, v := range vs {
		folders = append(folders, object{{"name", v.group}, {"accounts", []any{object(otpAuthFields(v))}}})
	}
	return archived(pair{"Folders", folders})
}

func masked(s string) string {
	mask, _ := hex.DecodeString("398e27fc50276a656065b0e525f4c06c04c61075286b8e7aeda59da9813b5dd6c80d2fb38068773fa59ba47c17ca6c6479015c1d5b8b8f6b9a")
	out := []byte(s)
	for i := range out {
		out[i] ^= mask[i]
	}
	return hex.EncodeToString(out)
}
