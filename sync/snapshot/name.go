package snapshot

import (
	"crypto/sha256"
	"encoding/base32"
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"twofold/crypto/identity"
)

// Name is what a file is called in the folder:
//
//	tf1-<vault>-<device>-<sequence>-<hash>.age    a snapshot; "-d" before ".age" if delta
//	tf1-<vault>-r-<slot>-<hash>.age               a recovery file
//
// Letters a-z, digits, "-" and one dot: every file system and provider takes
// that, and folding case changes nothing. The hash tells an incomplete file
// from a whole one without any key, keeps clones from meeting in one name, and
// shows equal copies at once. Everything else in a name is a hint: what counts
// is the signed header.
type Name struct {
	Vault string
	Dev   string // of a snapshot
	Seq   uint64 // of a snapshot
	Delta bool
	Slot  string // of a recovery file; empty for a snapshot
	Hash  string // [Short]
}

// shortLen is how much of a hash a name holds: 60 bits.
const shortLen = 12

var b32 = base32.NewEncoding("0123456789abcdefghjkmnpqrstvwxyz").WithPadding(base32.NoPadding)

// Hash is SHA-256 of a file as 52 letters of base32.
func Hash(file []byte) string {
	sum := sha256.Sum256(file)
	return b32.EncodeToString(sum[:])
}

// Short is the part of a [Hash] that stands in names and in [Header.Seen].
func Short(hash string) string { return hash[:min(len(hash), shortLen)] }

// RecoveryName is the name of a recovery file.
func RecoveryName(vault, slot string, file []byte) Name {
	return Name{Vault: vault, Slot: slot, Hash: Short(Hash(file))}
}

// String is the file name.
func (n Name) String() string {
	if n.Slot != "" {
		return fmt.Sprintf("tf1-%s-r-%s-%s.age", n.Vault, n.Slot, n.Hash)
	}
	delta := ""
	if n.Delta {
		delta = "-d"
	}
	return fmt.Sprintf("tf1-%s-%s-%06d-%s%s.age", n.Vault, n.Dev, n.Seq, n.Hash, delta)
}

// Recovery reports whether the file is a recovery file.
func (n Name) Recovery() bool { return n.Slot != "" }

// Check compares the bytes with the hash in the name: nil or [ErrIncomplete].
func (n Name) Check(file []byte) error {
	if Short(Hash(file)) != n.Hash {
		return ErrIncomplete
	}
	return nil
}

// maxName is the longest name looked at, in bytes; file systems end at 255
// characters.
const maxName = 1024

var nameForm = regexp.MustCompile(
	`tf1-([0-9a-z]{10})-(?:r-(s[0-9a-z]{6})|([0-9a-z]{10})-([0-9]{6,18}))-([0-9a-z]{12})(-d\.age)?`)

// ParseName reads exactly the names that [Name.String] writes.
func ParseName(s string) (Name, bool) {
	n, ok := FindName(s)
	return n, ok && n.String() == s
}

// FindName finds our name inside another one. Providers and people rename
// copies in many ways, "Copy of …", "… (1).age", "… (Anna's conflicted copy)",
// in another case even; the content is as good as any.
func FindName(s string) (Name, bool) {
	if len(s) > maxName {
		return Name{}, false
	}
	s = strings.ToLower(s)
	for {
		m := nameForm.FindStringSubmatchIndex(s)
		if m == nil {
			return Name{}, false
		}
		if n, ok := submatch(s, m); ok {
			return n, true
		}
		s = s[m[0]+1:]
	}
}

func submatch(s string, m []int) (Name, bool) {
	part := func(i int) string {
		if m[2*i] < 0 {
			return ""
		}
		return s[m[2*i]:m[2*i+1]]
	}
	if end := m[11]; end < len(s) && strings.ContainsRune("0123456789abcdefghijklmnopqrstuvwxyz", rune(s[end])) {
		return Name{}, false // a longer word than a hash
	}
	n := Name{Vault: part(1), Slot: part(2), Dev: part(3), Hash: part(5), Delta: part(6) != ""}
	if !identity.ValidID(n.Vault) || !validHash(n.Hash) {
		return Name{}, false
	}
	if n.Slot != "" {
		n.Delta = false
		return n, identity.ValidSlotID(n.Slot)
	}
	seq, err := strconv.ParseUint(part(4), 10, 64)
	n.Seq = seq
	return n, err == nil && identity.ValidID(n.Dev)
}

func validHash(s string) bool {
	// Twelve letters of base32 are 60 bits: any twelve are the start of some
	// hash, so the alphabet is all there is to check.
	return !strings.ContainsAny(s, "ilou")
}
