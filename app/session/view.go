package session

import (
	"sync"
	"time"

	"twofold/internal/account"
	"twofold/internal/vault"
)

// View is the vault as the window shows it, at one moment. It never changes;
// a new one replaces it with every [ListChanged].
type View struct {
	Rows  []Row // not trashed, in the user's own order
	Trash []Row // newest first
	// Kept are accounts that another computer deleted for ever although they
	// were restored or changed here: [Session.KeepCopy] or [Session.LetGo].
	Kept   []Row
	Groups []Group
	// ActionRequired counts the rows that need something of the user.
	ActionRequired int
	Settings       Settings
	// Rules name the services whose accounts are suggested to be bound.
	Rules account.Rules

	byID      map[string]*Row
	hotp      map[string]string // codes that counter-based accounts gave last
	index     *vault.Index
	searching sync.Mutex
}

// Row is one account without its secret.
type Row struct {
	ID             string
	Issuer, Name   string
	Reading, Note  string
	Groups         []string // names
	Pinned         bool
	Icon           account.Icon
	Kind           account.Kind
	Binding        account.Binding
	RecoveryCodes  []account.RecoveryCode
	Type           account.Type
	Algorithm      account.Algorithm
	Digits, Period int
	Counter        uint64
	ActionRequired bool  // on this computer
	Merged         bool  // two computers changed a field at once; see Session.Merged
	Work           bool  // a rule says that it is an account of work or school
	Problem        error // why this account cannot make codes, or nil
	Usage          account.Usage
	Added, Trashed time.Time

	key account.Key
}

// Title and Subtitle are the two lines of the row.
func (r *Row) Title() string    { return r.names().Title() }
func (r *Row) Subtitle() string { return r.names().Subtitle() }

func (r *Row) names() account.Account {
	return account.Account{Issuer: r.Issuer, Name: r.Name}
}

// Group is one of the user's groups.
type Group struct {
	ID, Name string
	Count    int
}

// Settings are the few that follow the user to other computers.
type Settings struct {
	Sort      Sort
	ShowNext  ShowNext
	HideCodes bool
}

// Sort is the order of the list.
type Sort string

// The orders.
const (
	SortManual Sort = "manual"
	SortName   Sort = "name"
	SortUsed   Sort = "used"
	SortAdded  Sort = "added"
)

// ShowNext says when rows show the code after this one.
type ShowNext string

// The choices.
const (
	NextAlways ShowNext = "always"
	NextLast   ShowNext = "last" // in the last five seconds
	NextNever  ShowNext = "never"
)

// Code is what a row shows.
type Code struct {
	Now, Next string // without spaces; Now is empty for HOTP until one was asked for
	// Left is how many whole seconds Now is valid, from 1 to Period.
	Left, Period int
}

// Row finds an account by id, in the list or in the trash; nil if it is gone.
func (v *View) Row(id string) *Row { return v.byID[id] }

// Hit is a row that belongs on the screen, with the parts of its title and
// subtitle that matched the search, as byte ranges.
type Hit struct {
	Row             *Row
	Title, Subtitle [][2]int
}

// Filter chooses rows.
type Filter struct {
	Group  string // id; empty for all
	Action bool   // only rows that need something of the user
	Query  string
	Sort   Sort // empty: as Settings say
}
