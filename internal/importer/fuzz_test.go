package importer

import (
	"context"
	"strings"
	"testing"

	"twofold/internal/account"
	"twofold/internal/code"
)

// The fuzz targets take the layer behind each lock as well: what a password
// opens is as foreign as the file was.

// proper checks what no input may bring about.
func proper(t *testing.T, r Result, size int) {
	t.Helper()
	for _, e := range r.Entries {
		if err := code.Check(e.Key); err != nil {
			t.Fatalf("an unusable key came through: %v", err)
		}
		if c := e.Clean(); c.Issuer != e.Issuer || c.Name != e.Name || c.Note != e.Note {
			t.Fatalf("a text came through that is not clean: %q %q", e.Issuer, e.Name)
		}
		if len(e.Icon.PNG) > account.MaxIcon {
			t.Fatalf("an icon of %d bytes", len(e.Icon.PNG))
		}
	}
	if n := len(r.Entries) + len(r.Rejected); n > size+1 {
		t.Fatalf("%d entries out of %d bytes", n, size)
	}
}

// readQuick opens and reads what needs no password.
func readQuick(t *testing.T, data []byte) {
	t.Helper()
	src, err := Open(context.Background(), []File{{Name: "fuzz", Data: data}})
	if err != nil {
		return
	}
	r, _ := src.Read()
	proper(t, r, len(data))
}

func readDocument(t *testing.T, doc document, size int) {
	t.Helper()
	out := newCollector()
	_ = read(doc, out)
	proper(t, out.finish(), size)
}

func FuzzJSON(f *testing.F) {
	for _, seed := range []string{
		`{"version":1,"header":{"slots":null},"db":{"version":3,"entries":[{"type":"totp","name":"a","issuer":"b","icon":"AAAA","info":{"secret":"JBSWY3DP","digits":6,"period":30}}],"groups":[{"uuid":"x","name":"y"}]}}`,
		`{"schemaVersion":4,"services":[{"name":"a","secret":"JBSWY3DP","otp":{"tokenType":"HOTP","counter":1,"link":"otpauth://totp/a%3Ab?x"},"groupId":"X"}],"groups":[{"id":"x","name":"y"}]}`,
		`{"Authenticators":[{"Type":3,"Issuer":"a","Secret":"00ff","Pin":"1","Icon":"@x"}],"CustomIcons":[{"Id":"x","Data":"AAAA"}]}`,
		`[{"secret":"JBSWY3DP","label":"a - b","type":"MOTP","tags":["x"]}]`,
		`{"accounts":[{"issuerName":"a","secret":"JBSWY3DP","folderData":{"folderId":2}}],"folders":[{"id":2,"name":"x"}],"deviceName":"y"}`,
		`{"version":1,"entries":[{"content":{"uri":"steam://JBSWY3DP","entry_type":"Steam","name":"a"},"note":"n"}]}`,
		`{"encrypted":false,"folders":[{"id":"1","name":"x"}],"items":[{"name":"a","folderId":"1","login":{"totp":"JBSWY3DP","username":"b"}}]}`,
		`{"items":[{"title":"a","template_type":"x","fields":[{"type":"totp","value":"JBSWY3DP"}]}],"folders":[]}`,
		`{"app":"2fauth_v5","schema":1,"data":[{"otp_type":"steamtotp","service":"a","secret":"JBSWY3DP"}]}`,
		`{"x":{"dataType":"OTPStorage","index":1,"type":"hex","secret":"00","issuer":"a::b"},"y":{"dataType":"EncOTPStorage","data":"AAAA","keyId":"k"},"k":{"dataType":"Key","salt":"s"}}`,
		`{"accounts":[{"vaults":[{"attrs":{"name":"v"},"items":[{"overview":{"title":"t"},"details":{"sections":[{"fields":[{"value":{"totp":"JBSWY3DP"}}]}]}}]}]}]}`,
		`{"userId":"u","vaults":{"x":{"name":"v","items":[{"state":1,"data":{"content":{"totpUri":"JBSWY3DP"},"extraFields":[]}}]}}}`,
		`[{"kind":"HOTP","timer":"0","secret":"JBSWY3DP","counter":"3"}]`,
		`[{"otpGenerator":{"otpSecret":"JBSWY3DP","counter":3},"name":"x"}]`,
		`{"tokens":[{"type":"HOTP","algo":"SHA1","secret":[-1,2,3]}],"tokenOrder":[]}`,
		`{"accounts":{"1":{"shared_secret":"AAAA","account_name":"x"}}}`,
		`{"authenticator_tokens":[{"encrypted_seed":"AAAA","salt":"x"}],"apps":[{"secret_seed":"00ff","name":"x"}]}`,
		`{"records":[{"title":"a","custom_fields":{"$oneTimeCode::1":"otpauth://totp/a?secret=JBSWY3DP"}}]}`,
		`{"encrypted":true,"passwordProtected":true,"salt":"x","kdfType":0,"kdfIterations":1,"data":"2.AAAA|AAAA|AAAA"}`,
		`{"any":["otpauth://totp/a?secret=JBSWY3DP"]}`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) { readQuick(t, data) })
}

func FuzzText(f *testing.F) {
	f.Add([]byte("# x\notpauth://totp/a:b?secret=JBSWY3DP&codeDisplay=%7B%22tags%22%3A%5B%22x%22%5D%7D\nsteam://JBSWY3DP\nmotp://a:b?secret=00ff"))
	f.Add([]byte("otpauth-migration://offline?data=CjUKEPqlBekzoNEukL7qlsjBCDYSDnBpQHJhc3BiZXJyeXBpGgtyYXNwYmVycnlwaSABKAEwAhABGAEgAA"))
	f.Add([]byte("<html><code>otpauth://totp/a?secret=JBSWY3DP&amp;issuer=x</code><img src='data:image/png;base64,AAAA'>"))
	f.Add([]byte("folder,type,name,login_username,login_totp\nx,1,\"a\"\"b\",c,JBSWY3DP\n"))
	f.Add([]byte("Url;Name;Login;RfFieldsV2\n;a;b;\"TOTP KEY$,,,txt,JBSWY3DP\"\n"))
	f.Add([]byte(`{"twofold":1,"min_reader":1,"kind":"backup"}` + "\n" + `{"k":"acct","id":"a","t":"01j0rgrog4i1-aaaaaaaaaa","issuer":"A","png":"AAAA","use":{"a":[1,2]},"otp":"v","vers":{"v":{"t":"01j0rgrog4i1-aaaaaaaaaa","uri":"otpauth://totp/A?secret=JBSWY3DP"}}}`))
	f.Add([]byte("sep=;\ntitle;totp;tags\na;JBSWY3DP;x,y\n"))
	f.Add([]byte("\xff\xfeo\x00t\x00p\x00"))
	f.Fuzz(func(t *testing.T, data []byte) {
		if len(data) > 1<<16 {
			return
		}
		readQuick(t, data)
		readDocument(t, newTextList(string(data)), len(data))
	})
}

func FuzzXML(f *testing.F) {
	f.Add([]byte(`<?xml version='1.0'?><map><string name="com.authy.storage.tokens.authenticator.key">[{&quot;decryptedSecret&quot;:&quot;JBSWY3DP&quot;}]</string></map>`))
	f.Add([]byte(`<map><string name="a:b">{"algo":"SHA1","secret":[1,2],"type":"TOTP"}</string><string name="tokenOrder">[]</string></map>`))
	f.Add([]byte(`<map><string name="com.blizzard.messenger.AUTHENTICATOR_DEVICE_SECRET">09ec17</string></map>`))
	f.Add([]byte(`<map><string name="STATIC_TOTP_CODES_LIST">[{"key":"JBSWY3DP","base":32}]</string></map>`))
	f.Add([]byte(`<KeePassFile><Meta><RecycleBinEnabled>True</RecycleBinEnabled><RecycleBinUUID>x</RecycleBinUUID></Meta><Root><Group><Name>r</Name><Entry><String><Key>otp</Key><Value Protected="True">AAAA</Value></String><History><Entry/></History></Entry></Group></Root></KeePassFile>`))
	f.Fuzz(func(t *testing.T, data []byte) {
		readQuick(t, data)
		readDocument(t, keePassFile{data: data, stream: noKeystream{}}, 20*len(data))
	})
}

// FuzzContainer: archives, databases, serialised maps and whatever else is
// known by its first bytes.
func FuzzContainer(f *testing.F) {
	f.Add([]byte("PK\x05\x06" + strings.Repeat("\x00", 18)))
	f.Add([]byte("PK\x03\x04\x14\x00\x09\x00\x08\x00" + strings.Repeat("\x00", 40) + "PK\x01\x02" + strings.Repeat("\x00", 60) + "PK\x05\x06\x00\x00\x00\x00\x01\x00\x01\x00"))
	f.Add([]byte("\xac\xed\x00\x05\x73\x72\x00\x11java.util.HashMap" + strings.Repeat("\x00", 9) + "\x00\x00\x78\x70\x77\x08" + strings.Repeat("\x00", 7) + "\x01\x74\x00\x09masterKey\x74\x00\x02{}"))
	f.Add([]byte("age-encryption.org/v1\n-> scrypt AAAAAAAAAAAAAAAAAAAAAA 18\nAAAA\n--- AAAA\n" + strings.Repeat("x", 60)))
	f.Add([]byte(`<KeyFile><Meta><Version>2.0</Version></Meta><Key><Data Hash="AABBCCDD">00</Data></Key></KeyFile>`))
	f.Add([]byte(stratumStrong + strings.Repeat("x", 60)))
	f.Add([]byte(stratumLegacy + strings.Repeat("x", 52)))
	f.Add([]byte(kdbxMark + "\x00\x00\x04\x00\x02\x10\x00\x00\x00" + cipherAES + "\x00\x00\x00\x00\x00"))
	f.Add([]byte(kdbxMark + "\x01\x00\x03\x00\x02\x10\x00" + cipherAES + "\x00\x00\x00"))
	f.Fuzz(func(t *testing.T, data []byte) {
		readQuick(t, data)
		if _, _, err := innerHeader(data); err == nil {
			_, _ = (&kdbx{fields: map[byte][]byte{kdbxCompression: {1, 0, 0, 0}}}).unpacked(data)
		}
		_, _ = variants(data)
		_ = keyOfFile(newBundle([]File{{Data: data}}).contents[0])
		if root, err := archiveRoot(data); err == nil {
			readDocument(t, otpAuthArchive{root: root, backup: true}, 1<<20)
			readDocument(t, otpAuthArchive{root: root}, 1<<20)
		}
		if v, err := javaMap(data); err == nil {
			readDocument(t, &freeOTP2Open{entries: v, master: make([]byte, 32)}, len(data))
		}
	})
}
