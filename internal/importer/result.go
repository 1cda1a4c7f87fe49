package importer

import (
	"twofold/internal/account"
)

// App names where a file came from, by the name the product gives itself.
type App string

// The apps and forms that are told apart.
const (
	Aegis                  App = "Aegis"
	AndOTP                 App = "andOTP"
	ApplePasswords         App = "Apple Passwords"
	AuthenticatorExtension App = "Authenticator"
	AuthenticatorPlus      App = "Authenticator Plus"
	Authy                  App = "Authy"
	BattleNet              App = "Battle.net"
	Bitwarden              App = "Bitwarden"
	BitwardenAuthenticator App = "Bitwarden Authenticator"
	Dashlane               App = "Dashlane"
	Duo                    App = "Duo Mobile"
	Enpass                 App = "Enpass"
	Ente                   App = "Ente Auth"
	FreeOTP                App = "FreeOTP"
	FreeOTPPlus            App = "FreeOTP+"
	Google                 App = "Google Authenticator"
	KeePass                App = "KeePass"
	KeePassXC              App = "KeePassXC"
	Keeper                 App = "Keeper"
	LastPass               App = "LastPass"
	LastPassAuthenticator  App = "LastPass Authenticator"
	Microsoft              App = "Microsoft Authenticator"
	NordPass               App = "NordPass"
	OnePassword            App = "1Password"
	OTPAuth                App = "OTP Auth"
	OTPClient              App = "OTPClient"
	Proton                 App = "Proton Authenticator"
	ProtonPass             App = "Proton Pass"
	Raivo                  App = "Raivo OTP"
	RoboForm               App = "RoboForm"
	Steam                  App = "Steam"
	Stratum                App = "Stratum"
	TOTPAuthenticator      App = "TOTP Authenticator"
	TwoFAS                 App = "2FAS"
	TwoFast                App = "2fast"
	TwoFAuth               App = "2FAuth"
	Twofold                App = "Twofold"
	WinAuth                App = "WinAuth"

	// These are files that many apps make.
	TextList App = "text"
	HTML     App = "HTML"
	JSON     App = "JSON"
	Picture  App = "picture"
	Table    App = "CSV"
)

// Entry is one account that was found, with what its source knew about it.
// Texts are clean, the key is checked, favourites are Pinned.
type Entry struct {
	account.Account
	// Archived tells that the source had put the account away: archived, or
	// in a trash that the source still showed.
	Archived bool
	// Trashed tells that it lay in the trash of a Twofold, and belongs into
	// one again.
	Trashed bool
	// Order is the position in the source's own order, from 0.
	Order int
	// File is the name of the file it came from.
	File string
}

// Rejected is an entry that was refused, and why.
type Rejected struct {
	Title string // "GitHub: hanako"; empty if nobody knows
	File  string
	Line  int // in a text or table, from 1; 0 elsewhere
	// Err is an [*account.FieldError] where a value is wrong.
	Err error
}

// NoteKind is something the user should hear about a result.
type NoteKind string

// The notes.
const (
	// NotePagesMissing: codes of a larger export have not been shown yet;
	// Pages has their numbers from 1, Count how many there are in all.
	NotePagesMissing NoteKind = "pages missing"
	// NotePasswordsInside: the file also holds passwords in the clear and
	// should be deleted.
	NotePasswordsInside NoteKind = "passwords inside"
	// NoteWithoutCode: Count entries are not one-time passwords at all, such
	// as push approvals, and were left out.
	NoteWithoutCode NoteKind = "without code"
	// NoteTrash: Count entries in the source's trash were left out.
	NoteTrash NoteKind = "in the trash"
	// NoteIcons: Count pictures could not be kept.
	NoteIcons NoteKind = "icons"
)

// Note is one thing to hear about.
type Note struct {
	Kind  NoteKind
	Count int
	Pages []int
}

// Result is everything that was found, and everything that was not.
type Result struct {
	// App is where the entries came from; empty if from several apps.
	App App
	// Encrypted is false if any file could be read without a password: it
	// should be deleted after the import.
	Encrypted bool
	Entries   []Entry
	Rejected  []Rejected
	// Files are those that gave nothing, or not everything.
	Files []FileError
	Notes []Note
}

// Lock says what a locked file needs.
type Lock struct {
	File string
	App  App
	// Guessed tells that the file has no mark of its own: it is taken for one
	// of App because nothing else fits. A wrong password may then be a wrong
	// guess.
	Guessed bool
	// KeyFile tells that the app can ask for more than a password (a key
	// file, a hardware key); nobody can see from outside whether it does. A
	// key file is used if it is among the files of the import.
	KeyFile bool
}
