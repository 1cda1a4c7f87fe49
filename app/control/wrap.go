package control

import (
	"strings"
	"unicode"
)

// breakMark is the zero-width space that marks, in Japanese texts, where a
// line may break.
const breakMark = "\u200b"

// wrap breaks a text into lines no wider than width, as measured. A text with
// break marks breaks only there while its phrases fit. Any other breaks at
// spaces and between Japanese characters, never leaving at the start of a line
// what must not stand there. What still does not fit breaks anywhere.
func wrap(text string, width float32, measure func(string) float32) []string {
	var lines []string
	for _, paragraph := range strings.Split(text, "\n") {
		lines = append(lines, wrapParagraph(paragraph, width, measure)...)
	}
	return lines
}

func wrapParagraph(text string, width float32, measure func(string) float32) []string {
	pieces := phrases(text)
	if len(pieces) == 1 {
		pieces = natural(text)
	}
	var lines []string
	line := ""
	add := func(piece string) {
		if measure(strings.TrimRight(line+piece, " ")) <= width {
			line += piece
			return
		}
		if line != "" {
			lines = append(lines, strings.TrimRight(line, " "))
		}
		line = piece
	}
	for _, piece := range pieces {
		if measure(strings.TrimRight(piece, " ")) <= width {
			add(piece)
			continue
		}
		// A phrase wider than a line breaks like a text without marks.
		for _, part := range natural(piece) {
			if measure(strings.TrimRight(part, " ")) <= width {
				add(part)
				continue
			}
			for _, clause := range clauses(part) {
				if measure(strings.TrimRight(clause, " ")) <= width {
					add(clause)
					continue
				}
				for _, word := range words(clause) {
					if measure(strings.TrimRight(word, " ")) <= width {
						add(word)
						continue
					}
					if line != "" {
						lines, line = append(lines, strings.TrimRight(line, " ")), ""
					}
					for _, r := range word {
						add(string(r))
					}
				}
			}
		}
	}
	return append(lines, strings.TrimRight(line, " "))
}

// phrases splits at the break marks and takes them out.
func phrases(text string) []string { return strings.Split(text, breakMark) }

// natural splits Japanese without marks where a phrase is likely to end: after
// the kana that close it, and where the kind of writing changes to Latin.
// Words of kanji or katakana stay whole, a number keeps what it counts, and a
// Latin word its particle.
func natural(text string) []string {
	return splitAt(text, func(before, a, b rune) bool {
		if !mayBreak(a, b) || a == ' ' && (hiragana(b) || unicode.IsDigit(before) && japanese(b)) {
			return false
		}
		return !japanese(a) || !japanese(b) || hiragana(a) && !hiragana(b) || strings.ContainsRune("、。，．・：；？！）」』】〕", a)
	})
}

// clauses splits a phrase that is too long for a line where it hurts least:
// behind the particles after a word of katakana or kanji, and between such a
// word and the verb that is made of it.
func clauses(text string) []string {
	runes := []rune(strings.ReplaceAll(text, breakMark, ""))
	var out []string
	start := 0
	for i := 1; i < len(runes); i++ {
		if !hiragana(runes[i]) || hiragana(runes[i-1]) || !japanese(runes[i-1]) {
			continue
		}
		rest := string(runes[i:])
		at := i
		switch noun := i >= 2 && japanese(runes[i-2]) && !hiragana(runes[i-2]); {
		case noun && verbal(rest):
		case particle(rest) > 0 && !verbal(rest):
			at += particle(rest)
		default:
			continue
		}
		if at < len(runes) && mayBreak(runes[at-1], runes[at]) {
			out, start = append(out, string(runes[start:at])), at
		}
	}
	return append(out, string(runes[start:]))
}

// verbal reports whether a text begins with what makes a verb of a noun.
func verbal(text string) bool {
	for _, s := range []string{"でき", "して", "しま", "した", "され", "させ", "する"} {
		if strings.HasPrefix(text, s) {
			return true
		}
	}
	return false
}

// particle is how many characters at the beginning of a text are particles,
// none of which is the beginning of another word in the texts of this program.
func particle(text string) int {
	for _, s := range []string{"では", "には", "でも", "にも", "は", "が", "を", "も", "の", "に", "で"} {
		if strings.HasPrefix(text, s) {
			return len([]rune(s))
		}
	}
	return 0
}

func hiragana(r rune) bool { return r >= 0x3041 && r <= 0x309F }

// words splits after spaces and where Japanese may break.
func words(text string) []string {
	return splitAt(text, func(_, a, b rune) bool { return mayBreak(a, b) })
}

// splitAt splits between a and b where ends says so of them and the character
// before them, which is 0 at the beginning.
func splitAt(text string, ends func(before, a, b rune) bool) []string {
	text = strings.ReplaceAll(text, breakMark, "")
	var out []string
	start := 0
	runes := []rune(text)
	before := rune(0)
	for i := 1; i < len(runes); i++ {
		if ends(before, runes[i-1], runes[i]) {
			out = append(out, string(runes[start:i]))
			start = i
		}
		before = runes[i-1]
	}
	return append(out, string(runes[start:]))
}

// Characters that must not start or end a line (the rule called kinsoku).
const (
	notAtStart = "、。，．・：；？！゛゜ヽヾゝゞ々ー）］｝〕〉》」』】〙〗〟’”ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶ…‥〜%％℃°,.:;?!)]}"
	notAtEnd   = "（［｛〔〈《「『【〘〖〝‘“([{¥＄$"
)

// mayBreak reports whether a line may end after a and the next begin with b.
func mayBreak(a, b rune) bool {
	if b == ' ' {
		return false
	}
	if strings.ContainsRune(notAtStart, b) || strings.ContainsRune(notAtEnd, a) {
		return false
	}
	if a == ' ' {
		return true
	}
	if unicode.In(a, unicode.Latin) && unicode.In(b, unicode.Katakana) {
		return false // one word, as in QRコード
	}
	if a == '〜' && !japanese(b) {
		return false // a range, as in 2〜7
	}
	return japanese(a) || japanese(b)
}

// japanese reports whether lines may break on both sides of r.
func japanese(r rune) bool {
	return r >= 0x2E80 && r <= 0x9FFF || r >= 0xF900 && r <= 0xFAFF || r >= 0xFF00 && r <= 0xFFEF || r >= 0x20000 && r <= 0x3FFFF
}
