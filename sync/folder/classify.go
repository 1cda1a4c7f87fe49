package folder

import "strings"

// class says what a name in the folder is.
type class int

const (
	other       class = iota // none of our business
	exact                    // a name just as it is given to files
	copied                   // a conflict copy, or something renamed
	placeholder              // stands for a file that is not downloaded
	temporary                // being written, by us or by another computer
)

// classify looks at one name. It does not need to know how the providers name
// their conflict copies, which is undocumented and changes: whatever holds our
// prefix, or ends like our files, is worth a look inside.
func (n Names) classify(name string) (class, string) {
	if strings.HasPrefix(name, "~$") || strings.HasSuffix(name, ".tmp") {
		return temporary, name
	}
	if real, ok := placeholderFor(name); ok {
		if n.interesting(real) {
			return placeholder, real
		}
		return other, name
	}
	switch {
	case n.exact(name):
		return exact, name
	case n.interesting(name):
		return copied, name
	}
	return other, name
}

// placeholderFor finds stubs that stand for a file: ".name.icloud" of iCloud
// Drive up to macOS 13, and "name.nextcloud" of Nextcloud's virtual files.
func placeholderFor(name string) (string, bool) {
	if real, ok := strings.CutSuffix(name, ".icloud"); ok && strings.HasPrefix(real, ".") && len(real) > 1 {
		return real[1:], true
	}
	if real, ok := strings.CutSuffix(name, ".nextcloud"); ok && real != "" {
		return real, true
	}
	return "", false
}

// interesting ignores case, because some systems change it.
func (n Names) interesting(name string) bool {
	low := strings.ToLower(name)
	return strings.Contains(low, n.Prefix) || len(n.Suffixes) > 0 && strings.HasSuffix(low, n.Suffixes[0])
}

func (n Names) exact(name string) bool {
	rest, ok := strings.CutPrefix(name, n.Prefix)
	if !ok {
		return false
	}
	for _, suffix := range n.Suffixes {
		if stem, ok := strings.CutSuffix(rest, suffix); ok {
			return stem != "" && strings.Trim(stem, portable) == ""
		}
	}
	return false
}

// portable are the characters that no provider and no file system changes.
const portable = "abcdefghijklmnopqrstuvwxyz0123456789-"

// maxName leaves room for what providers append to conflict copies.
const maxName = 100

// checkName accepts a name that may be given to a new file. Names are made by
// this program, so this is a guard against mistakes, and against a path.
func (n Names) checkName(name string) error {
	if len(name) > maxName || !n.exact(name) {
		return ErrBadName
	}
	return nil
}
