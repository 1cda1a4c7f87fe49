package importer

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"crypto/subtle"
	"strings"

	"twofold/crypto/secret"
)

// bitwardenFormat is the JSON export of Bitwarden, the password manager, and
// of Bitwarden Authenticator, in the clear or protected by a password.
func bitwardenFormat() format {
	return format{
		app: Bitwarden,
		recognise: func(c *content) bool {
			k := c.keys()
			return k.has("encrypted", "items") || k.has("items", "folders") || k.has("items", "collections") ||
				k.has("encrypted", "passwordProtected") || k.has("encKeyValidation_DO_NOT_EDIT") || firstHas(k["items"], "login", "name")
		},
		open: openBitwarden,
	}
}

func openBitwarden(_ context.Context, c *content) (document, error) {
	v, err := c.sound()
	if err != nil {
		return nil, err
	}
	switch {
	case v.get("encrypted").truth() && v.get("passwordProtected").truth():
		return newBitwardenSealed(v)
	case v.get("encrypted").truth() || v.get("items").kind() != '[':
		return nil, ErrRestricted
	}
	return bitwardenExport{v}, nil
}

// bitwardenSealed is an export protected by a password of its own.
type bitwardenSealed struct {
	pending
	salt                  string
	kind                  int64 // 0 PBKDF2-SHA256, 1 Argon2id
	rounds, memory, lanes uint64
	validation, data      string
}

func newBitwardenSealed(v jsonValue) (document, error) {
	o := v.object()
	b := &bitwardenSealed{salt: o.text("salt"), validation: o.text("encKeyValidation_DO_NOT_EDIT"), data: o.text("data")}
	kind := o["kdfType"].number()
	switch {
	case b.data == "":
		return nil, damaged("no data")
	case kind.ok && (kind.n < 0 || kind.n > 1):
		return nil, &NewerError{Version: "KDF " + kind.spelling()}
	}
	b.kind = kind.n
	for _, p := range []struct {
		key string
		to  *uint64
	}{{"kdfIterations", &b.rounds}, {"kdfMemory", &b.memory}, {"kdfParallelism", &b.lanes}} {
		n := o[p.key].number()
		if n.set && (!n.ok || n.n < 0) {
			return nil, damaged("%s", p.key)
		}
		*p.to = uint64(n.n)
	}
	return b, nil
}

func (b *bitwardenSealed) lock() Lock { return Lock{} }

func (b *bitwardenSealed) unlock(ctx context.Context, password secret.Bytes, progress Progress) (document, error) {
	key, err := b.key(ctx, password.Reveal(), progress)
	if err != nil {
		return nil, err
	}
	defer clear(key)
	if b.validation != "" {
		if _, err := openBitwardenText(key, b.validation); err != nil {
			return nil, err
		}
	}
	plain, err := openBitwardenText(key, b.data)
	if err == ErrWrongPassword && b.validation != "" {
		return nil, damaged("the data do not fit their key")
	}
	if err != nil {
		return nil, err
	}
	v, err := checkJSON(plain)
	if err != nil {
		return nil, err
	}
	if v.get("items").kind() != '[' {
		return nil, damaged("no items")
	}
	return bitwardenExport{v}, nil
}

// key stretches the password. The salt is used as its text.
func (b *bitwardenSealed) key(ctx context.Context, password []byte, progress Progress) ([]byte, error) {
	if b.kind == 0 {
		return pbkdf2Key(ctx, sha256.New, password, []byte(b.salt), b.rounds, 32, progress)
	}
	salt := sha256.Sum256([]byte(b.salt))
	if err := checkCost("Argon2 memory in MiB", b.memory, maxArgonMemory/1024); err != nil {
		return nil, err
	}
	return argonKey(ctx, argon2id, password, salt[:], b.rounds, b.memory*1024, b.lanes, 32, progress)
}

// openBitwardenText opens a string of the form 2.IV|DATA|MAC, all base64.
func openBitwardenText(key []byte, text string) ([]byte, error) {
	kind, rest, ok := strings.Cut(text, ".")
	if !ok {
		return nil, damaged("encrypted text without a type")
	}
	if kind != "2" {
		return nil, &UnsupportedError{What: "encryption type " + clip(kind)}
	}
	parts := strings.Split(rest, "|")
	if len(parts) != 3 {
		return nil, damaged("encrypted text of %d parts", len(parts))
	}
	iv, ok1 := decodeBase64(parts[0])
	sealed, ok2 := decodeBase64(parts[1])
	tag, ok3 := decodeBase64(parts[2])
	if !ok1 || !ok2 || !ok3 {
		return nil, damaged("encrypted text is not base64")
	}
	enc, macKey := expand(key, "enc"), expand(key, "mac")
	defer clear(enc)
	defer clear(macKey)
	mac := hmac.New(sha256.New, macKey)
	mac.Write(iv)
	mac.Write(sealed)
	if subtle.ConstantTimeCompare(mac.Sum(nil), tag) != 1 {
		return nil, ErrWrongPassword
	}
	plain, ok := openCBC(enc, iv, sealed)
	if !ok {
		return nil, damaged("padding under a good MAC")
	}
	return plain, nil
}

// expand is one block of HKDF-Expand (RFC 5869, section 2.3) with SHA-256.
func expand(key []byte, info string) []byte {
	mac := hmac.New(sha256.New, key)
	mac.Write([]byte(info))
	mac.Write([]byte{1})
	return mac.Sum(nil)
}

type bitwardenExport struct{ v jsonValue }

// app tells the authenticator by what only the password manager has.
func (b bitwardenExport) app() App {
	if b.v.get("folders") == nil && b.v.get("collections") == nil {
		return BitwardenAuthenticator
	}
	return Bitwarden
}

func (b bitwardenExport) read(out *collector) error {
	groups := namesByID(b.v.get("folders"), "id", "name")
	for id, name := range namesByID(b.v.get("collections"), "id", "name") {
		groups[id] = name
	}
	passwords := false
	err := out.each(b.v.get("items"), func(o jsonObject) *draft {
		login := o["login"].object()
		passwords = passwords || login.text("password") != ""
		code := login.first("totp")
		if code == "" {
			return nil
		}
		if !o["deletedDate"].null() {
			out.note(NoteTrash, 1)
			return nil
		}
		d := fromVault(code, o.first("name"), login.first("username"))
		d.Note = o.text("notes")
		d.Pinned = o["favorite"].truth()
		d.archived = !o["archivedDate"].null()
		for _, id := range append(o.texts("collectionIds"), o.text("folderId")) {
			if name := groups[id]; name != "" {
				d.Groups = append(d.Groups, name)
			}
		}
		return d
	})
	if passwords {
		out.note(NotePasswordsInside, 1)
	}
	return err
}
