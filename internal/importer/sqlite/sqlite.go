// Package sqlite reads tables out of SQLite databases (sqlite.org/fileformat2)
// that lie in memory, with what their write-ahead log holds. It reads row by
// row from first to last and does nothing else: no SQL, no indexes, no
// writing. The file is taken for hostile; whatever its pages claim, work stays
// in proportion to its size.
package sqlite

import (
	"encoding/binary"
	"errors"
	"fmt"
	"iter"
	"strings"
)

// Magic is what every database begins with.
const Magic = "SQLite format 3\x00"

// Errors. Others are wrapped in ErrDamaged.
var (
	ErrDamaged   = errors.New("damaged database")
	ErrTruncated = errors.New("truncated database")
)

const (
	headerSize = 100
	minUsable  = 480     // bytes of a page, by the format's own rule
	maxPayload = 1 << 20 // bytes of one row; what is larger is no account
	maxTables  = 1000
)

// DB is a database.
type DB struct {
	data     []byte
	pages    map[uint32][]byte // newer pages, from the log
	pageSize int
	usable   int // bytes of a page that hold content
	count    uint32
	utf16    binary.ByteOrder // nil for UTF-8
	tables   []Table
}

// Table is a table and the names of its columns.
type Table struct {
	Name    string
	Columns []string
	root    uint32
}

// Open looks at the header and the schema. log is the write-ahead log beside
// the database, or nil; one that does not fit is an error.
func Open(data, log []byte) (*DB, error) {
	if len(data) < headerSize || string(data[:len(Magic)]) != Magic {
		return nil, fmt.Errorf("%w: no header", ErrTruncated)
	}
	size := int(binary.BigEndian.Uint16(data[16:]))
	if size == 1 {
		size = 1 << 16
	}
	if size < 512 || size > 1<<16 || size&(size-1) != 0 {
		return nil, fmt.Errorf("%w: page size", ErrDamaged)
	}
	db := &DB{data: data, pageSize: size, usable: size - int(data[20])}
	if db.usable < minUsable {
		return nil, fmt.Errorf("%w: reserved space", ErrDamaged)
	}
	switch binary.BigEndian.Uint32(data[56:]) {
	case 2:
		db.utf16 = binary.LittleEndian
	case 3:
		db.utf16 = binary.BigEndian
	}
	db.count = uint32(len(data) / size)
	if log != nil {
		if err := db.replay(log); err != nil {
			return nil, err
		}
	}
	if len(data)%size != 0 || db.count == 0 {
		return nil, fmt.Errorf("%w: the last page is cut", ErrTruncated)
	}
	// A copy that was interrupted at the end of a page: the header counts
	// more pages. The number is valid if these two agree.
	if n := binary.BigEndian.Uint32(data[28:]); log == nil && n > db.count &&
		binary.BigEndian.Uint32(data[24:]) == binary.BigEndian.Uint32(data[92:]) {
		return nil, fmt.Errorf("%w: %d of %d pages", ErrTruncated, db.count, n)
	}
	return db, db.readSchema()
}

// Tables lists the tables.
func (db *DB) Tables() []Table { return db.tables }

// Table finds a table by its name.
func (db *DB) Table(name string) (Table, bool) {
	for _, t := range db.tables {
		if strings.EqualFold(t.Name, name) {
			return t, true
		}
	}
	return Table{}, false
}

// Has reports whether t has all columns.
func (t Table) Has(columns ...string) bool {
	for _, c := range columns {
		if t.column(c) < 0 {
			return false
		}
	}
	return true
}

func (t Table) column(name string) int {
	for i, c := range t.Columns {
		if strings.EqualFold(c, name) {
			return i
		}
	}
	return -1
}

// readSchema reads the first page's table, which lists all others.
func (db *DB) readSchema() error {
	schema := Table{Columns: []string{"type", "name", "tbl_name", "rootpage", "sql"}, root: 1}
	roots := map[int64]bool{}
	for row, err := range db.Rows(schema) {
		if err != nil {
			return err
		}
		root, ok := row.Int("rootpage")
		if row.Text("type") != "table" || !ok || root < 1 || root > int64(db.count) || roots[root] || len(db.tables) == maxTables {
			continue
		}
		roots[root] = true
		db.tables = append(db.tables, Table{
			Name: row.Text("name"), Columns: columns(row.Text("sql")), root: uint32(root),
		})
	}
	return nil
}

// Rows walks a table in the order of its row numbers. An error ends the walk.
func (db *DB) Rows(t Table) iter.Seq2[Row, error] {
	return func(yield func(Row, error) bool) {
		w := &walk{db: db, table: t, seen: map[uint32]bool{}, yield: yield,
			left: len(db.data) + len(db.pages)*db.pageSize}
		if err := w.page(t.root, 0); err != nil && err != errStop {
			yield(Row{}, err)
		}
	}
}

// page gives the content of page n, counted from 1.
func (db *DB) page(n uint32) ([]byte, error) {
	if p, ok := db.pages[n]; ok {
		return p, nil
	}
	at := (int64(n) - 1) * int64(db.pageSize)
	if n == 0 || at+int64(db.pageSize) > int64(len(db.data)) {
		return nil, fmt.Errorf("%w: page %d", ErrDamaged, n)
	}
	return db.data[at : at+int64(db.pageSize)], nil
}
