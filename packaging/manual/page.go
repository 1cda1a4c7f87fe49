package main

import (
	"fmt"
	"strings"

	"twofold/app/cli"
	"twofold/app/locale"
)

// language holds the fixed texts of a man page.
type language struct {
	texts                                              *locale.Texts
	name, synopsis, description, commands, options     string
	exit, files, environment, examples, also           string
	tagline, intro, secrets, json                      string
	status                                             [3]string
	keptIn, dataDir, passphrase, exampleAdd, exampleQR string
}

var english = language{
	texts: locale.New(locale.English, nil),
	name:  "NAME", synopsis: "SYNOPSIS", description: "DESCRIPTION", commands: "COMMANDS", options: "OPTIONS",
	exit: "EXIT STATUS", files: "FILES", environment: "ENVIRONMENT", examples: "EXAMPLES", also: "SEE ALSO",
	tagline: "two-factor codes on your desktop",
	intro: "Without a command, twofold opens its window, or raises the one that is open. " +
		"Links and files it is given are read there. The commands work without a display.",
	secrets: "A secret is never taken from an argument or the environment, " +
		"only from the terminal or a file descriptor, and printed by those commands alone that are there for it: " +
		"qr, rescue, export and recovery-key. What is said to a person goes to standard error, results go to standard output.",
	json:   "With --json, a command prints JSON, where its usage names it.",
	status: [3]string{"done", "refused or failed; the reason is on standard error", "wrong use"},
	keptIn: "the vault, encrypted, and the keys of this computer", dataDir: "the directory of the vault, as --data-dir",
	passphrase: "print a code, with the passphrase from a program that keeps it",
	exampleAdd: "add the accounts whose QR codes are in a picture", exampleQR: "say what QR codes hold, without a vault",
}

var japanese = language{
	texts: locale.New(locale.Japanese, nil),
	name:  "名前", synopsis: "書式", description: "説明", commands: "コマンド", options: "オプション",
	exit: "終了ステータス", files: "ファイル", environment: "環境変数", examples: "例", also: "関連項目",
	tagline: "パソコンで使う 2 段階認証アプリ",
	intro: "コマンドを指定しないと、ウィンドウを開きます。すでに開いていれば前面に表示します。" +
		"リンクやファイルを指定すると、ウィンドウで読み取ります。コマンドは画面のない環境でも使えます。",
	secrets: "シークレットを引数や環境変数から受け取ることはなく、" +
		"端末またはファイル記述子からのみ読み取ります。シークレットを表示するのは、そのためのコマンド" +
		"（qr、rescue、export、recovery-key）だけです。結果は標準出力に、メッセージは標準エラー出力に書き出します。",
	json:   "書式に --json があるコマンドは、JSON でも出力できます。",
	status: [3]string{"成功", "拒否または失敗（理由は標準エラー出力に表示）", "使い方の誤り"},
	keptIn: "暗号化されたデータと、このパソコンの鍵", dataDir: "データの保存先（--data-dir と同じ）",
	passphrase: "パスフレーズを別のプログラムから受け取り、コードを表示する",
	exampleAdd: "画像の QR コードからアカウントを追加する", exampleQR: "QR コードの内容を表示する（データは使わない）",
}

// roff escapes a text for man(7): a line never starts with a control
// character here, so backslashes and hyphens are all.
func roff(s string) string {
	return strings.NewReplacer(`\`, `\e`, `-`, `\-`).Replace(s)
}

// page is the manual in one language.
func page(l language, cmds []command, version, date string) string {
	var b strings.Builder
	line := func(format string, args ...any) { fmt.Fprintf(&b, format+"\n", args...) }
	item := func(term, text string) { line(".TP\n.B %s\n%s", roff(term), roff(text)) }

	line(`.TH TWOFOLD 1 "%s" "Twofold %s" "Twofold"`, date, roff(version))
	line(".ad l") // Japanese has no spaces to stretch
	line(".SH %s\ntwofold \\- %s", l.name, l.tagline)
	line(".SH %s\n.nf", l.synopsis)
	line("\\fBtwofold\\fR [\\fIOPTION\\fR]... [\\fIURI\\fR | \\fIFILE\\fR]...")
	for _, c := range cmds {
		line("\\fBtwofold\\fR %s", roff(c.usage))
	}
	line(".fi\n.SH %s\n%s\n.PP\n%s", l.description, roff(l.intro), roff(l.secrets))
	line(".SH %s", l.commands)
	for _, c := range cmds {
		item(c.usage, cli.Does(c.name, l.texts))
	}
	line(".PP\n%s", roff(l.json))
	line(".SH %s", l.options)
	for _, o := range cli.Options() {
		item(strings.TrimSpace(o.Flag+" "+o.Operand), o.Does(l.texts))
	}
	line(".SH %s", l.exit)
	for i, text := range l.status {
		item(fmt.Sprint(i), text)
	}
	line(".SH %s", l.files)
	item("$XDG_DATA_HOME/twofold, ~/.local/share/twofold", l.keptIn)
	line(".SH %s", l.environment)
	item("TWOFOLD_DATA_DIR", l.dataDir)
	line(".SH %s", l.examples)
	item("twofold add screenshot.png", l.exampleAdd)
	item("pass twofold | twofold --passphrase-fd 0 code GitHub", l.passphrase)
	item("twofold qr *.png", l.exampleQR)
	line(".SH %s\n.BR age (1)", l.also)
	return b.String()
}
