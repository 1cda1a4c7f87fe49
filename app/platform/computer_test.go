package platform

import (
	"strings"
	"testing"
	"unicode/utf8"
)

func TestParseOSRelease(t *testing.T) {
	tests := []struct{ file, want string }{
		{"PRETTY_NAME=\"Debian GNU/Linux 12 (bookworm)\"\nNAME=\"Debian GNU/Linux\"\nVERSION_ID=\"12\"\n", "Debian 12"},
		{"NAME=\"Ubuntu\"\nVERSION_ID=\"24.04\"\n", "Ubuntu 24.04"},
		{"NAME='Arch Linux'\nPRETTY_NAME=\"Arch\"\n", "Arch Linux"},
		{"# NAME=no\nNAME=Fedora\\ Linux\n", `Fedora\ Linux`},
		{"PRETTY_NAME=Only\n", "Only"},
		{"", ""},
		{"NAME=\"", `"`},
	}
	for _, tt := range tests {
		if got := parseOSRelease(strings.NewReader(tt.file)); got != tt.want {
			t.Errorf("parseOSRelease(%q) = %q, want %q", tt.file, got, tt.want)
		}
	}
}

func TestParseMachineInfo(t *testing.T) {
	if got := parseMachineInfo(strings.NewReader("PRETTY_HOSTNAME=\"Hanako's \\\"old\\\" laptop\"\n")); got != `Hanako's "old" laptop` {
		t.Errorf("pretty host name %q", got)
	}
}

func TestTidyName(t *testing.T) {
	for in, want := range map[string]string{
		"  花子のPC\n":                         "花子のPC",
		"a\x00b\x1b[":                       "ab[",
		"bad\xff":                           "",
		"":                                  "",
		strings.Repeat("長", maxNameRunes+5): strings.Repeat("長", maxNameRunes),
	} {
		if got := tidyName(in); got != want {
			t.Errorf("tidyName(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestThisComputer(t *testing.T) {
	c := ThisComputer(t.Context())
	if c.Name == "" || c.System == "" || !utf8.ValidString(c.Name+c.System) {
		t.Errorf("this computer is %+v", c)
	}
	t.Logf("%+v", c)
}
