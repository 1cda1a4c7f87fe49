package vault

import (
	"strings"
	"unicode/utf8"
)

// romajiRows spell the syllables of hiragana in Kunrei, and where Hepburn
// differs, in Hepburn behind a slash.
const romajiRows = `
あ a い i う u え e お o ぁ a ぃ i ぅ u ぇ e ぉ o ゔ vu
か ka き ki く ku け ke こ ko が ga ぎ gi ぐ gu げ ge ご go ゕ ka ゖ ke
さ sa し si/shi す su せ se そ so ざ za じ zi/ji ず zu ぜ ze ぞ zo
た ta ち ti/chi つ tu/tsu て te と to だ da ぢ zi/ji づ zu で de ど do
な na に ni ぬ nu ね ne の no
は ha ひ hi ふ hu/fu へ he ほ ho ば ba び bi ぶ bu べ be ぼ bo
ぱ pa ぴ pi ぷ pu ぺ pe ぽ po
ま ma み mi む mu め me も mo や ya ゆ yu よ yo ゃ ya ゅ yu ょ yo
ら ra り ri る ru れ re ろ ro わ wa ゐ i ゑ e を o ゎ wa ん n
きゃ kya きゅ kyu きょ kyo ぎゃ gya ぎゅ gyu ぎょ gyo
しゃ sya/sha しゅ syu/shu しょ syo/sho しぇ sye/she
じゃ zya/ja じゅ zyu/ju じょ zyo/jo じぇ zye/je
ちゃ tya/cha ちゅ tyu/chu ちょ tyo/cho ちぇ tye/che
ぢゃ zya/ja ぢゅ zyu/ju ぢょ zyo/jo
にゃ nya にゅ nyu にょ nyo ひゃ hya ひゅ hyu ひょ hyo
びゃ bya びゅ byu びょ byo ぴゃ pya ぴゅ pyu ぴょ pyo
みゃ mya みゅ myu みょ myo りゃ rya りゅ ryu りょ ryo
ふぁ fa ふぃ fi ふぇ fe ふぉ fo てぃ ti でぃ di とぅ tu どぅ du
うぃ wi うぇ we うぉ wo ゔぁ va ゔぃ vi ゔぇ ve ゔぉ vo
つぁ tsa つぃ tsi つぇ tse つぉ tso`

// syllables maps hiragana to {Kunrei, Hepburn}.
type syllables map[string][2]string

func newSyllables() syllables {
	m := syllables{}
	words := strings.Fields(romajiRows)
	for i := 0; i+1 < len(words); i += 2 {
		kunrei, hepburn, ok := strings.Cut(words[i+1], "/")
		if !ok {
			hepburn = kunrei
		}
		m[words[i]] = [2]string{kunrei, hepburn}
	}
	return m
}

// romaji spells a folded text both ways, softened. Latin letters and digits
// stay, everything else becomes a space. It is empty if there is no kana.
func (m syllables) romaji(text string) (kunrei, hepburn string) {
	if !hasKana(text) {
		return "", ""
	}
	var k, h strings.Builder
	double := false
	for text != "" {
		r, n := utf8.DecodeRuneInString(text)
		_, n2 := utf8.DecodeRuneInString(text[n:])
		s, ok := m[text[:n+n2]]
		if ok {
			n += n2
		} else {
			s, ok = m[text[:n]]
		}
		text = text[n:]
		switch {
		case ok:
			if double {
				k.WriteByte(s[0][0])
				h.WriteByte(s[1][0])
			}
			k.WriteString(s[0])
			h.WriteString(s[1])
		case r == 'ー', r == 'っ':
		case r < 0x80:
			k.WriteRune(r)
			h.WriteRune(r)
		default:
			k.WriteByte(' ')
			h.WriteByte(' ')
		}
		double = r == 'っ'
	}
	return soften(k.String()), soften(h.String())
}

func hasKana(s string) bool {
	for _, r := range s {
		if r >= 'ぁ' && r <= 'ゖ' {
			return true
		}
	}
	return false
}

// softer drops what people spell in several ways: long vowels, n before n
// and before lips, the apostrophe behind n, and how a doubled ch is written.
var softer = strings.NewReplacer(
	"aa", "a", "ii", "i", "uu", "u", "ee", "e", "oo", "o", "ou", "o",
	"ā", "a", "ī", "i", "ū", "u", "ē", "e", "ō", "o", "â", "a", "î", "i", "û", "u", "ê", "e", "ô", "o",
	"nn", "n", "mb", "nb", "mp", "np", "mm", "nm", "n'", "n", "tch", "cch", "-", "")

func soften(s string) string { return softer.Replace(s) }
