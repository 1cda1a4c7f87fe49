package importer_test

import (
	"crypto/hkdf"
	"crypto/rand"
	"crypto/sha1"
	"crypto/sha256"
	"crypto/sha512"
	"encoding/asn1"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"strings"
	"testing"
	"time"

	"golang.org/x/crypto/argon2"
	"golang.org/x/crypto/scrypt"

	"twofold/crypto/sealed"
	"twofold/crypto/secret"
	"twofold/internal/importer"
	"twofold/internal/vault"
)

const password = "correct horse 電池"

// backupOf is our own backup file, under a password that costs nothing.
func backupOf(t testing.TB, vs []vector) []importer.File {
	t.Helper()
	by := vault.Author{Device: "backup", Now: func() time.Time { return time.Unix(1.7e9, 0) }, Rand: rand.Reader}
	plain, err := vault.Pack(by, accounts(t, vs))
	if err != nil {
		t.Fatal(err)
	}
	file, err := sealed.SealPassphrase(plain, secret.FromString(password), sealed.CostTest)
	if err != nil {
		t.Fatal(err)
	}
	return one("all.twofold", file)
}

// sealedSamples are the encrypted formats that are text inside.
func sealedSamples() []sample {
	all := []sample{
		{name: "aegis encrypted", app: importer.Aegis, supports: every, build: aegisSealed},
		{name: "twofold backup", app: importer.Twofold, supports: every, noBad: true, build: backupOf},
		{name: "2fas encrypted", app: importer.TwoFAS, supports: totpHOTPSteam, noNotes: true, noPins: true,
			build: func(t testing.TB, vs []vector) []importer.File {
				services, groups := twoFASServices(vs)
				salt, nonce := fill(256, 1), fill(12, 2)
				sealed := sealGCM(t, pbkdf2Of(t, sha256.New, password, salt, 10000), nonce, mustJSON(t, services), nil)
				return one("backup.2fas", mustJSON(t, obj{"schemaVersion": 4, "services": []obj{}, "groups": groups,
					"servicesEncrypted": b64(sealed) + ":" + b64(salt) + ":" + b64(nonce), "reference": "x"}))
			}},
		{name: "ente encrypted", app: importer.Ente, supports: totpHOTPSteam,
			build: func(t testing.TB, vs []vector) []importer.File {
				salt, header := fill(16, 1), fill(24, 2)
				key := argon2.IDKey([]byte(password), salt, 1, 64, 1, 32)
				return one("ente.json", mustJSON(t, obj{"version": 1,
					"kdfParams":       obj{"memLimit": 64 << 10, "opsLimit": 1, "salt": b64(salt)},
					"encryptedData":   b64(sealStream(t, key, header, enteText(t, vs), 3)),
					"encryptionNonce": b64(header)}))
			}},
		{name: "stratum strong", app: importer.Stratum, noNotes: true, noPins: true, supports: distinct,
			build: func(t testing.TB, vs []vector) []importer.File {
				salt, nonce := fill(16, 1), fill(12, 2)
				key := argon2.IDKey([]byte(password), salt, 3, 64<<10, 4, 32)
				data := append(append([]byte("AUTHENTICATORPRO"), salt...), nonce...)
				return one("backup.stratum", append(data, sealGCM(t, key, nonce, mustJSON(t, stratumJSON(vs)), nil)...))
			}},
		{name: "stratum legacy", app: importer.Stratum, noNotes: true, noPins: true, supports: distinct,
			build: func(t testing.TB, vs []vector) []importer.File {
				salt, iv := fill(20, 1), fill(16, 2)
				key := pbkdf2Of(t, sha1.New, password, salt, 64000)
				data := append(append([]byte("AuthenticatorPro"), salt...), iv...)
				return one("backup.authpro", append(data, sealCBC(t, key, iv, mustJSON(t, stratumJSON(vs)))...))
			}},
		{name: "proton encrypted", app: importer.Proton, supports: totpSteam, noGroups: true, noPins: true,
			build: func(t testing.TB, vs []vector) []importer.File {
				salt, nonce := fill(16, 1), fill(12, 2)
				key := argon2.IDKey([]byte(password), salt, 2, 19456, 1, 32)
				sealed := sealGCM(t, key, nonce, mustJSON(t, protonJSON(vs)), []byte("proton.authenticator.export.v1"))
				return one("proton.json", mustJSON(t, obj{"version": 1, "salt": b64(salt), "content": b64(append(nonce, sealed...))}))
			}},
		{name: "bitwarden pbkdf2", app: importer.Bitwarden, supports: totpHOTPSteam,
			build: func(t testing.TB, vs []vector) []importer.File {
				key := pbkdf2Of(t, sha256.New, password, []byte("salt text"), 1000)
				return bitwardenSealed(t, vs, key, obj{"kdfType": 0, "kdfIterations": 1000})
			}},
		{name: "bitwarden argon2", app: importer.Bitwarden, supports: totpHOTPSteam,
			build: func(t testing.TB, vs []vector) []importer.File {
				salt := sha256.Sum256([]byte("salt text"))
				key := argon2.IDKey([]byte(password), salt[:], 2, 1024, 2, 32)
				return bitwardenSealed(t, vs, key, obj{"kdfType": 1, "kdfIterations": 2, "kdfMemory": 1, "kdfParallelism": 2})
			}},
		{name: "andotp new", app: importer.AndOTP, noNotes: true, noPins: true, noPINs: true,
			supports: func(vs []vector) []vector { return of(vs, "totp", "hotp", "steam") },
			build: func(t testing.TB, vs []vector) []importer.File {
				salt, nonce := fill(12, 1), fill(12, 2)
				data := append(append(binary.BigEndian.AppendUint32(nil, 1000), salt...), nonce...)
				return one("otp.aes", append(data, sealGCM(t, pbkdf2Of(t, sha1.New, password, salt, 1000), nonce, mustJSON(t, andOTPJSON(vs)), nil)...))
			}},
		{name: "andotp old", app: importer.AndOTP, noNotes: true, noPins: true, noPINs: true,
			supports: func(vs []vector) []vector { return of(vs, "totp", "hotp", "steam") },
			build: func(t testing.TB, vs []vector) []importer.File {
				key, nonce := sha256.Sum256([]byte(password)), fill(12, 0x91)
				return one("otp.aes", append(nonce, sealGCM(t, key[:], nonce, mustJSON(t, andOTPJSON(vs)), nil)...))
			}},
		{name: "extension v3", app: importer.AuthenticatorExtension, supports: totpHOTPSteam, noGroups: true, noNotes: true, build: extension3},
		{name: "extension v2", app: importer.AuthenticatorExtension, supports: totpHOTPSteam, noGroups: true, noNotes: true,
			build: func(t testing.TB, vs []vector) []importer.File {
				wrapped := fill(60, 4)
				file := extensionSealed(t, vs, []byte(hex.EncodeToString(wrapped)))
				file["key"] = obj{"enc": sealSalted(t, []byte(password), wrapped), "hash": "x"}
				return one("authenticator.json", mustJSON(t, file))
			}},
		{name: "extension v1", app: importer.AuthenticatorExtension, supports: totpHOTPSteam, noGroups: true, noNotes: true,
			build: func(t testing.TB, vs []vector) []importer.File {
				return one("authenticator.json", mustJSON(t, extensionSealed(t, vs, []byte(password))))
			}},
		{name: "raivo zip", app: importer.Raivo, supports: totpHOTP, noGroups: true, noNotes: true,
			build: func(t testing.TB, vs []vector) []importer.File {
				return one("raivo.zip", sealedZip(t, password, 3, false, "raivo-otp-export.json", mustJSON(t, raivoJSON(vs))))
			}},
		{name: "winauth zipcrypto", app: importer.WinAuth, supports: totpHOTPSteam, noGroups: true, noNotes: true, noPins: true,
			build: func(t testing.TB, vs []vector) []importer.File {
				return one("winauth.zip", sealedZip(t, password, 0, true, "winauth-2023-01-01.txt", []byte(uriText(vs))))
			}},
		{name: "authenticator plus zip", app: importer.AuthenticatorPlus, supports: totpHOTPSteam, noGroups: true, noNotes: true, noPins: true,
			build: func(t testing.TB, vs []vector) []importer.File {
				return one("ap.zip", sealedZip(t, password, 1, true, "Accounts.txt", []byte(uriText(vs))))
			}},
		{name: "steam desktop encrypted", app: importer.Steam, supports: steams, noBad: true, build: steamSealed},
		{name: "authy encrypted", app: importer.Authy, supports: plain, noGroups: true, noNotes: true, noPins: true, noBad: true,
			build: func(t testing.TB, vs []vector) []importer.File {
				var list []obj
				for i, v := range vs {
					salt := fmt.Sprint("salt", i)
					key := pbkdf2Of(t, sha1.New, password, []byte(salt), 2000)
					list = append(list, obj{"account_type": "authenticator", "digits": v.digits, "issuer": v.issuer, "name": v.name,
						"encrypted_seed": b64(sealCBC(t, key, make([]byte, 16), []byte(v.secret))), "salt": salt, "key_derivation_iterations": 2000})
				}
				return one("tokens.json", mustJSON(t, obj{"authenticator_tokens": list}))
			}},
		{name: "totp authenticator", app: importer.TOTPAuthenticator, noGroups: true, noNotes: true, noPins: true,
			supports: func(vs []vector) []vector {
				var out []vector
				for _, v := range totps(vs) {
					if v.algorithm == "SHA1" {
						out = append(out, v)
					}
				}
				return out
			},
			build: func(t testing.TB, vs []vector) []importer.File {
				var list []obj
				for _, v := range vs {
					list = append(list, obj{"issuer": v.issuer, "name": v.name, "key": v.secret, "base": 32,
						"digits": fmt.Sprint(v.digits), "period": ""})
				}
				key := sha256.Sum256([]byte(password))
				return one("backup", []byte(b64(sealCBC(t, key[:], make([]byte, 16), mustJSON(t, obj{string(mustJSON(t, list)): ""})))))
			}},
		{name: "freeotp 2 sha1", app: importer.FreeOTP, supports: totpHOTP, noGroups: true, noNotes: true, noPins: true, noBad: true,
			build: func(t testing.TB, vs []vector) []importer.File { return freeOTP2(t, vs, "PBKDF2withHmacSHA1", true) }},
		{name: "freeotp 2 sha512", app: importer.FreeOTP, supports: totpHOTP, noGroups: true, noNotes: true, noPins: true, noBad: true,
			build: func(t testing.TB, vs []vector) []importer.File { return freeOTP2(t, vs, "PBKDF2withHmacSHA512", false) }},
	}
	for i := range all {
		all[i].password = password
	}
	return all
}

func aegisSealed(t testing.TB, vs []vector) []importer.File {
	salt, nonce, master := fill(32, 1), fill(12, 2), fill(32, 3)
	key, err := scrypt.Key([]byte(password), salt, 16, 8, 1, 32)
	must(t, key, err)
	split := func(b []byte) (text, tag string) {
		return hex.EncodeToString(b[:len(b)-16]), hex.EncodeToString(b[len(b)-16:])
	}
	wrapped, wrappedTag := split(sealGCM(t, key, nonce, master, nil))
	sealed := sealGCM(t, master, nonce, mustJSON(t, aegisDB(vs)), nil)
	_, tag := split(sealed)
	other := obj{"type": 2, "key": "00", "key_params": obj{"nonce": "00", "tag": "00"}}
	params := obj{"nonce": hex.EncodeToString(nonce), "tag": wrappedTag}
	slot := obj{"type": 1, "uuid": "x", "key": wrapped, "key_params": params, "n": 16, "r": 8, "p": 1,
		"salt": hex.EncodeToString(salt), "repaired": true}
	return one("aegis.json", mustJSON(t, obj{"version": 1,
		"header": obj{"slots": []obj{other, slot}, "params": obj{"nonce": hex.EncodeToString(nonce), "tag": tag}},
		"db":     b64(sealed[:len(sealed)-16])}))
}

func bitwardenSealed(t testing.TB, vs []vector, key []byte, kdf obj) []importer.File {
	items, folders := bitwardenItems(vs)
	seal := func(plain []byte) string {
		enc, err := hkdf.Expand(sha256.New, key, "enc", 32)
		must(t, enc, err)
		mac, err := hkdf.Expand(sha256.New, key, "mac", 32)
		must(t, mac, err)
		iv := fill(16, 6)
		sealed := sealCBC(t, enc, iv, plain)
		return "2." + b64(iv) + "|" + b64(sealed) + "|" + b64(hmacOf(sha256.New, mac, iv, sealed))
	}
	kdf["encrypted"], kdf["passwordProtected"], kdf["salt"] = true, true, "salt text"
	kdf["encKeyValidation_DO_NOT_EDIT"] = seal([]byte("some uuid"))
	kdf["data"] = seal(mustJSON(t, obj{"encrypted": false, "folders": folders, "items": items}))
	return one("bitwarden_encrypted.json", mustJSON(t, kdf))
}

func extension3(t testing.TB, vs []vector) []importer.File {
	const salt = "c2FsdHNhbHQ="
	raw := argon2.IDKey([]byte(password), []byte(salt), 2, 19456, 1, 32)
	phrase := base64.RawStdEncoding.EncodeToString(raw)
	file := obj{}
	for id, e := range extensionEntries(vs) {
		file[id] = obj{"dataType": "EncOTPStorage", "keyId": "k", "index": e["index"],
			"data": sealSalted(t, []byte(phrase), mustJSON(t, e))}
	}
	phcSalt := fill(16, 7)
	sum := argon2.IDKey([]byte(phrase), phcSalt, 1, 64, 1, 32)
	file["k"] = obj{"dataType": "Key", "id": "k", "salt": salt, "version": 3, "hash": "$argon2id$v=19$m=64,t=1,p=1$" +
		base64.RawStdEncoding.EncodeToString(phcSalt) + "$" + base64.RawStdEncoding.EncodeToString(sum)}
	return one("authenticator.json", mustJSON(t, file))
}

func extensionSealed(t testing.TB, vs []vector, phrase []byte) obj {
	file := obj{}
	for id, e := range extensionEntries(vs) {
		e["encrypted"] = true
		e["secret"] = sealSalted(t, phrase, []byte(e["secret"].(string)))
		delete(e, "dataType")
		file[id] = e
	}
	return file
}

func steamSealed(t testing.TB, vs []vector) []importer.File {
	var entries []obj
	var files []importer.File
	for i, v := range vs {
		salt, iv := fill(8, byte(i)), fill(16, byte(i))
		key := pbkdf2Of(t, sha1.New, password, salt, 50000)
		name := fmt.Sprint(i, ".maFile")
		entries = append(entries, obj{"filename": name, "steamid": i, "encryption_iv": b64(iv), "encryption_salt": b64(salt)})
		files = append(files, importer.File{Name: name, Data: []byte(b64(sealCBC(t, key, iv, mustJSON(t, steamJSON(v)))))})
	}
	return append(files, one("manifest.json", mustJSON(t, obj{"encrypted": true, "entries": entries}))...)
}

// freeOTP2 writes both forms of the parameters that Android has had.
func freeOTP2(t testing.TB, vs []vector, algorithm string, octets bool) []importer.File {
	salt := fill(32, 8)
	key := pbkdf2Of(t, sha1.New, password, salt, 1000)
	if strings.HasSuffix(algorithm, "512") {
		key = pbkdf2Of(t, sha512.New, password, salt, 1000)
	}
	seal := func(key, plain []byte, token string) obj {
		nonce := fill(12, 9)
		params, err := asn1.Marshal(struct {
			Nonce []byte
			Tag   int
		}{nonce, 16})
		if octets {
			params, err = asn1.Marshal(nonce)
		}
		must(t, params, err)
		return obj{"mCipher": "AES/GCM/NoPadding", "mCipherText": signed(sealGCM(t, key, nonce, plain, []byte(token))),
			"mParameters": signed(params), "mToken": token}
	}
	master := fill(32, 10)
	pairs := []string{"masterKey", string(mustJSON(t, obj{"mAlgorithm": algorithm, "mIterations": 1000,
		"mSalt": signed(salt), "mEncryptedKey": seal(key, master, "AES")}))}
	for i, token := range freeOTPTokens(vs) {
		delete(token, "secret")
		id := fmt.Sprint("id", i)
		sealed := mustJSON(t, seal(master, vs[i].bytes(), "HmacSHA1"))
		pairs = append(pairs, id+"-token", string(mustJSON(t, token)), id, string(mustJSON(t, obj{"key": string(sealed)})))
	}
	return one("externalBackup.xml", javaMap(pairs...))
}
