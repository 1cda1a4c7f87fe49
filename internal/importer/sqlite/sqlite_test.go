package sqlite_test

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"testing"

	"twofold/internal/importer/sqlite"
)

func load(t testing.TB, name string) []byte {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("..", "testdata", "databases", name))
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func TestTables(t *testing.T) {
	db, err := sqlite.Open(load(t, "stratum.db"), nil)
	if err != nil {
		t.Fatal(err)
	}
	table, ok := db.Table("AUTHENTICATOR")
	want := []string{"type", "icon", "issuer", "username", "secret", "pin", "algorithm", "digits", "period", "counter", "ranking"}
	if !ok || !reflect.DeepEqual(table.Columns, want) {
		t.Fatalf("columns = %q, want %q", table.Columns, want)
	}
	if !table.Has("secret", "PIN") || table.Has("secret", "nothing") {
		t.Error("Has is wrong")
	}
	if _, ok := db.Table("nothing"); ok {
		t.Error("there is a table called nothing")
	}
	n := 0
	for row, err := range db.Rows(table) {
		if err != nil {
			t.Fatal(err)
		}
		if i, ok := row.Int("ranking"); !ok || int(i) != n || row.Text("issuer") == "" || row.Text("icon") != "" || row.Text("no column") != "" {
			t.Fatalf("row %d: ranking %d", n, i)
		}
		n++
	}
	if n != 120 {
		t.Errorf("%d rows, want 120", n)
	}
	for range db.Rows(table) {
		break // a walk may be left
	}
}

func TestOpenRefuses(t *testing.T) {
	good := load(t, "google.db")
	edit := func(at int, b ...byte) []byte {
		out := bytes.Clone(good)
		copy(out[at:], b)
		return out
	}
	for name, tt := range map[string]struct {
		data, log []byte
		want      error
	}{
		"nothing":            {nil, nil, sqlite.ErrTruncated},
		"another file":       {make([]byte, 4096), nil, sqlite.ErrTruncated},
		"half a page":        {good[:700], nil, sqlite.ErrTruncated},
		"page size 100":      {edit(16, 0, 100), nil, sqlite.ErrDamaged},
		"reserved 255":       {edit(20, 255), nil, sqlite.ErrDamaged},
		"log of another":     {good, append([]byte{0x37, 0x7f, 6, 0x82, 0, 0x2d, 0xe2, 0x18, 0, 0, 0x10, 0}, make([]byte, 40)...), sqlite.ErrDamaged},
		"something as a log": {good, []byte("hello, I am no log at all, not even a bit"), sqlite.ErrDamaged},
	} {
		if _, err := sqlite.Open(tt.data, tt.log); !errors.Is(err, tt.want) {
			t.Errorf("%s: Open = %v, want %v", name, err, tt.want)
		}
	}
}

// TestLoopsEnd: pages that point at themselves or at each other.
func TestLoopsEnd(t *testing.T) {
	good := load(t, "stratum.db")
	for page := 1; page < len(good)/512; page++ {
		data := bytes.Clone(good)
		for i := page * 512; i+4 <= (page+1)*512; i += 4 {
			copy(data[i:], []byte{0, 0, byte(page >> 8), byte(page + 1)})
		}
		db, err := sqlite.Open(data, nil)
		if err != nil {
			continue
		}
		for _, table := range db.Tables() {
			rows := 0
			for _, err := range db.Rows(table) {
				if err != nil {
					break
				}
				if rows++; rows > 10_000 {
					t.Fatalf("page %d: no end", page)
				}
			}
		}
	}
}

// TestCellsOnTopOfEachOther: every pointer of a page leads to the same row.
func TestCellsOnTopOfEachOther(t *testing.T) {
	const size = 1 << 16
	data := make([]byte, 2*size)
	copy(data, load(t, "google.db")[:100])
	copy(data[16:], []byte{0, 1}) // pages of 64 KiB
	copy(data[24:], make([]byte, 8))
	schema := append([]byte{0x0d, 0, 0, 0, 1, 0, 0, 0}, byte(300>>8), byte(300&255))
	copy(data[100:], schema)
	sql := "CREATE TABLE t (a)"
	record := append([]byte{6, 23, 15, 15, 1, byte(13 + 2*len(sql))}, "tablett\x02"+sql...)
	copy(data[300:], append([]byte{byte(len(record)), 1}, record...))
	page := data[size:]
	const cells, at = 30000, 61000
	copy(page, []byte{0x0d, 0, 0, cells >> 8, cells & 255, 0, 0, 0})
	for i := range cells {
		page[8+2*i], page[9+2*i] = at>>8, at&255
	}
	copy(page[at:], []byte{0xa0, 0x00, 1, 2, 0}) // 4,096 bytes, one column
	db, err := sqlite.Open(data, nil)
	if err != nil {
		t.Fatal(err)
	}
	table, ok := db.Table("t")
	if !ok {
		t.Fatalf("tables: %v", db.Tables())
	}
	rows := 0
	for _, err := range db.Rows(table) {
		if err != nil {
			break
		}
		rows++
	}
	if rows == 0 || rows > 2*size/4096 {
		t.Errorf("%d rows of 4 KiB out of %d KiB", rows, 2*size/1024)
	}
}

func TestDecryptRefuses(t *testing.T) {
	data := load(t, "authplus.db")
	if _, err := sqlite.Decrypt(data, make([]byte, 32), make([]byte, 32)); !errors.Is(err, sqlite.ErrWrongKey) {
		t.Errorf("wrong key: %v", err)
	}
	if _, err := sqlite.Decrypt(data[:1500], make([]byte, 32), nil); !errors.Is(err, sqlite.ErrTruncated) {
		t.Errorf("half a page: %v", err)
	}
}

func FuzzOpen(f *testing.F) {
	for _, name := range []string{"google.db", "microsoft.db", "running.db"} {
		f.Add(load(f, name), []byte(nil))
	}
	f.Add(load(f, "running.db"), load(f, "running.db-wal"))
	f.Fuzz(func(t *testing.T, data, log []byte) {
		if len(log) == 0 {
			log = nil
		}
		db, err := sqlite.Open(data, log)
		if err != nil {
			return
		}
		for _, table := range db.Tables() {
			rows := 0
			for row, err := range db.Rows(table) {
				if err != nil {
					break
				}
				row.Text("secret")
				row.Bytes("icon")
				row.Int("type")
				if rows++; rows > len(data)+len(log) {
					t.Fatal("more rows than bytes")
				}
			}
		}
	})
}
