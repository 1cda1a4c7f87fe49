package bplist

// Archive is what NSKeyedArchiver makes of objects: one flat list of them, in
// which objects refer to each other by number.
type Archive struct {
	objects Value
	top     Value
}

// OpenArchive finds the objects of an archive.
func OpenArchive(l *List) (*Archive, error) {
	a := &Archive{objects: l.Root().Key("$objects"), top: l.Root().Key("$top")}
	if a.objects.Len() == 0 || !a.top.Exists() {
		return nil, ErrDamaged
	}
	return a, nil
}

// Object is a value of an archive, its reference followed.
type Object struct {
	a  *Archive
	v  Value
	id uint64
}

// ID is the object's number in the archive; 0 for a value that is none of its
// objects. Two references to one object have the same.
func (o Object) ID() uint64 { return o.id }

// Root is the object that was archived.
func (a *Archive) Root() Object { return a.follow(a.top.Key("root")) }

// follow resolves one reference. References to references do not occur.
func (a *Archive) follow(v Value) Object {
	if n, ok := v.uid(); ok {
		if n >= uint64(a.objects.Len()) {
			return Object{a: a}
		}
		return Object{a: a, v: a.objects.At(int(n)), id: n}
	}
	return Object{a: a, v: v}
}

// Key is a field of an object, or the value under a key of a dictionary.
func (o Object) Key(key string) Object {
	if o.a == nil {
		return Object{}
	}
	if v := o.v.Key(key); v.Exists() {
		return o.a.follow(v)
	}
	keys, objects := o.v.Key("NS.keys"), o.v.Key("NS.objects")
	for i := range min(keys.Len(), objects.Len(), maxKeys) {
		if o.a.follow(keys.At(i)).v.is(key) {
			return o.a.follow(objects.At(i))
		}
	}
	return Object{a: o.a}
}

// Len is the number of elements of an archived array.
func (o Object) Len() int { return o.v.Key("NS.objects").Len() }

// At is element i of an archived array.
func (o Object) At(i int) Object {
	if o.a == nil {
		return Object{}
	}
	return o.a.follow(o.v.Key("NS.objects").At(i))
}

// Text is a string, plain or mutable, or a number as text.
func (o Object) Text() string {
	if s := o.v.Key("NS.string"); s.Exists() {
		return o.a.follow(s).v.Text()
	}
	if s := o.v.Text(); s != "$null" {
		return s
	}
	return ""
}

// Bytes are those of a data object, plain or mutable.
func (o Object) Bytes() []byte {
	if d := o.v.Key("NS.data"); d.Exists() {
		return o.a.follow(d).v.Bytes()
	}
	return o.v.Bytes()
}

// Int is a whole number.
func (o Object) Int() (int64, bool) { return o.v.Int() }
