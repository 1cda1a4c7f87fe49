package importer_test

import (
	"archive/zip"
	"bytes"
	"encoding/csv"
	"fmt"
	"html"
	"image/png"
	"strings"
	"testing"
	"unicode/utf16"

	"twofold/internal/importer"
	"twofold/internal/otpauth"
	"twofold/internal/qr"
)

func zipped(t testing.TB, namesAndData ...any) []byte {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for i := 0; i < len(namesAndData); i += 2 {
		f, err := w.Create(namesAndData[i].(string))
		if err != nil {
			t.Fatal(err)
		}
		if _, err := f.Write(namesAndData[i+1].([]byte)); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func uriText(vs []vector) string {
	var b strings.Builder
	b.WriteString("# a comment\r\n\r\n")
	for _, v := range vs {
		b.WriteString(v.uri() + "\r\n")
	}
	return b.String()
}

// table writes a CSV file as spreadsheets do.
func table(t testing.TB, rows ...[]string) []byte {
	t.Helper()
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	w.UseCRLF = true
	if err := w.WriteAll(rows); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// csvSample makes a table by a header and a row for each account.
func csvSample(header string, row func(vector) []string) func(testing.TB, []vector) []importer.File {
	return func(t testing.TB, vs []vector) []importer.File {
		rows := [][]string{strings.Split(header, ",")}
		for _, v := range vs {
			rows = append(rows, row(v))
		}
		return one("export.csv", table(t, rows...))
	}
}

// textSamples are lists, pages, pictures and tables.
func textSamples() []sample {
	list := func(name string, app importer.App, build func(t testing.TB, vs []vector) []importer.File) sample {
		return sample{name: name, app: app, supports: totpHOTPSteam, noGroups: true, noNotes: true, noPins: true, build: build}
	}
	table := func(name string, app importer.App, build func(testing.TB, []vector) []importer.File) sample {
		return sample{name: name, app: app, supports: totpHOTP, noPins: true, build: build}
	}
	all := []sample{
		list("uri list", importer.TextList, func(_ testing.TB, vs []vector) []importer.File {
			return one("list.txt", []byte("\ufeff"+uriText(vs)))
		}),
		list("uri list in UTF-16", importer.TextList, func(_ testing.TB, vs []vector) []importer.File {
			data := []byte{0xff, 0xfe}
			for _, u := range utf16.Encode([]rune(uriText(vs))) {
				data = append(data, byte(u), byte(u>>8))
			}
			return one("list.txt", data)
		}),
		list("uris in prose", importer.TextList, func(_ testing.TB, vs []vector) []importer.File {
			text := ""
			for _, v := range vs {
				text += "- " + `"` + v.uri() + `"` + "\n"
			}
			return one("notes.md", []byte(text))
		}),
		list("html", importer.HTML, func(_ testing.TB, vs []vector) []importer.File {
			page := "<!doctype html><html><body><table>"
			for i, v := range vs {
				u := v.uri()
				if i%2 == 0 {
					u = html.EscapeString(u)
				}
				page += "<tr><td>x</td><td><code>" + u + "</code></td></tr>"
			}
			return one("export.html", []byte(page+"</table></body></html>"))
		}),
		{name: "html with pictures", app: importer.HTML, supports: totpHOTP, noGroups: true, noNotes: true, noPins: true,
			build: func(t testing.TB, vs []vector) []importer.File {
				page := "<html><body>"
				for _, v := range vs {
					page += `<img src="data:image/png;base64,` + b64(qrPNG(t, v.uri())) + `">`
				}
				return one("export.html", []byte(page+"</body></html>"))
			}},
		list("picture", importer.Picture, func(t testing.TB, vs []vector) []importer.File {
			var files []importer.File
			for i, v := range vs {
				files = append(files, importer.File{Name: fmt.Sprint(i, ".png"), Data: qrPNG(t, v.uri())})
			}
			return files
		}),
		{name: "google pages", app: importer.Google, noGroups: true, noNotes: true, noPins: true, noBad: true,
			supports: func(vs []vector) []vector {
				var out []vector
				for _, v := range totpHOTP(vs) {
					if v.period == 30 || v.kind == "hotp" {
						out = append(out, v)
					}
				}
				return out
			},
			build: func(t testing.TB, vs []vector) []importer.File {
				uris := migration(t, vs)
				files := one("pages.txt", []byte(strings.Join(uris, "\n")))
				return append(files, importer.File{Name: "again.txt", Data: []byte(uris[0])}) // counts once
			}},
		{name: "ente", app: importer.Ente, supports: totpHOTPSteam,
			build: func(t testing.TB, vs []vector) []importer.File { return one("ente.txt", enteText(t, vs)) }},
		{name: "winauth zip", app: importer.WinAuth, supports: totpHOTPSteam, noGroups: true, noNotes: true, noPins: true,
			build: func(t testing.TB, vs []vector) []importer.File {
				return one("winauth.zip", zipped(t, "winauth-2023-01-01.txt", []byte(uriText(vs))))
			}},
		table("bitwarden csv", importer.Bitwarden, csvSample("folder,favorite,type,name,notes,fields,reprompt,login_uri,login_username,login_password,login_totp",
			func(v vector) []string {
				return []string{v.group, "", "login", v.issuer, v.note, "", "0", "", v.name, "pass,\"word", v.uri()}
			})),
		table("apple csv", importer.ApplePasswords, csvSample("Title,URL,Username,Password,Notes,OTPAuth",
			func(v vector) []string {
				return []string{v.issuer, "https://x", v.name, "p", v.note, v.uri()}
			})),
		table("1password csv", importer.OnePassword, csvSample("Title,Url,Username,Password,OTPAuth,Favorite,Archived,Tags,Notes",
			func(v vector) []string {
				return []string{v.issuer, "", v.name, "p", v.uri(), fmt.Sprint(v.pinned), "false", "", v.note}
			})),
		table("keepassxc csv", importer.KeePassXC, csvSample("Group,Title,Username,Password,URL,Notes,TOTP,Icon,Last Modified,Created",
			func(v vector) []string {
				return []string{"Root/" + v.group, v.issuer, v.name, "p", "", v.note, v.uri(), "0", "", ""}
			})),
		table("lastpass csv", importer.LastPass, csvSample("url,username,password,totp,extra,name,grouping,fav",
			func(v vector) []string {
				return []string{"https://x", v.name, "p", v.uri(), v.note, v.issuer, v.group, "0"}
			})),
		table("proton pass csv", importer.ProtonPass, csvSample("type,name,url,email,username,password,note,totp,createTime,modifyTime,vault",
			func(v vector) []string {
				return []string{"login", v.issuer, "", "", v.name, "p", v.note, v.uri(), "1", "1", v.group}
			})),
		table("dashlane csv", importer.Dashlane, csvSample("username,username2,username3,title,password,note,url,category,otpSecret",
			func(v vector) []string {
				return []string{v.name, "", "", v.issuer, "p", v.note, "", v.group, v.uri()}
			})),
		table("some csv", importer.Table, csvSample("Issuer,Account,OTP",
			func(v vector) []string { return []string{v.issuer, v.name, v.uri()} })),
		{name: "roboform csv", app: importer.RoboForm, supports: plain, noPins: true,
			build: csvSample("Url,Name,MatchUrl,Login,Pwd,Note,Folder,RfFieldsV2", func(v vector) []string {
				return []string{"", v.issuer, "", v.name, "p", v.note, v.group, "TOTP KEY$,,,txt," + v.secret}
			})},
	}
	for i := range all {
		switch all[i].name {
		case "apple csv", "1password csv", "some csv":
			all[i].noGroups = true
		}
		if all[i].name == "some csv" {
			all[i].noNotes = true
		}
	}
	return all
}

func enteText(t testing.TB, vs []vector) []byte {
	var b strings.Builder
	for _, v := range vs {
		tags := []string{}
		if v.group != "" {
			tags = append(tags, v.group)
		}
		display := mustJSON(t, obj{"pinned": v.pinned, "trashed": false, "lastUsedAt": 0, "tapCount": 0, "tags": tags, "note": v.note})
		b.WriteString(v.uri() + "&codeDisplay=" + esc(string(display)) + "\n")
	}
	return []byte(b.String())
}

func qrPNG(t testing.TB, text string) []byte {
	t.Helper()
	img, err := qr.Draw(text, qr.Options{Module: 4})
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// migration is the pages of an export of Google Authenticator.
func migration(t testing.TB, vs []vector) []string {
	t.Helper()
	uris, left := otpauth.FormatMigration(accounts(t, vs))
	if len(left) > 0 {
		t.Fatalf("%d accounts do not fit", len(left))
	}
	return uris
}
