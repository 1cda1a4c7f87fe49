package importer

import (
	"context"
	"encoding/hex"
	"strconv"

	"twofold/crypto/secret"
	"twofold/internal/account"
)

// aegisFormat is the vault of Aegis (docs/vault.md of that project): JSON with
// the database inside, as an object or sealed with AES-256-GCM.
func aegisFormat() format {
	return format{
		app: Aegis,
		recognise: func(c *content) bool {
			k := c.keys()
			return k.has("header", "db") || k.has("version", "header") && c.valueErr != nil || bareAegis(c)
		},
		open: openAegis,
	}
}

// bareAegis knows the database without the file around it, which is what the
// script leaves that Aegis gives people to decrypt their vault with.
func bareAegis(c *content) bool { return firstHas(c.keys()["entries"], "info", "type") }

const (
	aegisFile     = 1 // newest version of the file
	aegisDatabase = 3 // newest version of the database in it
	aegisSlots    = 16
)

func openAegis(_ context.Context, c *content) (document, error) {
	v, err := c.sound()
	if err != nil {
		return nil, err
	}
	if bareAegis(c) {
		return aegisDB{v}, nil
	}
	if n := v.get("version").number(); n.ok && n.n > aegisFile {
		return nil, &NewerError{Version: strconv.FormatInt(n.n, 10)}
	}
	db := v.get("db")
	if db.kind() == '{' {
		return aegisDB{db}, nil
	}
	sealed, ok := decodeBase64(db.text())
	if !ok || len(sealed) == 0 {
		return nil, damaged("db is neither an object nor base64")
	}
	nonce, tag, ok := aegisParams(v.get("header", "params"))
	if !ok {
		return nil, damaged("header without nonce and tag")
	}
	vault := &aegisVault{nonce: nonce, sealed: append(sealed, tag...)}
	for slot := range v.get("header", "slots").elements() {
		if n := slot.get("type").number(); n.ok && n.n == 1 && len(vault.slots) < aegisSlots {
			vault.slots = append(vault.slots, slot)
		}
	}
	if len(vault.slots) == 0 {
		return nil, &UnsupportedError{What: "vault without a password slot"}
	}
	return vault, nil
}

func aegisParams(v jsonValue) (nonce, tag []byte, ok bool) {
	nonce, err1 := hex.DecodeString(v.get("nonce").text())
	tag, err2 := hex.DecodeString(v.get("tag").text())
	return nonce, tag, err1 == nil && err2 == nil && len(nonce) > 0 && len(tag) == 16
}

// aegisVault is a sealed database: every password slot holds the master key.
type aegisVault struct {
	pending
	slots         []jsonValue
	nonce, sealed []byte
}

func (a *aegisVault) lock() Lock { return Lock{} }

func (a *aegisVault) unlock(ctx context.Context, password secret.Bytes, progress Progress) (document, error) {
	var first error
	for _, slot := range a.slots {
		master, err := openAegisSlot(ctx, slot, password.Reveal(), progress)
		if cancelled(ctx, err) {
			return nil, err
		}
		if err != nil {
			if first == nil || first == ErrWrongPassword {
				first = err
			}
			continue
		}
		plain, ok := openGCM(master, a.nonce, a.sealed, nil)
		clear(master)
		if !ok {
			// The slot's own tag has proved the password.
			return nil, damaged("the database does not fit its key")
		}
		db, err := checkJSON(plain)
		if err != nil {
			return nil, err
		}
		return aegisDB{db}, nil
	}
	return nil, first
}

func openAegisSlot(ctx context.Context, slot jsonValue, password []byte, progress Progress) ([]byte, error) {
	nonce, tag, ok := aegisParams(slot.get("key_params"))
	sealed, err := hex.DecodeString(slot.get("key").text())
	salt, err2 := hex.DecodeString(slot.get("salt").text())
	if !ok || err != nil || err2 != nil {
		return nil, damaged("password slot")
	}
	n, r, p := slot.get("n").number(), slot.get("r").number(), slot.get("p").number()
	if !n.ok || !r.ok || !p.ok || n.n < 0 || r.n < 0 || p.n < 0 {
		return nil, damaged("scrypt parameters of a slot")
	}
	try := func(password []byte) ([]byte, error) {
		key, err := scryptKey(ctx, password, salt, uint64(n.n), uint64(r.n), uint64(p.n), 32, progress)
		if err != nil {
			return nil, err
		}
		defer clear(key)
		master, ok := openGCM(key, nonce, append(sealed[:len(sealed):len(sealed)], tag...), nil)
		if !ok {
			return nil, ErrWrongPassword
		}
		return master, nil
	}
	master, err := try(password)
	if err != ErrWrongPassword || slot.get("repaired").truth() {
		return master, err
	}
	if padded := aegisPadded(password); padded != nil {
		defer clear(padded)
		return try(padded)
	}
	return nil, err
}

// aegisPadded is what old versions of Aegis made of a long password: they
// handed over the whole buffer of the encoder, which is a tenth longer than
// the text and filled up with zeros. Nil where that changes nothing.
func aegisPadded(password []byte) []byte {
	runes := []rune(string(password))
	units := 0
	for _, r := range runes {
		units++
		if r > 0xffff {
			units++ // Java counts halves of a pair
		}
	}
	clear(runes)
	size := units * 11 / 10
	const unaffected = 58
	if units < unaffected || size <= len(password) {
		return nil
	}
	return append(append(make([]byte, 0, size), password...), make([]byte, size-len(password))...)
}

// aegisDB is an open database.
type aegisDB struct{ v jsonValue }

func (db aegisDB) read(out *collector) error {
	if db.v.kind() != '{' {
		return damaged("the database is not an object")
	}
	if n := db.v.get("version").number(); n.ok && n.n > aegisDatabase {
		return &NewerError{Version: strconv.FormatInt(n.n, 10)}
	}
	entries := db.v.get("entries")
	if entries.kind() != '[' {
		return damaged("the database has no entries")
	}
	groups := namesByID(db.v.get("groups"), "uuid", "name")
	return out.each(entries, func(o jsonObject) *draft { return aegisEntry(o, groups) })
}

func aegisEntry(o jsonObject, groups map[string]string) *draft {
	d := typeNamed(o.text("type"))
	d.Issuer, d.Name, d.Note = o.first("issuer"), o.first("name"), o.text("note")
	d.Pinned = o["favorite"].truth()
	if g := o.first("group"); g != "" {
		d.Groups = []string{g}
	}
	for _, id := range o.texts("groups") {
		if name := groups[id]; name != "" {
			d.Groups = append(d.Groups, name)
		}
	}
	if icon := o.text("icon"); icon != "" {
		d.icon, _ = decodeBase64(icon)
	}
	info := o["info"].object()
	d.base32(info.text("secret"))
	d.algorithm(info.text("algo"))
	d.digits(info["digits"].number())
	d.period(info["period"].number())
	d.counter(info["counter"].number())
	d.pin(info.text("pin"))
	return d
}

// namesByID reads the groups or folders of a format: objects with an
// identifier and a name.
func namesByID(v jsonValue, id, name string) map[string]string {
	const maxGroups = 10_000
	out := map[string]string{}
	for g := range v.elements() {
		o := g.object()
		out[cut(o.text(id), 200)] = cut(o.text(name), 8*account.MaxGroup)
		if len(out) == maxGroups {
			break
		}
	}
	return out
}
