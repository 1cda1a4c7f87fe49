package exporter

import (
	"context"
	"crypto/aes"
	"crypto/cipher"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"

	"golang.org/x/crypto/scrypt"

	"twofold/internal/account"
)

// The vault of Aegis, as docs/vault.md of that project describes it: file
// version 1, database version 3.

func aegisWriter() writer {
	return writer{
		Info:    Info{Format: Aegis, App: "Aegis", Extension: ".json", MediaType: "application/json"},
		carries: carried{note: true, pinned: true, icon: true, groups: allGroups, pin: true},
		refuses: refusedByAegis,
		write: func(_ context.Context, to io.Writer, as []account.Account, o Options) error {
			db, err := newAegisDB(as, o.Rand)
			if err != nil {
				return err
			}
			return writeJSON(to, aegisFile{Version: 1, DB: db})
		},
	}
}

func aegisSafeWriter() writer {
	w := aegisWriter()
	w.Format, w.Encrypted = AegisSafe, true
	w.write = writeAegisSafe
	return w
}

// refusedByAegis: counters are signed there.
func refusedByAegis(a account.Account) Reason {
	if a.Key.Type == account.HOTP && a.Counter > 1<<62 {
		return Counter
	}
	return ""
}

type aegisFile struct {
	Version int `json:"version"`
	Header  struct {
		Slots  []aegisSlot  `json:"slots"`
		Params *aegisParams `json:"params"`
	} `json:"header"`
	DB any `json:"db"` // the database, or base64 of it sealed
}

type aegisParams struct {
	Nonce string `json:"nonce"`
	Tag   string `json:"tag"`
}

type aegisSlot struct {
	Type     int         `json:"type"`
	UUID     string      `json:"uuid"`
	Key      string      `json:"key"`
	Params   aegisParams `json:"key_params"`
	N        int         `json:"n"`
	R        int         `json:"r"`
	P        int         `json:"p"`
	Salt     string      `json:"salt"`
	Repaired bool        `json:"repaired"`
	Backup   bool        `json:"is_backup"`
}

type aegisDB struct {
	Version   int          `json:"version"`
	Entries   []aegisEntry `json:"entries"`
	Groups    []aegisGroup `json:"groups"`
	Optimized bool         `json:"icons_optimized"`
}

type aegisGroup struct {
	UUID string `json:"uuid"`
	Name string `json:"name"`
}

type aegisEntry struct {
	Type     string    `json:"type"`
	UUID     string    `json:"uuid"`
	Name     string    `json:"name"`
	Issuer   string    `json:"issuer"`
	Note     string    `json:"note"`
	Favorite bool      `json:"favorite"`
	Icon     *string   `json:"icon"`
	IconMIME string    `json:"icon_mime,omitempty"`
	Info     aegisInfo `json:"info"`
	Groups   []string  `json:"groups"`
}

type aegisInfo struct {
	Secret  string  `json:"secret"`
	Algo    string  `json:"algo"`
	Digits  int     `json:"digits"`
	Period  int     `json:"period,omitempty"`
	Counter *uint64 `json:"counter,omitempty"`
	PIN     string  `json:"pin,omitempty"`
}

func newAegisDB(as []account.Account, random io.Reader) (*aegisDB, error) {
	db := &aegisDB{Version: 3, Entries: []aegisEntry{}, Groups: []aegisGroup{}, Optimized: true}
	groups := map[string]string{}
	for _, a := range as {
		id, err := newUUID(random)
		if err != nil {
			return nil, err
		}
		e := aegisEntry{
			Type: string(a.Key.Type), UUID: id, Name: a.Name, Issuer: a.Issuer, Note: a.Note,
			Favorite: a.Pinned, Groups: []string{},
			Info: aegisInfo{
				Secret: account.EncodeSecret(a.Key.Secret), Algo: string(a.Key.Algorithm),
				Digits: a.Key.Digits, Period: a.Key.Period, PIN: string(a.Key.PIN.Reveal()),
			},
		}
		if a.Key.Type == account.HOTP {
			e.Info.Counter, e.Info.Period = &a.Counter, 0
		}
		if len(a.Icon.PNG) > 0 {
			icon := base64.StdEncoding.EncodeToString(a.Icon.PNG)
			e.Icon, e.IconMIME = &icon, "image/png"
		}
		for _, name := range a.Groups {
			if groups[name] == "" {
				if groups[name], err = newUUID(random); err != nil {
					return nil, err
				}
				db.Groups = append(db.Groups, aegisGroup{groups[name], name})
			}
			e.Groups = append(e.Groups, groups[name])
		}
		db.Entries = append(db.Entries, e)
	}
	return db, nil
}

// writeAegisSafe seals the database with a fresh key, and the key with the
// password: scrypt with the parameters of Aegis itself, AES-256-GCM for both.
func writeAegisSafe(_ context.Context, to io.Writer, as []account.Account, o Options) error {
	db, err := newAegisDB(as, o.Rand)
	if err != nil {
		return err
	}
	plain, err := json.Marshal(db)
	if err != nil {
		return err
	}
	defer clear(plain)
	master, err := random(o.Rand, 32)
	if err != nil {
		return err
	}
	defer clear(master)
	sealed, params, err := sealGCM(o.Rand, master, plain)
	if err != nil {
		return err
	}
	slot := aegisSlot{Type: 1, N: 1 << 15, R: 8, P: 1, Repaired: true}
	if slot.UUID, err = newUUID(o.Rand); err != nil {
		return err
	}
	salt, err := random(o.Rand, 32)
	if err != nil {
		return err
	}
	slot.Salt = hex.EncodeToString(salt)
	key, err := scrypt.Key(o.Password.Reveal(), salt, slot.N, slot.R, slot.P, 32)
	if err != nil {
		return err
	}
	defer clear(key)
	wrapped, keyParams, err := sealGCM(o.Rand, key, master)
	if err != nil {
		return err
	}
	slot.Key, slot.Params = hex.EncodeToString(wrapped), keyParams
	file := aegisFile{Version: 1, DB: base64.StdEncoding.EncodeToString(sealed)}
	file.Header.Slots, file.Header.Params = []aegisSlot{slot}, &params
	return writeJSON(to, file)
}

// sealGCM gives ciphertext and tag apart. The nonce is random; every key here
// seals one message in its life.
func sealGCM(from io.Reader, key, plain []byte) ([]byte, aegisParams, error) {
	b, err := aes.NewCipher(key)
	if err != nil {
		return nil, aegisParams{}, err
	}
	g, err := cipher.NewGCM(b)
	if err != nil {
		return nil, aegisParams{}, err
	}
	nonce, err := random(from, g.NonceSize())
	if err != nil {
		return nil, aegisParams{}, err
	}
	sealed := g.Seal(nil, nonce, plain, nil)
	cut := len(sealed) - g.Overhead()
	return sealed[:cut], aegisParams{Nonce: hex.EncodeToString(nonce), Tag: hex.EncodeToString(sealed[cut:])}, nil
}

func random(from io.Reader, n int) ([]byte, error) {
	b := make([]byte, n)
	if _, err := io.ReadFull(from, b); err != nil {
		return nil, fmt.Errorf("random bytes: %w", err)
	}
	return b, nil
}

// newUUID is a random UUID (RFC 9562, version 4).
func newUUID(from io.Reader) (string, error) {
	b, err := random(from, 16)
	if err != nil {
		return "", err
	}
	b[6], b[8] = b[6]&0x0f|0x40, b[8]&0x3f|0x80
	return fmt.Sprintf("%x-%x-%x-%x-%x", b[:4], b[4:6], b[6:8], b[8:10], b[10:]), nil
}

func writeJSON(to io.Writer, v any) error {
	e := json.NewEncoder(to)
	e.SetIndent("", "    ")
	e.SetEscapeHTML(false)
	return e.Encode(v)
}
