package control_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"

	"twofold/app/control"
)

// cells measures as a terminal would: Japanese is two wide.
func cells(s string) float32 {
	n := 0
	for _, r := range s {
		if n++; r > 0x2E80 {
			n++
		}
	}
	return float32(n)
}

func TestWrap(t *testing.T) {
	tests := []struct {
		name, text string
		width      float32
		want       string
	}{
		{"fits", "short", 10, "short"},
		{"empty", "", 10, ""},
		{"spaces", "one two three", 8, "one two|three"},
		{"several spaces", "one   two", 4, "one|two"},
		{"long word", "abcdefghij", 4, "abcd|efgh|ij"},
		{"long word after a short one", "a abcdefgh", 4, "a|abcd|efgh"},
		{"paragraphs", "one\ntwo", 10, "one|two"},
		{"japanese", "あいうえおかき", 6, "あいう|えおか|き"},
		{"a full stop stays with its word", "あいう。えお", 6, "あい|う。|えお"},
		{"so does a long vowel", "あいサーバー", 6, "あい|サー|バー"},
		{"an opening bracket goes with what follows", "あい「うえ」", 6, "あい|「う|え」"},
		{"latin in japanese", "新しいPCで", 8, "新しいPC|で"},
		{"a word of two scripts", "緊急キットのQRコード", 14, "緊急キットの|QRコード"},
		{"marks", "別の\u200bパソコンで\u200b使う", 10, "別の|パソコンで|使う"},
		{"marks join", "別の\u200bパソコンで\u200b使う", 14, "別のパソコンで|使う"},
		{"no break but at marks", "クラウド アプリが\u200b同期", 18, "クラウド アプリが|同期"},
		{"a phrase too wide breaks by the rules", "あ\u200bとてもながい。\u200bい", 8, "あとても|ながい。|い"},
		{"a long phrase breaks before its verb", "インポートできませんでした", 18, "インポート|できませんでした"},
		{"or before the verb of a word of kanji", "一度入力してください。", 18, "一度入力|してください。"},
		{"or behind its particle", "バックアップがありません。", 20, "バックアップが|ありません。"},
		{"or behind two of them", "アカウントではありません。", 20, "アカウントでは|ありません。"},
		{"a particle stays with a Latin word", "パソコンで Twofold を開き", 20, "パソコンで|Twofold を開き"},
		{"unless both are too long", "Twofolded を", 10, "Twofolded|を"},
		{"a number stays with what it counts", "回復キーの 10 個の単語", 14, "回復キーの|10 個の単語"},
		{"a number of Latin words does not", "after 10 days", 8, "after 10|days"},
		{"a range is not torn", "使えるのは A〜Z と 2〜7 だけです", 26, "使えるのは A〜Z と|2〜7 だけです"},
		{"a word is not torn from its ending", "隠していますか", 10, "隠していま|すか"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := strings.Join(control.Wrap(tt.text, tt.width, cells), "|"); got != tt.want {
				t.Errorf("Wrap(%q, %v) = %q, want %q", tt.text, tt.width, got, tt.want)
			}
		})
	}
}

// TestWrapKeepsText: whatever the text and width, nothing but spaces and marks
// is lost, and no line is wider than it may be unless it is one character.
func TestWrapKeepsText(t *testing.T) {
	runes := []rune("ab 、。「」ーッあ漢\u200b\n%A")
	rapid.Check(t, func(t *rapid.T) {
		text := string(rapid.SliceOfN(rapid.SampledFrom(runes), 0, 40).Draw(t, "text"))
		width := float32(rapid.IntRange(0, 20).Draw(t, "width"))
		lines := control.Wrap(text, width, cells)
		strip := strings.NewReplacer(" ", "", "\u200b", "", "\n", "").Replace
		if got, want := strip(strings.Join(lines, "")), strip(text); got != want {
			t.Fatalf("kept %q of %q", got, want)
		}
		for _, line := range lines {
			if cells(line) > width && utf8.RuneCountInString(line) > 1 {
				t.Fatalf("line %q is wider than %v", line, width)
			}
		}
	})
}
