// Package account says what a two-factor account is: its names, its key, and
// which values of them make sense. It knows nothing of files, windows, codes
// or merging; those packages use it as their common word.
package account

import "time"

// Account is one entry of the list, as a person sees it. Values that come
// from outside go through [Account.Clean] and [Key.Check] before they are kept.
type Account struct {
	// ID identifies the account in one vault and on all computers that share
	// it. Empty for an account that is not in a vault yet.
	ID string

	Issuer  string // the service, "GitHub"
	Name    string // the account at the service, "hanako@example.jp"
	Reading string // how Issuer sounds, for Japanese search: "らくてん", "rakuten"
	Note    string

	// Groups holds the names of the user's groups, in no particular order.
	Groups []string
	Pinned bool
	Icon   Icon

	Kind    Kind
	Binding Binding
	// ActionRequired marks an account that needs a new QR code, or a word of
	// the user, before its codes can be trusted on this computer.
	ActionRequired bool

	// RecoveryCodes are the one-time codes the service gave for emergencies.
	RecoveryCodes []RecoveryCode

	Key Key
	// Counter is the counter of the next HOTP code (RFC 4226, section 7.2).
	Counter uint64

	Usage Usage
	Added time.Time // when the account came into the vault; zero if unknown
	// Trashed is when the account was deleted; zero while it is in the list.
	Trashed time.Time
}

// Icon is what stands left of the names. The zero value means the brand icon
// that belongs to the issuer, or a monogram.
type Icon struct {
	Brand string // slug of a brand icon
	PNG   []byte // own picture, at most [MaxIcon] bytes; wins over Brand
}

// Kind says whose account it is.
type Kind string

// The kinds of accounts. The zero value counts as Personal.
const (
	Personal Kind = "personal"
	Work     Kind = "work" // work or school
	Other    Kind = "other"
)

// Binding says where the secret of an account may live.
type Binding string

// The bindings. The zero value counts as Shared.
const (
	Shared       Binding = "shared"
	ThisComputer Binding = "computer" // the secret stays on the computer that scanned it
)

// RecoveryCode is one of a service's own emergency codes.
type RecoveryCode struct {
	Text string
	Used bool
}

// Usage says how often and when codes of the account were copied, over all
// computers.
type Usage struct {
	Count uint64
	Last  time.Time
}

// Title is what a row shows first: the issuer, or the name where there is no
// issuer.
func (a Account) Title() string {
	if a.Issuer != "" {
		return a.Issuer
	}
	return a.Name
}

// Subtitle is what a row shows under the title: the name, unless the title
// already is the name.
func (a Account) Subtitle() string {
	if a.Issuer == "" {
		return ""
	}
	return a.Name
}
