package vault

import (
	"cmp"
	"slices"
	"strconv"
)

// Fields of records. Groups and recovery codes of an account are one field
// each, so that two computers can change two of them at the same time.
const (
	fieldIssuer   = "issuer"
	fieldLabel    = "label" // the name at the service, as otpauth calls it
	fieldReading  = "reading"
	fieldNote     = "note"
	fieldOrder    = "ord"
	fieldPinned   = "pin"
	fieldKind     = "kind"
	fieldBinding  = "binding"
	fieldAction   = "act" // of a bound record: "yes" or "no"; true in an account, as it once was shared
	fieldBrand    = "brand"
	fieldPNG      = "png"
	fieldAdded    = "added"   // Unix seconds
	fieldTrash    = "trash"   // Unix seconds; of a gone record: stamp of the trash it emptied
	fieldRenewed  = "renewed" // Unix seconds: the user says that the key was replaced
	fieldVersion  = "otp"     // id of the version in use
	prefixGroup   = "g/"      // and the id of a group: true
	prefixCode    = "code/"   // and an id: {"n":place,"used":true,"x":text}
	fieldName     = "name"    // of a group
	fieldRemoved  = "del"     // of a group: true
	fieldValue    = "v"       // of a setting
	fieldURI      = "uri"     // of a version
	fieldMade     = "at"      // of a version, Unix seconds
	memberKind    = "k"
	memberID      = "id"
	memberStamp   = "t"
	memberStamps  = "ft"
	memberKeys    = "vers"
	memberUse     = "use"
	memberDropped = "drop"
	memberCounter = "n"
)

// record is one record whose fields are joined one by one. A stored record
// is never changed; an edit makes a new one.
type record struct {
	kind, id string
	t        Stamp     // of the whole record; a maximum
	fields   []field   // sorted by name
	vers     []version // sorted by id; only of accounts
	use      []usage   // sorted by device; only of accounts
	// source is the line in the order of its names, if the record is as it was
	// read. It only spares the comparison of what is equal anyway.
	source string
}

// field is a register: the last writer wins.
type field struct {
	name  string
	t     Stamp
	value string // canonical JSON; empty for zero, which equals absent
}

// version is one key of an account. Its content never changes.
type version struct {
	id      string
	t       Stamp
	content []member // uri, at, and what newer versions of Twofold add
	n       uint64   // counter of the next code; a maximum
	// dropped, a maximum, is when the secret was taken out of the shared lines.
	// From t on backwards it hides the content; publishing again raises t.
	dropped Stamp
}

// usage counts the copied codes of one device, both numbers as a maximum.
type usage struct {
	device string
	count  uint64
	last   uint64 // Unix seconds
}

// hasKeys reports whether records of this kind have versions and usage.
func hasKeys(kind string) bool {
	return kind == kindAccount || kind == kindBound || kind == kindKept
}

// isLocal reports whether records of this kind stay on this computer.
func isLocal(kind string) bool {
	return kind == kindBound || kind == kindKept || kind == kindMerged
}

func (r *record) find(name string) (int, bool) {
	if r == nil {
		return 0, false
	}
	return slices.BinarySearchFunc(r.fields, name, func(f field, n string) int { return cmp.Compare(f.name, n) })
}

// value is the canonical JSON of a field, empty for none or zero.
func (r *record) value(name string) string {
	if i, ok := r.find(name); ok {
		return r.fields[i].value
	}
	return ""
}

func (r *record) stamp(name string) Stamp {
	if i, ok := r.find(name); ok {
		return r.fields[i].t
	}
	return ""
}

// text, truth and number read a field as its type; a value of another type
// counts as zero, but stays what it is.
func (r *record) text(name string) string {
	s, _ := unquote(r.value(name))
	return s
}

func (r *record) truth(name string) bool { return r.value(name) == "true" }

func (r *record) number(name string) int64 {
	n, err := strconv.ParseInt(r.value(name), 10, 64)
	if err != nil {
		return 0
	}
	return n
}

func (r *record) version(id string) *version {
	if r == nil {
		return nil
	}
	i, ok := slices.BinarySearchFunc(r.vers, id, func(v version, id string) int { return cmp.Compare(v.id, id) })
	if !ok {
		return nil
	}
	return &r.vers[i]
}

// get is a member of the content as canonical JSON.
func (v *version) get(name string) string {
	for _, m := range v.content {
		if m.name == name {
			return m.value
		}
	}
	return ""
}

// uri is the key as text; empty if it has left the shared lines.
func (v *version) uri() string {
	s, _ := unquote(v.get(fieldURI))
	return s
}

// latest is the greatest stamp time in the record.
func (r *record) latest() uint64 {
	t := r.t
	for i := range r.fields {
		t = max(t, r.fields[i].t)
	}
	for i := range r.vers {
		t = max(t, r.vers[i].t, r.vers[i].dropped)
	}
	return t.time()
}

// copy is a record whose slices may be changed.
func (r *record) copy() *record {
	c := *r
	c.source = ""
	c.fields, c.vers, c.use = slices.Clone(r.fields), slices.Clone(r.vers), slices.Clone(r.use)
	return &c
}

// set writes a field. r must be a copy.
func (r *record) set(name string, t Stamp, value string) {
	f := field{name, t, nonZero(value)}
	i, ok := r.find(name)
	if ok {
		r.fields[i] = f
		return
	}
	r.fields = slices.Insert(r.fields, i, f)
}

// setVersion adds a version or replaces the one of its id. r must be a copy.
func (r *record) setVersion(v version) {
	i, ok := slices.BinarySearchFunc(r.vers, v.id, func(v version, id string) int { return cmp.Compare(v.id, id) })
	if ok {
		r.vers[i] = v
		return
	}
	r.vers = slices.Insert(r.vers, i, v)
}

// stripped is v without its content if that was dropped.
func (v version) stripped() version {
	if v.t <= v.dropped {
		v.content = nil
	}
	return v
}

// settle makes t the stamp of all fields where they agree on a later one, so
// that a record that was rewritten as a whole is short again. r must be a copy.
func (r *record) settle() {
	if len(r.fields) == 0 {
		return
	}
	t := r.fields[0].t
	for _, f := range r.fields {
		if f.t != t {
			return
		}
	}
	r.t = max(r.t, t)
}
