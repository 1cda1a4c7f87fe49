package importer_test

import (
	"encoding/base32"
	"encoding/hex"
	"fmt"
	"strings"
	"testing"

	"twofold/internal/importer"
)

func base32Text(b []byte) string { return base32.StdEncoding.EncodeToString(b) }

// jsonSamples are the JSON formats in the clear.
func jsonSamples() []sample {
	return []sample{
		{name: "aegis", app: importer.Aegis, supports: every,
			build: func(t testing.TB, vs []vector) []importer.File {
				return one("aegis.json", mustJSON(t, obj{"version": 1, "header": obj{"slots": nil, "params": nil}, "db": aegisDB(vs)}))
			}},
		{name: "2fas", app: importer.TwoFAS, supports: totpHOTPSteam, noNotes: true, noPins: true,
			build: func(t testing.TB, vs []vector) []importer.File {
				services, groups := twoFASServices(vs)
				return one("backup.2fas", mustJSON(t, obj{"schemaVersion": 4, "services": services, "groups": groups, "appOrigin": "ios"}))
			}},
		{name: "stratum", app: importer.Stratum, noNotes: true, noPins: true,
			supports: func(vs []vector) []vector { return distinct(vs) },
			build: func(t testing.TB, vs []vector) []importer.File {
				return one("backup.stratum", mustJSON(t, stratumJSON(vs)))
			}},
		{name: "andotp", app: importer.AndOTP, noNotes: true, noPins: true, noPINs: true,
			supports: func(vs []vector) []vector { return of(vs, "totp", "hotp", "steam", "motp") },
			build: func(t testing.TB, vs []vector) []importer.File {
				return one("otp_accounts.json", mustJSON(t, andOTPJSON(vs)))
			}},
		{name: "lastpass", app: importer.LastPassAuthenticator, supports: totps, noNotes: true, build: lastPassSample},
		{name: "duo", app: importer.Duo, noIssuer: true, noGroups: true, noNotes: true, noPins: true,
			supports: func(vs []vector) []vector { return append(plain(vs), of(vs, "hotp")...) },
			build: func(t testing.TB, vs []vector) []importer.File {
				list := []obj{{"accountType": "DuoAccount", "name": "push only", "pkey": "x"}}
				for _, v := range vs {
					otp := obj{"otpSecret": v.secret}
					if v.kind == "hotp" {
						otp["counter"] = v.counter
					}
					list = append(list, obj{"accountType": "OtpAccount", "name": v.name, "otpGenerator": otp})
				}
				return one("accounts.json", mustJSON(t, list))
			}},
		{name: "2fauth", app: importer.TwoFAuth, supports: totpHOTPSteam, noGroups: true, noNotes: true, noPins: true,
			build: func(t testing.TB, vs []vector) []importer.File {
				var data []obj
				for _, v := range vs {
					kind := strings.Replace(v.kind, "steam", "steamtotp", 1)
					data = append(data, obj{"otp_type": kind, "service": v.issuer, "account": v.name, "secret": v.secret,
						"digits": v.digits, "algorithm": strings.ToLower(v.algorithm), "period": v.period, "counter": v.counter})
				}
				return one("2fauth.json", mustJSON(t, obj{"app": "2fauth_v5.0.0", "schema": 1, "data": data}))
			}},
		{name: "extension", app: importer.AuthenticatorExtension, supports: totpHOTPSteam, noGroups: true, noNotes: true,
			build: func(t testing.TB, vs []vector) []importer.File {
				return one("authenticator.json", mustJSON(t, extensionEntries(vs)))
			}},
		{name: "freeotp+", app: importer.FreeOTPPlus, supports: totpHOTP, noGroups: true, noNotes: true, noPins: true, noBad: true,
			build: func(t testing.TB, vs []vector) []importer.File {
				return one("freeotp-backup.json", mustJSON(t, obj{"tokenOrder": []string{}, "tokens": freeOTPTokens(vs)}))
			}},
		{name: "freeotp", app: importer.FreeOTP, supports: totpHOTP, noGroups: true, noNotes: true, noPins: true, noBad: true,
			build: func(t testing.TB, vs []vector) []importer.File {
				var values [][2]string
				for i, token := range freeOTPTokens(vs) {
					values = append(values, [2]string{fmt.Sprint(vs[i].issuer, ":", vs[i].name), string(mustJSON(t, token))})
				}
				return one("tokens.xml", preferenceFile(append(values, [2]string{"tokenOrder", "[]"})...))
			}},
		{name: "proton", app: importer.Proton, supports: totpSteam, noGroups: true, noPins: true,
			build: func(t testing.TB, vs []vector) []importer.File {
				return one("proton.json", mustJSON(t, protonJSON(vs)))
			}},
		{name: "bitwarden", app: importer.Bitwarden, supports: totpHOTPSteam,
			build: func(t testing.TB, vs []vector) []importer.File {
				items, folders := bitwardenItems(vs)
				return one("bitwarden.json", mustJSON(t, obj{"encrypted": false, "folders": folders, "items": items}))
			}},
		{name: "bitwarden authenticator", app: importer.BitwardenAuthenticator, supports: totpHOTPSteam, noGroups: true,
			build: func(t testing.TB, vs []vector) []importer.File {
				items, _ := bitwardenItems(vs)
				return one("authenticator_export.json", mustJSON(t, obj{"encrypted": false, "items": items}))
			}},
		{name: "1password", app: importer.OnePassword, supports: totpHOTP, build: onePasswordSample},
		{name: "proton pass", app: importer.ProtonPass, supports: totpHOTP, build: protonPassSample},
		{name: "raivo", app: importer.Raivo, supports: totpHOTP, noGroups: true, noNotes: true,
			build: func(t testing.TB, vs []vector) []importer.File {
				return one("raivo-otp-export.json", mustJSON(t, raivoJSON(vs)))
			}},
		{name: "keeper", app: importer.Keeper, supports: totpHOTP, noPins: true,
			build: func(t testing.TB, vs []vector) []importer.File {
				var records []obj
				for _, v := range vs {
					r := obj{"title": v.issuer, "login": v.name, "password": "x", "notes": v.note,
						"custom_fields": obj{"$oneTimeCode::1": v.uri()}}
					if v.group != "" {
						r["folders"] = []obj{{"folder": v.group}}
					}
					records = append(records, r)
				}
				return one("keeper.json", mustJSON(t, obj{"shared_folders": []obj{}, "records": records}))
			}},
		{name: "enpass", app: importer.Enpass, supports: plain,
			build: func(t testing.TB, vs []vector) []importer.File {
				var items, folders []obj
				for i, v := range vs {
					id := fmt.Sprint("f", i)
					folders = append(folders, obj{"uuid": id, "title": v.group})
					items = append(items, obj{"title": v.issuer, "template_type": "login.default", "note": v.note,
						"favorite": truth(v.pinned), "trashed": 0, "archived": 0, "folders": []string{id},
						"fields": []obj{{"type": "username", "value": v.name}, {"type": "totp", "value": spaced(v.secret)}}})
				}
				return one("enpass.json", mustJSON(t, obj{"folders": folders, "items": items}))
			}},
		{name: "authy capture", app: importer.Authy, supports: plain, noGroups: true, noNotes: true, noPins: true,
			build: func(t testing.TB, vs []vector) []importer.File {
				var list []obj
				for _, v := range vs {
					list = append(list, obj{"account_type": "authenticator", "digits": v.digits, "decrypted_seed": v.secret,
						"issuer": v.issuer, "original_name": v.issuer + ":" + v.name, "name": v.issuer + ": mine"})
				}
				return one("tokens.json", mustJSON(t, obj{"decrypted_authenticator_tokens": list}))
			}},
		{name: "authy preferences", app: importer.Authy, supports: plain, noGroups: true, noNotes: true, noPins: true,
			build: func(t testing.TB, vs []vector) []importer.File {
				var list []obj
				for _, v := range vs {
					list = append(list, obj{"accountType": "authenticator", "digits": v.digits, "decryptedSecret": v.secret,
						"originalIssuer": v.issuer, "originalName": v.issuer + ":" + v.name})
				}
				return one("com.authy.xml", preferenceFile([2]string{"com.authy.storage.tokens.authenticator.key", string(mustJSON(t, list))}))
			}},
		{name: "steam phone", app: importer.Steam, supports: steams, noBad: true,
			build: func(t testing.TB, vs []vector) []importer.File {
				accounts := obj{}
				for i, v := range vs {
					accounts[fmt.Sprint("a", i)] = steamJSON(v)
				}
				return one("Steamguard-1", mustJSON(t, obj{"accounts": accounts}))
			}},
		{name: "steam desktop", app: importer.Steam, supports: steams, noBad: true,
			build: func(t testing.TB, vs []vector) []importer.File {
				files := one("manifest.json", mustJSON(t, obj{"encrypted": false, "entries": []obj{
					{"filename": "0.maFile", "steamid": 1, "encryption_iv": nil}}}))
				for i, v := range vs {
					files = append(files, importer.File{Name: fmt.Sprint(i, ".maFile"), Data: mustJSON(t, steamJSON(v))})
				}
				return files
			}},
		{name: "unknown json", app: importer.JSON, supports: totpHOTPSteam, noGroups: true, noNotes: true, noPins: true,
			build: func(t testing.TB, vs []vector) []importer.File {
				var list []obj
				for _, v := range vs {
					list = append(list, obj{"what": obj{"ever": []string{v.uri()}}, "b": "no"})
				}
				return one("any.json", mustJSON(t, obj{"list": list}))
			}},
	}
}

func lastPassSample(t testing.TB, vs []vector) []importer.File {
	var accounts, folders []obj
	for i, v := range vs {
		a := obj{"issuerName": v.issuer, "userName": v.name, "originalIssuerName": "old", "secret": v.secret,
			"timeStep": v.period, "digits": v.digits, "algorithm": v.algorithm, "isFavorite": v.pinned,
			"folderData": obj{"folderId": 0, "position": i}}
		if v.group != "" {
			a["folderData"] = obj{"folderId": 10 + i, "position": 0}
			folders = append(folders, obj{"id": 10 + i, "name": v.group})
		}
		accounts = append(accounts, a)
	}
	return one("lastpass.json", mustJSON(t, obj{"version": 3, "deviceName": "x", "accounts": accounts, "folders": folders}))
}

func protonJSON(vs []vector) obj {
	var entries []obj
	for _, v := range vs {
		content := obj{"uri": v.uri(), "entry_type": "Totp", "name": v.name}
		if v.kind == "steam" {
			content = obj{"uri": "steam://" + v.secret, "entry_type": "Steam", "name": v.name}
		}
		entries = append(entries, obj{"id": v.name, "content": content, "note": v.note})
	}
	return obj{"version": 1, "entries": entries}
}

func onePasswordJSON(vs []vector) obj {
	var items []obj
	for _, v := range vs {
		favourite := 0
		if v.pinned {
			favourite = 1
		}
		items = append(items, obj{"favIndex": favourite, "state": "active",
			"overview": obj{"title": v.issuer, "tags": []string{}},
			"details": obj{"notesPlain": v.note, "loginFields": []obj{{"designation": "username", "value": v.name}},
				"sections": []obj{{"fields": []obj{{"value": obj{"totp": v.uri()}}, {"value": obj{"phone": "1"}}}}}}})
	}
	vault := func(name string, items []obj) obj { return obj{"attrs": obj{"name": name}, "items": items} }
	vaults := []obj{}
	for i, v := range vs {
		vaults = append(vaults, vault(v.group, items[i:i+1]))
	}
	return obj{"accounts": []obj{{"attrs": obj{}, "vaults": vaults}}}
}

func onePasswordSample(t testing.TB, vs []vector) []importer.File {
	return one("x.1pux", zipped(t, "export.attributes", []byte("{}"), "export.data", mustJSON(t, onePasswordJSON(vs)), "files/x.png", []byte("no picture")))
}

func protonPassSample(t testing.TB, vs []vector) []importer.File {
	vaults := "{"
	for i, v := range vs {
		item := obj{"state": 1, "pinned": v.pinned, "data": obj{"metadata": obj{"name": v.issuer, "note": v.note}, "type": "login",
			"content": obj{"totpUri": v.uri(), "itemUsername": v.name}, "extraFields": []obj{}}}
		if i == 0 {
			item["data"].(obj)["content"] = obj{"totpUri": "", "itemEmail": v.name}
			item["data"].(obj)["extraFields"] = []obj{{"type": "totp", "data": obj{"totpUri": v.secret}}}
		}
		if i > 0 {
			vaults += ","
		}
		vaults += fmt.Sprintf(`"v%d":`, i) + string(mustJSON(t, obj{"name": v.group, "items": []obj{item}}))
	}
	data := []byte(`{"userId":"u","version":"1.2","encrypted":false,"vaults":` + vaults + "}}")
	return one("PassExport.zip", zipped(t, "Proton Pass/data.json", data))
}

func raivoJSON(vs []vector) []obj {
	var list []obj
	for _, v := range vs {
		list = append(list, obj{"issuer": v.issuer, "account": v.name, "secret": v.secret, "algorithm": v.algorithm,
			"digits": fmt.Sprint(v.digits), "kind": strings.ToUpper(v.kind), "timer": fmt.Sprint(v.period),
			"counter": fmt.Sprint(v.counter), "pinned": fmt.Sprint(v.pinned)})
	}
	return list
}

func steamJSON(v vector) obj {
	return obj{"shared_secret": b64(v.bytes()), "account_name": v.name, "identity_secret": hex.EncodeToString(v.bytes())}
}

func truth(b bool) int {
	if b {
		return 1
	}
	return 0
}

// spaced is a secret as services print it.
func spaced(s string) string {
	var out []string
	for i := 0; i < len(s); i += 4 {
		out = append(out, strings.ToLower(s[i:min(i+4, len(s))]))
	}
	return strings.Join(out, " ")
}
