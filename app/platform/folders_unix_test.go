//go:build !windows && !darwin

package platform

import (
	"errors"
	"testing"
)

func TestSystemFolders(t *testing.T) {
	tests := []struct {
		name string
		home string
		env  map[string]string
		want Folders
		err  error
	}{
		{"defaults", "/home/h", nil, Folders{"/home/h/.local/share/twofold", "/home/h/.config/twofold", "/home/h/.cache/twofold"}, nil},
		{"variables", "/home/h", map[string]string{"XDG_DATA_HOME": "/d/", "XDG_CONFIG_HOME": "/c", "XDG_CACHE_HOME": "/x/../k"},
			Folders{"/d/twofold", "/c/twofold", "/k/twofold"}, nil},
		{"relative values are ignored", "/home/h", map[string]string{"XDG_DATA_HOME": "d"},
			Folders{"/home/h/.local/share/twofold", "/home/h/.config/twofold", "/home/h/.cache/twofold"}, nil},
		{"no home", "", map[string]string{"XDG_DATA_HOME": "/d"}, Folders{}, ErrNoHome},
		{"no home, all variables", "", map[string]string{"XDG_DATA_HOME": "/d", "XDG_CONFIG_HOME": "/c", "XDG_CACHE_HOME": "/k"},
			Folders{"/d/twofold", "/c/twofold", "/k/twofold"}, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := systemFolders(tt.home, func(name string) string { return tt.env[name] })
			if got != tt.want || !errors.Is(err, tt.err) {
				t.Errorf("folders %+v, %v; want %+v, %v", got, err, tt.want, tt.err)
			}
		})
	}
}

func TestFindFoldersOverride(t *testing.T) {
	got, err := FindFolders("/srv/a/../one")
	want := Folders{"/srv/one", "/srv/one/config", "/srv/one/cache"}
	if err != nil || got != want {
		t.Errorf("folders %+v, %v; want %+v", got, err, want)
	}
}
