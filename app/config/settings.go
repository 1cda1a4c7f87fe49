// Package config keeps the settings of this computer: how the window looks,
// when it locks, where the shared folder lies. They are a small JSON file of
// our own in the configuration directory, written atomically; the toolkit's
// preferences are not used because they are truncated in place and lost when
// the program is killed.
//
// Nothing in it is secret, and nothing secret may be put into it: no key, no
// account, no passphrase. Losing the file loses no account.
//
// The file is one JSON object. "version" is [Version]; the other keys are the
// json names of the fields of [Settings]. Keys this version does not know, and
// values it does not accept, stay in the file as they are.
package config

import (
	"reflect"
	"slices"
	"strings"
	"unicode/utf8"
)

// Version of the file that this program writes. A higher one is read as far
// as possible and never written.
const Version = 1

// Settings are the choices made on this computer. The zero value is not
// useful; start from [Defaults]. It holds no pointers but Folders, which
// callers treat as read-only.
type Settings struct {
	// Language of the window: "" follows the system, else "en" or "ja".
	Language string `json:"language"`
	Theme    Theme  `json:"theme"`
	// TextScale in percent of the design size, 85 to 200.
	TextScale int     `json:"text_scale"`
	Density   Density `json:"density"`
	Motion    Motion  `json:"motion"`
	// Autostart: start when the user signs in.
	Autostart bool `json:"autostart"`
	// Tray: closing the window keeps the program in the tray.
	Tray bool `json:"tray"`
	// Notify lets the desktop say that a new computer asks for the accounts
	// while the window is not in front.
	Notify bool `json:"notify"`

	// SingleClickCopy copies a code by one click instead of two.
	SingleClickCopy bool `json:"single_click_copy"`
	// ClipboardSeconds until a copied code is cleared; 0 is never.
	ClipboardSeconds int `json:"clipboard_seconds"`

	AppLock AppLock `json:"app_lock"`
	// AutoLockMinutes without input until the vault locks; 0 is never.
	AutoLockMinutes  int  `json:"auto_lock_minutes"`
	LockOnSleep      bool `json:"lock_on_sleep"`
	LockOnScreenLock bool `json:"lock_on_screen_lock"`
	LockOnHide       bool `json:"lock_on_hide"`

	// WindowWidth and WindowHeight in device-independent pixels when the
	// window was last closed; 0 means the design size.
	WindowWidth  int `json:"window_width"`
	WindowHeight int `json:"window_height"`
	// WindowScale is the scale of the screen it was on then, in per cent; 0 is
	// unknown.
	WindowScale int `json:"window_scale"`

	// Folder is the shared folder on this computer, "" for none. The path is
	// of this computer only and travels nowhere.
	Folder string `json:"folder"`
	// Folders were used before, newest first, at most [MaxFolders].
	Folders []string `json:"folders"`
	// FolderPaused: nothing is published or read until the user resumes.
	FolderPaused bool `json:"folder_paused"`
	// Rehearsed is when the recovery key was tried last, in seconds since
	// 1970; 0 if there was no backup yet.
	Rehearsed int64 `json:"rehearsed"`

	// UpdateNotice says so when a newer version of the program is out. It is
	// off until the user asks for it: it is all the program does on a network.
	UpdateNotice bool `json:"update_notice"`
	// UpdateAsked is when that was asked last, in seconds since 1970.
	UpdateAsked int64 `json:"update_asked"`
	// ExcludeFromCapture keeps the window out of screen pictures where the
	// system can do that.
	ExcludeFromCapture bool `json:"exclude_from_capture"`
	// IdleGovernor lets the window's loop sleep between seconds; a switch for
	// support, in case a system takes it badly.
	IdleGovernor bool `json:"idle_governor"`
}

// Theme is the choice of colours.
type Theme string

// The themes.
const (
	ThemeSystem       Theme = "system"
	ThemeLight        Theme = "light"
	ThemeDark         Theme = "dark"
	ThemeHighContrast Theme = "high-contrast"
)

// Density is the height of the rows.
type Density string

// The densities.
const (
	DensityComfortable Density = "comfortable"
	DensityCompact     Density = "compact"
	DensityLarge       Density = "large"
)

// Motion says whether the countdown ring is drawn.
type Motion string

// The kinds of motion.
const (
	MotionSystem  Motion = "system"
	MotionReduced Motion = "reduced"
)

// AppLock is what opens the program.
type AppLock string

// The locks.
const (
	LockKeyring    AppLock = "keyring"    // opens with the user's session
	LockPassphrase AppLock = "passphrase" // asks at each start
)

// Limits of values in the file.
const (
	MinTextScale = 85
	MaxTextScale = 200
	MaxFolders   = 8
	maxPath      = 4096
	maxPixels    = 16384
)

// Defaults are the settings of a fresh computer.
func Defaults() Settings {
	return Settings{
		Theme:            ThemeSystem,
		TextScale:        100,
		Density:          DensityComfortable,
		Motion:           MotionSystem,
		ClipboardSeconds: 30,
		AppLock:          LockKeyring,
		AutoLockMinutes:  15,
		LockOnSleep:      true,
		LockOnScreenLock: true,
		Notify:           true,
		IdleGovernor:     true,
	}
}

// repaired gives s with every value outside its limits put back to the
// default, and the json names of those.
func (s Settings) repaired() (Settings, []string) {
	d := Defaults()
	var bad []string
	oneOf(&bad, "language", &s.Language, d.Language, "", "en", "ja")
	oneOf(&bad, "theme", &s.Theme, d.Theme, ThemeSystem, ThemeLight, ThemeDark, ThemeHighContrast)
	oneOf(&bad, "density", &s.Density, d.Density, DensityComfortable, DensityCompact, DensityLarge)
	oneOf(&bad, "motion", &s.Motion, d.Motion, MotionSystem, MotionReduced)
	oneOf(&bad, "app_lock", &s.AppLock, d.AppLock, LockKeyring, LockPassphrase)
	between(&bad, "text_scale", &s.TextScale, d.TextScale, MinTextScale, MaxTextScale)
	between(&bad, "clipboard_seconds", &s.ClipboardSeconds, d.ClipboardSeconds, 0, 3600)
	between(&bad, "auto_lock_minutes", &s.AutoLockMinutes, d.AutoLockMinutes, 0, 24*60)
	between(&bad, "window_width", &s.WindowWidth, d.WindowWidth, 0, maxPixels)
	between(&bad, "window_height", &s.WindowHeight, d.WindowHeight, 0, maxPixels)
	between(&bad, "window_scale", &s.WindowScale, d.WindowScale, 0, 1000)
	if !goodPath(s.Folder) {
		s.Folder, bad = "", append(bad, "folder")
	}
	folders := slices.DeleteFunc(slices.Clone(s.Folders), func(f string) bool { return f == "" || !goodPath(f) })
	folders = folders[:min(len(folders), MaxFolders)]
	if len(folders) != len(s.Folders) {
		s.Folders, bad = folders, append(bad, "folders")
	}
	return s, bad
}

func oneOf[T comparable](bad *[]string, name string, v *T, fallback T, allowed ...T) {
	if slices.Contains(allowed, *v) {
		return
	}
	*v = fallback
	*bad = append(*bad, name)
}

func between(bad *[]string, name string, v *int, fallback, low, high int) {
	if *v >= low && *v <= high {
		return
	}
	*v = fallback
	*bad = append(*bad, name)
}

func goodPath(p string) bool {
	return len(p) <= maxPath && utf8.ValidString(p) && !strings.ContainsRune(p, 0)
}

// clone gives a copy that shares nothing.
func (s Settings) clone() Settings {
	s.Folders = slices.Clone(s.Folders)
	return s
}

// sameSettings reports whether nothing differs; no folders and an empty list
// of folders are the same.
func sameSettings(a, b Settings) bool {
	if !slices.Equal(a.Folders, b.Folders) {
		return false
	}
	a.Folders, b.Folders = nil, nil
	return reflect.DeepEqual(a, b)
}
