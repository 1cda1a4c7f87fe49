package session

import (
	"twofold/internal/account"
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
	Err  error
}

// Candidate is an account that may be added.
type Candidate struct {
	Account   account.Account
	Duplicate Duplicate
	Choice    Choice
}

// DuplicateKind says how a candidate relates to the vault.
type DuplicateKind int

// The kinds.
const (
	NotDuplicate DuplicateKind = iota
	SameAccount                // same secret, issuer and name
	OtherKey                   // same issuer and name, another secret
	SameKey                    // same secret, other names
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

// Added is what came of an Add.
type Added struct {
	IDs      []string // of new and replaced accounts, in order
	Skipped  int
	Problems []Problem // refused ones
}

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
	ActionRequired              *bool
	Key                         *Manual // type, secret and parameters only; an empty secret keeps the secret
}
