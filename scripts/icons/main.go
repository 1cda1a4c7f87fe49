// Icons makes assets/brand/icons.zip, the brand icons the program ships, from
// an unpacked simple-icons package and the list of brands in chosen.txt:
//
//	npm pack simple-icons@16.37.0 && tar xzf simple-icons-16.37.0.tgz
//	go run ./scripts/icons package
//	advzip -z -4 assets/brand/icons.zip
//
// The last line packs the same files tighter (Debian package advancecomp): 30 kB
// that every program carries.
//
// Icons for which the package names a licence other than CC0 are left out, and
// those that are one line of letters. The same input always gives the same bytes.
package main

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"twofold/internal/brand"
)

// entry is one icon of the package's data file.
type entry struct {
	Title, Slug, Hex string
	License          struct{ Type string }
	Aliases          struct {
		Aka, Old []string
		Loc      map[string]string
	}
}

// wanted is one line of chosen.txt.
type wanted struct {
	slug           string
	domains, names []string
}

func main() {
	list := flag.String("list", "scripts/icons/chosen.txt", "the brands, `FILE`")
	out := flag.String("o", "assets/brand/icons.zip", "written to `FILE`")
	flag.Parse()
	if flag.NArg() != 1 {
		fmt.Fprintln(os.Stderr, "usage: icons [-list FILE] [-o FILE] DIRECTORY of simple-icons")
		os.Exit(2)
	}
	if err := run(flag.Arg(0), *list, *out); err != nil {
		fmt.Fprintln(os.Stderr, "icons:", err)
		os.Exit(1)
	}
}

func run(dir, list, out string) error {
	text, err := os.ReadFile(list)
	if err != nil {
		return err
	}
	want, err := parseList(string(text))
	if err != nil {
		return err
	}
	data, err := os.ReadFile(filepath.Join(dir, "data", "simple-icons.json"))
	if err != nil {
		return err
	}
	var all []entry
	if err := json.Unmarshal(data, &all); err != nil {
		return err
	}
	known := map[string]entry{}
	for _, e := range all {
		known[e.Slug] = e
	}
	var b blob
	for _, w := range want {
		e, ok := known[w.slug]
		switch {
		case !ok:
			return fmt.Errorf("%s: not in the package", w.slug)
		case e.License.Type != "" && e.License.Type != "CC0-1.0":
			fmt.Printf("%s: left out, its licence is %s\n", w.slug, e.License.Type)
			continue
		}
		svg, err := os.ReadFile(filepath.Join(dir, "icons", w.slug+".svg"))
		if err != nil {
			return err
		}
		if err := b.add(w, e, svg); err != nil {
			return fmt.Errorf("%s: %w", w.slug, err)
		}
	}
	packed, err := b.pack()
	if err != nil {
		return err
	}
	fmt.Printf("%d icons, %d bytes\n", len(b.paths), len(packed))
	return os.WriteFile(out, packed, 0o644)
}

// parseList reads lines "slug | domains | names".
func parseList(text string) ([]wanted, error) {
	var out []wanted
	seen := map[string]bool{}
	for i, line := range strings.Split(text, "\n") {
		if line = strings.TrimSpace(line); line == "" || line[0] == '#' {
			continue
		}
		fields := strings.Split(line+"||", "|")
		w := wanted{slug: strings.TrimSpace(fields[0]), domains: strings.Fields(fields[1])}
		for _, n := range strings.Split(fields[2], ";") {
			if n = strings.TrimSpace(n); n != "" {
				w.names = append(w.names, n)
			}
		}
		if seen[w.slug] || w.slug == "" {
			return nil, fmt.Errorf("line %d: %q twice, or empty", i+1, w.slug)
		}
		seen[w.slug] = true
		out = append(out, w)
	}
	return out, nil
}

// minHeight leaves out names written in one line, which nobody can read in
// a square of 24 pixels; a monogram says more.
const minHeight = 5.4

// height is how high the drawing is, by its points.
func height(data string) float64 {
	low, high := 24.0, 0.0
	for i, f := range strings.FieldsFunc(data, func(r rune) bool { return strings.ContainsRune("MLCZ ", r) }) {
		if v, err := strconv.ParseFloat(f, 64); err == nil && i%2 == 1 {
			low, high = min(low, v), max(high, v)
		}
	}
	return high - low
}

// blob collects what becomes the file.
type blob struct {
	index strings.Builder
	paths []struct{ slug, data string }
	taken map[string]string
}

var onePath = regexp.MustCompile(`<path d="([^"]+)"/>`)

func (b *blob) add(w wanted, e entry, svg []byte) error {
	if !bytes.Contains(svg, []byte(`viewBox="0 0 24 24"`)) {
		return fmt.Errorf("not drawn on 24 units")
	}
	found := onePath.FindAllSubmatch(svg, -1)
	if len(found) != 1 {
		return fmt.Errorf("%d paths, want one", len(found))
	}
	data, err := rewrite(string(found[0][1]))
	if err != nil {
		return err
	}
	if h := height(data); h < minHeight {
		fmt.Printf("%s: left out, only %.1f units high\n", w.slug, h)
		return nil
	}
	names := append([]string{e.Title}, e.Aliases.Aka...)
	names = append(append(names, e.Aliases.Old...), w.names...)
	for _, language := range []string{"ja-JP", "en-US"} {
		if n := e.Aliases.Loc[language]; n != "" {
			names = append(names, n)
		}
	}
	keys := slices.Clone(w.domains)
	for _, n := range names {
		keys = append(keys, brand.Key(n))
	}
	if b.taken == nil {
		b.taken = map[string]string{}
	}
	keys = slices.DeleteFunc(keys, func(k string) bool {
		if other, has := b.taken[k]; has {
			if other != w.slug {
				fmt.Printf("%q belongs to %s already, not to %s\n", k, other, w.slug)
			}
			return true
		}
		b.taken[k] = w.slug
		return k == ""
	})
	fmt.Fprintf(&b.index, "%s\t%s\t%s\n", w.slug, strings.ToLower(e.Hex), strings.Join(keys, "\t"))
	b.paths = append(b.paths, struct{ slug, data string }{w.slug, data})
	return nil
}

// pack writes the archive: the index first, then one file an icon.
func (b *blob) pack() ([]byte, error) {
	var buf bytes.Buffer
	z := zip.NewWriter(&buf)
	z.RegisterCompressor(zip.Deflate, func(w io.Writer) (io.WriteCloser, error) { return flate.NewWriter(w, flate.BestCompression) })
	put := func(name, text string) error {
		w, err := z.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Deflate})
		if err != nil {
			return err
		}
		_, err = io.WriteString(w, text)
		return err
	}
	if err := put("index", b.index.String()); err != nil {
		return nil, err
	}
	for _, p := range b.paths {
		if err := put(p.slug, p.data); err != nil {
			return nil, err
		}
	}
	if err := z.Close(); err != nil {
		return nil, err
	}
	return buf.Bytes(), nil
}
