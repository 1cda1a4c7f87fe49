package sqlite

import (
	"encoding/binary"
	"fmt"
)

// The write-ahead log (fileformat2, section 4): pages that were changed and
// not yet written to the database. An app that was running when its files were
// copied has its newest accounts only there.

const (
	logHeader   = 32
	frameHeader = 24
	logVersion  = 3007000
)

// IsLog knows a write-ahead log by its first bytes.
func IsLog(data []byte) bool {
	return len(data) >= 4 && binary.BigEndian.Uint32(data)&^1 == 0x377f0682
}

// replay takes over the pages of every finished transaction. A log that ends
// in the middle of one is normal: the rest never happened.
func (db *DB) replay(log []byte) error {
	if len(log) == 0 {
		return nil // checkpointed
	}
	if len(log) < logHeader || !IsLog(log) || binary.BigEndian.Uint32(log[4:]) != logVersion {
		return fmt.Errorf("%w: log", ErrDamaged)
	}
	if binary.BigEndian.Uint32(log[8:]) != uint32(db.pageSize) {
		return fmt.Errorf("%w: the log belongs to another database", ErrDamaged)
	}
	var order binary.ByteOrder = binary.LittleEndian
	if log[3]&1 == 1 {
		order = binary.BigEndian
	}
	var sum checksum
	sum.add(order, log[:24])
	if !sum.equal(log[24:32]) {
		return fmt.Errorf("%w: checksum of the log", ErrDamaged)
	}
	salt := string(log[16:24])
	open := map[uint32][]byte{} // of the transaction that is being read
	db.pages = map[uint32][]byte{}
	for rest := log[logHeader:]; len(rest) >= frameHeader+db.pageSize; {
		head, page := rest[:frameHeader], rest[frameHeader:frameHeader+db.pageSize]
		rest = rest[frameHeader+db.pageSize:]
		sum.add(order, head[:8])
		sum.add(order, page)
		if string(head[8:16]) != salt || !sum.equal(head[16:24]) {
			return nil // left over from before the log was last emptied
		}
		open[binary.BigEndian.Uint32(head)] = page
		if pages := binary.BigEndian.Uint32(head[4:]); pages > 0 {
			for n, p := range open {
				db.pages[n] = p
			}
			clear(open)
			db.count = max(pages, 1)
		}
	}
	return nil
}

// checksum is the log's running sum over pairs of words.
type checksum [2]uint32

func (s *checksum) add(order binary.ByteOrder, b []byte) {
	for ; len(b) >= 8; b = b[8:] {
		s[0] += order.Uint32(b) + s[1]
		s[1] += order.Uint32(b[4:]) + s[0]
	}
}

func (s *checksum) equal(b []byte) bool {
	return s[0] == binary.BigEndian.Uint32(b) && s[1] == binary.BigEndian.Uint32(b[4:])
}
