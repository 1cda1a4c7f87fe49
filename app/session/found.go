package session

import (
	"twofold/internal/account"
	"twofold/internal/importer"
)

// Found is what a picture, a text or a file had in it.
type Found struct {
	Candidates []Candidate
	// Problems are the parts that gave no account: a file that is no picture,
	// a code that is not an account, an entry with a bad secret. They never
	// keep the candidates back.
	Problems []Problem
	Pictures []Picture
	// Pages tells how far an export in several QR codes has been read. Nil if
	// there is none, or it is complete.
	Pages *Pages
	// Imported tells that files were read beside pictures.
	Imported bool
	// App is the program whose export was read; empty if it was several, or
	// none that can be told.
	App string
	// Notes are what the user should hear about the files.
	Notes []importer.Note
	// Import has the files that need a password; nil if none does. The
	// candidates are then those of the other files.
	Import *Import
	// Clear are the paths of files that gave accounts without a password:
	// after the import they had better go.
	Clear []string
}

// Pages is an export in parts, "part 1 of 3".
type Pages struct {
	Have, Total int
	Missing     []int // numbers from 1
}

// Problem is one thing that could not be used, and why: an error of the qr,
// otpauth, account or importer package, or of this one.
type Problem struct {
	Name string // file name, or the entry's title; may be empty
	Line int    // of a text or table, from 1; 0 elsewhere
	Err  error
}

// Candidate is an account that may be added.
type Candidate struct {
	Account   account.Account
	Duplicate Duplicate
	Choice    Choice
	// Archived tells that the other program had put the account away. It is
	// left out unless the user wants it.
	Archived bool
	// Trashed tells that it lay in the trash of a Twofold. Adding it puts it
	// into the trash here, for another 30 days.
	Trashed bool
	// Part tells that it is of an export in several QR codes. Each further code
	// gives all that were read so far.
	Part bool
}

// DuplicateKind says how a candidate relates to the vault.
type DuplicateKind int

// The kinds.
const (
	NotDuplicate DuplicateKind = iota
	SameAccount                // same key, issuer and name
	OtherKey                   // same issuer and name, another key
	SameKey                    // same key, other names
)

// Duplicate is the relation of a candidate to an account in the vault.
type Duplicate struct {
	Kind  DuplicateKind
	ID    string // of the account in the vault
	Title string // of the account in the vault
}

// Choice is what to do with a candidate.
type Choice int

// The choices.
const (
	ChoiceAdd     Choice = iota // add it (with OtherKey or SameKey: keep both)
	ChoiceSkip                  // leave it
	ChoiceReplace               // OtherKey: give the known account the new key
)

// Added is what came of an Add: every candidate is in one of its numbers.
type Added struct {
	IDs      []string // of new and replaced accounts of the list, in order
	Replaced int      // of IDs: known accounts with a new key
	Skipped  int
	Here     int       // of Skipped: they are in the vault already
	Trashed  int       // new accounts that went into the trash, where they came from
	Problems []Problem // refused ones
}

// New is how many accounts are new in the list.
func (a Added) New() int { return len(a.IDs) - a.Replaced }

// Manual is the form for typing an account by hand. Zero values of the
// advanced fields mean the defaults of the type.
type Manual struct {
	Issuer, Name, Reading, Note string
	Secret                      string // base32; hex for Mobile-OTP
	PIN                         string
	Type                        account.Type
	Algorithm                   account.Algorithm
	Digits, Period              int
	Counter                     uint64
	Groups                      []string
}

// Changes are the edits of one account; nil fields stay as they are.
type Changes struct {
	Issuer, Name, Reading, Note *string
	Groups                      *[]string
	Pinned                      *bool
	Kind                        *account.Kind
	Icon                        *account.Icon
	RecoveryCodes               *[]account.RecoveryCode
	ActionRequired              *bool // on this computer
	Binding                     *account.Binding
	Key                         *Manual // type, secret and parameters only; an empty secret keeps the secret
}
