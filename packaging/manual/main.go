// Manual writes the man pages, in English and Japanese, and the shell
// completions. What commands there are it takes from the program itself, so
// that none can be left out; what they are for stands in a table here.
//
//	go run ./packaging/manual -out DIR -version 1.2.3 -date 2026-11-22
package main

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"twofold/app/cli"
)

func main() {
	out := flag.String("out", "", "directory laid out like /usr")
	version := flag.String("version", "", "version of the program")
	date := flag.String("date", "", "date of the release, as 2026-11-22")
	flag.Parse()
	if err := write(*out, *version, *date); err != nil {
		fmt.Fprintln(os.Stderr, "manual:", err)
		os.Exit(1)
	}
}

// write makes every file below dir.
func write(dir, version, date string) error {
	var usage bytes.Buffer
	cli.Usage(&usage)
	cmds := commands(usage.String())
	if len(cmds) == 0 {
		return fmt.Errorf("the program's usage names no command")
	}
	files := map[string]string{
		"share/man/man1/twofold.1":                     page(english, cmds, version, date),
		"share/man/ja/man1/twofold.1":                  page(japanese, cmds, version, date),
		"share/bash-completion/completions/twofold":    bash(cmds),
		"share/zsh/site-functions/_twofold":            zsh(cmds),
		"share/fish/vendor_completions.d/twofold.fish": fish(cmds),
	}
	for name, text := range files {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			return err
		}
	}
	return nil
}

// command is one command as the program's usage gives it.
type command struct {
	name  string
	usage string   // all of the line, as "code NAME [--next]"
	flags []string // with their dashes
	words []string // that follow it, as "show" in "[show | remove ID]"
}

var (
	flagName = regexp.MustCompile(`--[a-z][a-z-]*`)
	subWord  = regexp.MustCompile(`[[|] ?([a-z]+)`)
)

// commands reads the program's usage: a first line about the program, then a
// line "twofold COMMAND ..." for each command.
func commands(usage string) []command {
	var out []command
	for i, line := range strings.Split(usage, "\n") {
		rest, ok := strings.CutPrefix(strings.TrimSpace(line), "twofold ")
		if i == 0 || !ok || rest == "" || rest[0] < 'a' || rest[0] > 'z' {
			continue
		}
		name, _, _ := strings.Cut(rest, " ")
		c := command{name: name, usage: strings.Join(strings.Fields(rest), " "), flags: unique(flagName.FindAllString(rest, -1))}
		for _, m := range subWord.FindAllStringSubmatch(rest, -1) {
			c.words = append(c.words, m[1])
		}
		out = append(out, c)
	}
	return out
}

func unique(in []string) []string {
	var out []string
	seen := map[string]bool{}
	for _, s := range in {
		if !seen[s] {
			seen[s] = true
			out = append(out, s)
		}
	}
	return out
}

// global are the flags before the command.
var global = []struct{ flag, operand, en, ja string }{
	{"--data-dir", "DIR", "keep everything in this directory instead of the usual one", "データの保存先を指定する"},
	{"--no-keyring", "", "leave the keyring of the system alone and ask for the passphrase", "システムのキーリングを使わず、パスフレーズを尋ねる"},
	{"--passphrase-fd", "N", "read the passphrase from this file descriptor", "パスフレーズをファイル記述子 N から読み取る"},
	{"--toggle", "", "hide the window if it is in front, else bring it there", "ウィンドウを表示または非表示にする"},
	{"--hidden", "", "begin in the tray, as at sign-in; without a tray the window is shown", "トレイに隠れた状態で起動する（トレイがなければ表示する）"},
	{"--version", "", "print the version", "バージョンを表示する"},
}

// about says in a line what a command is for.
var about = map[string]struct{ en, ja string }{
	"list":         {"list the accounts", "アカウントを一覧表示する"},
	"code":         {"print one code", "コードを 1 つ表示する"},
	"add":          {"add accounts from links and from pictures of QR codes", "リンクや QR コードの画像からアカウントを追加する"},
	"import":       {"take accounts over from another program's export", "他のアプリのエクスポート ファイルを取り込む"},
	"export":       {"write accounts to a file for another program or for paper", "他のアプリや印刷用にアカウントを書き出す"},
	"status":       {"say whether all is saved and backed up", "保存とバックアップの状態を表示する"},
	"qr":           {"print what is in QR codes", "QR コードの内容を表示する"},
	"folder":       {"choose the folder for backups", "バックアップ先のフォルダーを選ぶ"},
	"recover":      {"bring the vault back from a folder", "フォルダーからデータを復元する"},
	"snapshots":    {"list the backups in the folder", "フォルダー内のバックアップを一覧表示する"},
	"verify":       {"check every backup in the folder", "フォルダー内のバックアップを検査する"},
	"pair":         {"let another computer in, or ask to be let in", "別のパソコンを承認する、または承認を求める"},
	"rescue":       {"read what can be read of single backup files", "個々のバックアップ ファイルから読み取れるものを取り出す"},
	"next":         {"advance a counter-based code", "カウンター式コードを 1 つ進める"},
	"lock":         {"lock the open window", "開いているウィンドウをロックする"},
	"undo":         {"take the last change back", "直前の変更を取り消す"},
	"settings":     {"show or change settings of this computer", "このパソコンの設定を表示、変更する"},
	"computers":    {"list the computers that share the vault, or remove one", "データを共有するパソコンを一覧表示または削除する"},
	"recovery-key": {"list, show, replace or remove what opens the backup without any computer", "パソコンがなくてもバックアップを開ける回復キーを一覧表示、表示、交換、削除する"},
	"passphrase":   {"set or change the passphrase of this computer", "このパソコンのパスフレーズを設定、変更する"},
	"remove":       {"put an account into the trash", "アカウントをごみ箱に移す"},
	"restore":      {"bring an account back from the trash", "ごみ箱からアカウントを戻す"},
	"edit":         {"change what an account is called", "アカウントの名前などを変更する"},
}

// does is the line about a command in a language; its own name if the table
// has none, which a test does not let through.
func (c command) does(ja bool) string {
	d := about[c.name]
	switch {
	case ja && d.ja != "":
		return d.ja
	case d.en != "":
		return d.en
	}
	return c.name
}
