// Twofold is an authenticator for the desktop: two-factor codes from an encrypted vault.
//
//	twofold                     open the window (or raise the one that is open)
//	twofold URI or FILE...      open it and add what is in there
//	twofold COMMAND ...         what works without a display; --help says how
//
// Before the command: --data-dir DIR (or TWOFOLD_DATA_DIR), --no-keyring,
// --passphrase-fd N, --toggle, --hidden, --version.
package main

import (
	"context"
	"crypto/rand"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"runtime"
	"time"

	"twofold/app/cli"
	"twofold/app/config"
	"twofold/app/locale"
	"twofold/app/platform"
	"twofold/app/session"
	"twofold/app/window"
)

// version is set by the linker for a release.
var version = "0.1.0-dev"

type options struct {
	dataDir                            string
	noKeyring, toggle, hidden, version bool
	passFD                             int
}

func main() {
	if len(os.Args) > 1 { // a window alone outlives the console it was started from
		platform.AttachConsole()
	}
	os.Exit(run(os.Args[1:]))
}

func run(args []string) int {
	var o options
	flags := flag.NewFlagSet("twofold", flag.ContinueOnError)
	flags.SetOutput(io.Discard) // it speaks English alone
	flags.StringVar(&o.dataDir, "data-dir", os.Getenv("TWOFOLD_DATA_DIR"), "")
	flags.BoolVar(&o.noKeyring, "no-keyring", false, "")
	flags.IntVar(&o.passFD, "passphrase-fd", -1, "")
	flags.BoolVar(&o.toggle, "toggle", false, "")
	flags.BoolVar(&o.hidden, "hidden", false, "")
	flags.BoolVar(&o.version, "version", false, "")
	misread := flags.Parse(args)
	if o.version {
		fmt.Println("twofold", version)
		return cli.Done
	}
	folders, err := platform.FindFolders(o.dataDir)
	langs := locale.FromEnvironment(os.Getenv)
	if err != nil {
		fmt.Fprintln(os.Stderr, "twofold: "+locale.Plain(locale.New("", langs).T("err.home")))
		return cli.Refused
	}
	cfg, report := config.Open(folders.Config, config.Disk{}, time.Now)
	texts := locale.New(locale.Parse(cfg.Settings().Language), langs)
	if misread != nil {
		return cli.Misread(misread, os.Stdout, os.Stderr, texts)
	}
	if rest := flags.Args(); len(rest) > 0 && cli.Known(rest[0]) {
		return command(o, folders, cfg, texts, rest)
	}
	return window.Main(context.Background(), window.Start{
		Folders: folders, Config: cfg, Report: report, Texts: texts, Languages: langs, Version: version,
		Toggle: o.toggle, Hidden: o.hidden, DataDir: o.dataDir, NoKeyring: o.noKeyring, Items: flags.Args(),
		Session: func(c session.Clipboard) *session.Session { return newSession(o, folders, cfg, c, 0, true) },
	})
}

// command runs one of the commands that need no display.
func command(o options, f platform.Folders, cfg *config.File, texts *locale.Texts, args []string) int {
	ctx, stop := signal.NotifyContext(context.Background(), platform.EndSignals()...)
	defer stop()
	var s *session.Session
	defer func() {
		if s != nil {
			_ = s.Close() // every command has said by then what could not be saved
		}
	}()
	return cli.Main(ctx, args, cli.Env{
		In: os.Stdin, Out: os.Stdout, Err: os.Stderr, Now: time.Now, After: time.After, Texts: texts, Passphrase: cli.PassphraseFrom(o.passFD),
		KeepFolder: func(folder string) error {
			return cfg.Change(func(set *config.Settings) { set.Folder, set.FolderPaused = folder, false })
		},
		Session: func() *session.Session {
			if s == nil {
				s = newSession(o, f, cfg, nil, time.Minute, false) // scripts look into the folder next
			}
			return s
		},
	})
}

// newSession makes the session of a command, or with later that of a window,
// which says itself when the folder may be read.
func newSession(o options, f platform.Folders, cfg *config.File, clip session.Clipboard, flush time.Duration, later bool) *session.Session {
	home, _ := os.UserHomeDir() // without one, no directory is spared
	so := session.Options{
		DataDir: f.Data, TempDirs: session.TempDirs(runtime.GOOS, home, os.TempDir()), Version: version, Now: time.Now, Rand: rand.Reader, Clipboard: clip,
		Computer: func(ctx context.Context) (name, system string) { return platform.ThisComputer(ctx).Both() },
		Folder:   cfg.Settings().Folder, Paused: cfg.Settings().FolderPaused, FolderLater: later, FlushLimit: flush,
		AskAlways: cfg.Settings().AppLock == config.LockPassphrase, OneDrive: platform.OneDriveFolders(), Drives: platform.Drives(),
	}
	if !o.noKeyring {
		so.Keyring = platform.NewKeyring()
	}
	return session.New(so)
}
