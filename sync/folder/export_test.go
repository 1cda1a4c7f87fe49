package folder

// ErrBusy is what Windows says while another program holds a file.
var ErrBusy = errBusy

// File is a file being written.
type File = file

// Fake puts other functions in the place of the system's; nil keeps one.
func (d *Dir) Fake(
	create func(string) (File, error), rename func(string, string) error, read func(string) ([]byte, error),
) {
	if create != nil {
		d.sys.create = create
	}
	if rename != nil {
		d.sys.rename = rename
	}
	if read != nil {
		d.sys.read = read
	}
}

// Create, ReadFile are the real ones.
var (
	Create   = createFile
	ReadFile = readFile
)

// Volume pretends that the folder was last seen on another disk.
func (d *Dir) SetVolume(v uint64) { d.volume = v }

// Looked is how often it was looked whether the watched folder is still there.
func (d *Dir) Looked() int64 { return d.watch.looked.Load() }

// ConfigParsers are the readers of other programs' configuration.
var ConfigParsers = []func([]byte) []Place{
	parseDropbox, parseNextcloud, func(b []byte) []Place { return parseSyncthing(b, "/home/hanako") },
}
