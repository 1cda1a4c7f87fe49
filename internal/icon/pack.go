package icon

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"path"
	"strings"

	"twofold/internal/account"
	"twofold/internal/brand"
)

// Limits of an icon pack. The largest known one has 1,600 icons in 6 MiB.
const (
	MaxPack    = 64 << 20 // bytes of the file
	maxEntries = 20_000   // files in it
	maxIndex   = 4 << 20  // bytes of pack.json
	maxIcons   = 5_000    // icons that are kept
	maxNames   = 40       // issuers of one icon
	maxPicture = 1 << 20  // bytes of one picture, unpacked
	maxAll     = 256 << 20
	maxKept    = 24 << 20 // bytes of all icons, as kept
)

// Errors of reading a pack.
var (
	// ErrNoPack: not a zip file, or one without a pack.json that can be read.
	ErrNoPack = errors.New("not an icon pack")
	// ErrPackTooBig: beyond [MaxPack] or the other limits.
	ErrPackTooBig = errors.New("icon pack is too big")
	// ErrPackEmpty: no icon in it could be read.
	ErrPackEmpty = errors.New("icon pack without icons")
)

// Pack is a set of icons in the format of Aegis
// (https://github.com/beemdevelopment/Aegis/blob/master/docs/iconpacks.md): a
// zip file with an index, pack.json, that names for each picture the issuers
// it belongs to. It never changes once it was read.
type Pack struct {
	Name    string
	Skipped int // icons that could not be read
	icons   []packIcon
	byKey   map[string]int // keys as [brand.Keys] makes them, to icons
}

type packIcon struct {
	names []string
	png   []byte
}

// index is pack.json.
type index struct {
	UUID    string `json:"uuid"`
	Name    string `json:"name"`
	Version int    `json:"version"`
	Icons   []struct {
		Filename string   `json:"filename"`
		Name     string   `json:"name"`
		Category string   `json:"category"`
		Issuer   []string `json:"issuer"`
	} `json:"icons"`
}

// ReadPack reads a pack and makes every picture in it an icon. One that cannot
// be read is skipped and counted; the sizes a zip file claims are not trusted.
func ReadPack(data []byte) (*Pack, error) {
	if len(data) > MaxPack {
		return nil, ErrPackTooBig
	}
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrNoPack, err)
	}
	if len(z.File) > maxEntries {
		return nil, ErrPackTooBig
	}
	files := make(map[string]*zip.File, len(z.File))
	for _, f := range z.File {
		files[clean(f.Name)] = f
	}
	var ix index
	raw, err := unpack(files["pack.json"], maxIndex)
	if err != nil {
		return nil, fmt.Errorf("%w: index: %w", ErrNoPack, err)
	}
	if err := json.Unmarshal(raw, &ix); err != nil {
		return nil, fmt.Errorf("%w: index: %w", ErrNoPack, err)
	}
	p := &Pack{Name: account.CleanGroup(ix.Name), byKey: map[string]int{}}
	if err := p.fill(ix, files); err != nil {
		return nil, err
	}
	if len(p.icons) == 0 {
		return nil, ErrPackEmpty
	}
	return p, nil
}

// clean brings a name inside a zip file into one form.
func clean(name string) string {
	return strings.TrimPrefix(path.Clean("/"+strings.ReplaceAll(name, `\`, "/")), "/")
}

// fill makes the icons.
func (p *Pack) fill(ix index, files map[string]*zip.File) error {
	unpacked, kept := 0, 0
	made := map[string]int{} // file name to icon; many entries may share one
	for _, one := range ix.Icons {
		if len(p.icons) >= maxIcons || kept >= maxKept {
			return ErrPackTooBig
		}
		name := clean(one.Filename)
		at, ok := made[name]
		if !ok {
			raw, err := unpack(files[name], maxPicture)
			if unpacked += len(raw); unpacked > maxAll {
				return ErrPackTooBig
			}
			var small []byte
			if err == nil {
				small, err = FromFile(raw)
			}
			if err != nil {
				made[name] = -1
				p.Skipped++
				continue
			}
			kept += len(small)
			p.icons = append(p.icons, packIcon{png: small})
			at = len(p.icons) - 1
			made[name] = at
		}
		if at >= 0 {
			p.name(at, one.Issuer, one.Name, stem(name))
		}
	}
	return nil
}

// stem is a file's name without folder and ending.
func stem(name string) string { return strings.TrimSuffix(path.Base(name), path.Ext(name)) }

// name ties issuers to an icon. A name that is taken stays with its first
// icon; names of files count only where the index gives no issuer.
func (p *Pack) name(at int, issuers []string, name, file string) {
	all := issuers[:min(len(issuers), maxNames)]
	if len(all) == 0 {
		all = []string{name, file}
	}
	for _, n := range all {
		if n == "" || len(n) > account.MaxName || brand.Key(n) == "" {
			continue
		}
		p.icons[at].names = append(p.icons[at].names, n)
		for _, key := range []string{brand.Key(n), strings.ToLower(n)} {
			if _, taken := p.byKey[key]; !taken {
				p.byKey[key] = at
			}
		}
	}
}

// unpack reads one file of a zip, never more than limit bytes.
func unpack(f *zip.File, limit int64) ([]byte, error) {
	if f == nil {
		return nil, errors.New("not in the file")
	}
	r, err := f.Open()
	if err != nil {
		return nil, err
	}
	defer r.Close()
	data, err := io.ReadAll(io.LimitReader(r, limit+1))
	if err != nil {
		return nil, err
	}
	if int64(len(data)) > limit {
		return nil, ErrPackTooBig
	}
	return data, nil
}

// Len is how many icons the pack has.
func (p *Pack) Len() int { return len(p.icons) }

// Find gives the PNG file of the icon of an issuer, by the same rules as
// [brand.Find], and a name that tells icons of the pack apart.
func (p *Pack) Find(issuer string) (name string, png []byte, ok bool) {
	if p == nil {
		return "", nil, false
	}
	for _, key := range brand.Keys(issuer) {
		if at, ok := p.byKey[key]; ok {
			return fmt.Sprint(at), p.icons[at].png, true
		}
	}
	return "", nil, false
}

// Write writes the pack as a file that [ReadPack] reads, with the pictures in
// the size they are shown.
func (p *Pack) Write(w io.Writer) error {
	z := zip.NewWriter(w)
	ix := index{Name: p.Name, Version: 1}
	for i, ic := range p.icons {
		name := fmt.Sprintf("%d.png", i)
		f, err := z.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Store})
		if err != nil {
			return err
		}
		if _, err := f.Write(ic.png); err != nil {
			return err
		}
		ix.Icons = append(ix.Icons, struct {
			Filename string   `json:"filename"`
			Name     string   `json:"name"`
			Category string   `json:"category"`
			Issuer   []string `json:"issuer"`
		}{name, "", "", ic.names})
	}
	f, err := z.Create("pack.json")
	if err != nil {
		return err
	}
	if err := json.NewEncoder(f).Encode(ix); err != nil {
		return err
	}
	return z.Close()
}
