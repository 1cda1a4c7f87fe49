package main

import (
	"fmt"
	"strings"

	"twofold/app/cli"
)

func names(cmds []command) string {
	out := make([]string, len(cmds))
	for i, c := range cmds {
		out[i] = c.name
	}
	return strings.Join(out, " ")
}

func globals() string {
	out := make([]string, len(cli.Options()))
	for i, g := range cli.Options() {
		out[i] = g.Flag
	}
	return strings.Join(out, " ")
}

// quoted puts a text into single quotes, for zsh; fish reads it the same.
func quoted(s string) string { return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'" }

// bash writes a completion that needs nothing but bash itself.
func bash(cmds []command) string {
	var b strings.Builder
	fmt.Fprintf(&b, `# Completion of twofold for bash.
_twofold() {
	local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]} command= i flags words=
	for ((i = 1; i < COMP_CWORD; i++)); do
		case ${COMP_WORDS[i]} in
		--data-dir | --passphrase-fd) i=$((i + 1)) ;;
		-*) ;;
		*) command=${COMP_WORDS[i]} && break ;;
		esac
	done
	case $before in
	--data-dir) mapfile -t COMPREPLY < <(compgen -d -- "$word") && return ;;
	--passphrase-fd | --password-fd) return ;;
	esac
	case $command in
	"") flags="%s" ;;
`, globals())
	for _, c := range cmds {
		fmt.Fprintf(&b, "\t%s) flags=%q words=%q ;;\n", c.name, strings.Join(c.flags, " "), strings.Join(c.words, " "))
	}
	fmt.Fprintf(&b, `	*) flags= ;;
	esac
	case $word in
	-*) mapfile -t COMPREPLY < <(compgen -W "$flags" -- "$word") ;;
	*)
		mapfile -t COMPREPLY < <(compgen -W "$words" -- "$word"; compgen -f -- "$word")
		[ -n "$command" ] || mapfile -t -O ${#COMPREPLY[@]} COMPREPLY < <(compgen -W "%s" -- "$word")
		;;
	esac
}
complete -o filenames -F _twofold twofold
`, names(cmds))
	return b.String()
}

// zsh writes a function for the completion system of zsh.
func zsh(cmds []command) string {
	var b strings.Builder
	b.WriteString("#compdef twofold\n# Completion of twofold for zsh.\n_twofold() {\n\tlocal context state line\n\tlocal -a commands\n\tcommands=(\n")
	for _, c := range cmds {
		b.WriteString("\t\t" + quoted(c.name+":"+cli.Does(c.name, english.texts)) + "\n")
	}
	b.WriteString("\t)\n\t_arguments -C \\\n")
	for _, g := range cli.Options() {
		operand := ""
		switch g.Operand {
		case "DIR":
			operand = ":directory:_directories"
		case "N":
			operand = ":descriptor:"
		}
		b.WriteString("\t\t" + quoted(g.Flag+"["+g.Does(english.texts)+"]"+operand) + " \\\n")
	}
	b.WriteString("\t\t'1: :->command' \\\n\t\t'*:: :->rest'\n\tcase $state in\n" +
		"\tcommand) _describe -t commands command commands; _files ;;\n\trest)\n\t\tcase $words[1] in\n")
	for _, c := range cmds {
		fmt.Fprintf(&b, "\t\t%s) _arguments", c.name)
		for _, f := range c.flags {
			fmt.Fprintf(&b, " '%s'", f)
		}
		if len(c.words) > 0 {
			fmt.Fprintf(&b, " '1:what:{_values what %s; _files}'", strings.Join(c.words, " "))
		}
		b.WriteString(" '*:file:_files' ;;\n")
	}
	b.WriteString("\t\t*) _files ;;\n\t\tesac\n\t\t;;\n\tesac\n}\n_twofold \"$@\"\n")
	return b.String()
}

// fish writes declarations for fish.
func fish(cmds []command) string {
	var b strings.Builder
	b.WriteString("# Completion of twofold for fish.\n")
	for _, g := range cli.Options() {
		operand := ""
		switch g.Operand {
		case "DIR":
			operand = " -x -a '(__fish_complete_directories)'"
		case "N":
			operand = " -x"
		}
		fmt.Fprintf(&b, "complete -c twofold -n __fish_use_subcommand -l %s%s -d %s\n", strings.TrimPrefix(g.Flag, "--"), operand, quoted(g.Does(english.texts)))
	}
	for _, c := range cmds {
		fmt.Fprintf(&b, "complete -c twofold -n __fish_use_subcommand -a %s -d %s\n", c.name, quoted(cli.Does(c.name, english.texts)))
		for _, f := range c.flags {
			fmt.Fprintf(&b, "complete -c twofold -n '__fish_seen_subcommand_from %s' -l %s\n", c.name, strings.TrimPrefix(f, "--"))
		}
		if len(c.words) > 0 {
			fmt.Fprintf(&b, "complete -c twofold -n '__fish_seen_subcommand_from %s' -a %s\n", c.name, quoted(strings.Join(c.words, " ")))
		}
	}
	return b.String()
}
