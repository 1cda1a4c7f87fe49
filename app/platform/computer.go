package platform

import (
	"bufio"
	"context"
	"io"
	"os"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// Computer says what other computers of the user call this one.
type Computer struct {
	Name   string // "Hanako's laptop", or the host name; never empty
	System string // "Debian 12", "Windows 11", "macOS 15.1"
}

// Both gives what the computer is called and the system it runs.
func (c Computer) Both() (name, system string) { return c.Name, c.System }

// maxNameRunes bounds both texts: they are shown on other computers.
const maxNameRunes = 64

// ThisComputer asks the system. It takes at most two seconds.
func ThisComputer(ctx context.Context) Computer {
	ctx, cancel := context.WithTimeout(ctx, 2*time.Second)
	defer cancel()
	name := tidyName(computerName(ctx))
	if name == "" {
		host, _ := os.Hostname()
		host, _, _ = strings.Cut(host, ".")
		name = tidyName(host)
	}
	if name == "" {
		name = "computer"
	}
	return Computer{Name: name, System: tidyName(systemName(ctx))}
}

// tidyName makes one printable line of limited length.
func tidyName(s string) string {
	if !utf8.ValidString(s) {
		return ""
	}
	s = strings.Map(func(r rune) rune {
		if unicode.IsPrint(r) {
			return r
		}
		return -1
	}, strings.TrimSpace(s))
	if r := []rune(s); len(r) > maxNameRunes {
		s = string(r[:maxNameRunes])
	}
	return strings.TrimSpace(s)
}

// parseOSRelease reads name and version from a file as os-release(5)
// describes it: "Debian 12", "Ubuntu 24.04", "Arch Linux".
func parseOSRelease(r io.Reader) string {
	fields := shellFields(r)
	name := strings.TrimSuffix(fields["NAME"], " GNU/Linux")
	if name == "" {
		return fields["PRETTY_NAME"]
	}
	if v := fields["VERSION_ID"]; v != "" {
		name += " " + v
	}
	return name
}

// parseMachineInfo reads the name a user gave, as machine-info(5) describes it.
func parseMachineInfo(r io.Reader) string { return shellFields(r)["PRETTY_HOSTNAME"] }

// shellFields reads lines of the form NAME=value, bounded in size.
func shellFields(r io.Reader) map[string]string {
	fields := map[string]string{}
	lines := bufio.NewScanner(io.LimitReader(r, 64<<10))
	for lines.Scan() {
		key, value, ok := strings.Cut(strings.TrimSpace(lines.Text()), "=")
		if ok && !strings.HasPrefix(key, "#") {
			fields[key] = unquoteShell(value)
		}
	}
	return fields
}

// unquoteShell undoes the quoting os-release(5) allows: one pair of quotes and
// backslashes.
func unquoteShell(s string) string {
	if len(s) >= 2 && (s[0] == '"' || s[0] == '\'') && s[len(s)-1] == s[0] {
		s = s[1 : len(s)-1]
	}
	return strings.NewReplacer(`\\`, `\`, `\"`, `"`, `\$`, `$`, "\\`", "`", `\'`, `'`).Replace(s)
}
