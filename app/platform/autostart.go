package platform

import (
	"encoding/xml"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// Autostart starts the program when the user signs in. What is stored is the
// path of the program, so call [SetAutostart] again when it has moved.

// SetAutostart turns it on, with the program and its arguments, or off. It is
// [errors.ErrUnsupported] where the system has no such thing.
func SetAutostart(on bool, program string, args ...string) error {
	if !on {
		if err := removeAutostart(); err != nil {
			return fmt.Errorf("remove autostart: %w", err)
		}
		return nil
	}
	if !filepath.IsAbs(program) {
		return fmt.Errorf("set autostart: program path is not absolute")
	}
	command := append([]string{program}, args...)
	for _, c := range command {
		if strings.ContainsAny(c, "\x00\n\r") {
			return fmt.Errorf("set autostart: program path cannot be written down")
		}
	}
	if err := writeAutostart(command); err != nil {
		return fmt.Errorf("set autostart: %w", err)
	}
	return nil
}

// Program is the absolute path of this program, as it can be started again. An
// AppImage runs from a mount that is gone after a restart; it tells its own
// path.
func Program() (string, error) {
	if image := os.Getenv("APPIMAGE"); filepath.IsAbs(image) {
		return image, nil
	}
	return os.Executable()
}

// HasAutostart reports whether it is on.
func HasAutostart() (bool, error) { return hasAutostart() }

// entryEnvironment is what the packages' desktop entry starts the program with.
const entryEnvironment = platformVariable + "=x11"

// desktopEntry is an entry as the Desktop Entry Specification 1.5 and the
// Autostart Specification want it.
//
// The environment is that of the packages' own entry. A program whose path has
// an equals sign would be taken by env(1) for more of it; that one sets what it
// needs by itself alone, see [ChooseDisplay].
func desktopEntry(command []string) []byte {
	quoted := make([]string, len(command))
	for i, c := range command {
		quoted[i] = quoteExec(c)
	}
	if len(command) > 0 && !strings.Contains(command[0], "=") {
		quoted = append([]string{"env", entryEnvironment}, quoted...)
	}
	return []byte("[Desktop Entry]\nType=Application\nName=Twofold\nIcon=" + AppID +
		"\nExec=" + strings.Join(quoted, " ") +
		"\nTerminal=false\nX-GNOME-Autostart-enabled=true\n")
}

// quoteExec quotes one argument of an Exec key. The quoting applies twice:
// once for the argument (double quotes), once for the string value.
func quoteExec(arg string) string {
	arg = strings.NewReplacer(`\`, `\\`, `"`, `\"`, "`", "\\`", `$`, `\$`).Replace(arg)
	arg = strings.ReplaceAll(arg, `\`, `\\`)
	return `"` + strings.ReplaceAll(arg, "%", "%%") + `"`
}

// launchAgent is a property list as launchd.plist(5) wants it.
func launchAgent(command []string) ([]byte, error) {
	var b strings.Builder
	b.WriteString(xml.Header + `<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">` +
		"\n<plist version=\"1.0\">\n<dict>\n\t<key>Label</key>\n\t<string>" + AppID +
		"</string>\n\t<key>ProgramArguments</key>\n\t<array>\n")
	for _, c := range command {
		b.WriteString("\t\t<string>")
		if err := xml.EscapeText(&b, []byte(c)); err != nil {
			return nil, err
		}
		b.WriteString("</string>\n")
	}
	b.WriteString("\t</array>\n\t<key>RunAtLoad</key>\n\t<true/>\n</dict>\n</plist>\n")
	return []byte(b.String()), nil
}

// writeWhole replaces a small file of the desktop by way of a temporary one
// in the same directory.
func writeWhole(path string, data []byte) (err error) {
	dir := filepath.Dir(path)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	f, err := os.CreateTemp(dir, ".twofold-*")
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			_ = os.Remove(f.Name())
		}
	}()
	if _, err = f.Write(data); err != nil {
		_ = f.Close()
		return err
	}
	if err = f.Close(); err != nil {
		return err
	}
	return os.Rename(f.Name(), path)
}
