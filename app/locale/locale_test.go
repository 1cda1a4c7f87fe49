package locale_test

import (
	"testing"
	"time"

	"twofold/app/locale"
)

func TestResolve(t *testing.T) {
	tests := []struct {
		choice    locale.Language
		preferred []string
		want      locale.Language
	}{
		{locale.System, nil, locale.English},
		{locale.System, []string{"ja_JP.UTF-8"}, locale.Japanese},
		{locale.System, []string{"ja"}, locale.Japanese},
		{locale.System, []string{"JA-jp"}, locale.Japanese},
		{locale.System, []string{"de-DE", "ja-JP", "en-US"}, locale.Japanese},
		{locale.System, []string{"en-US", "ja-JP"}, locale.English},
		{locale.System, []string{"jam-JM"}, locale.English},
		{locale.English, []string{"ja-JP"}, locale.English},
		{locale.Japanese, []string{"en-US"}, locale.Japanese},
		{"xx", []string{"ja"}, locale.Japanese},
	}
	for _, tt := range tests {
		if got := locale.Resolve(tt.choice, tt.preferred); got != tt.want {
			t.Errorf("Resolve(%q, %q) = %q, want %q", tt.choice, tt.preferred, got, tt.want)
		}
	}
}

func TestParse(t *testing.T) {
	for in, want := range map[string]locale.Language{"": "", "en": "en", "ja": "ja", "fr": "", "JA": ""} {
		if got := locale.Parse(in); got != want {
			t.Errorf("Parse(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestFromEnvironment(t *testing.T) {
	tests := []struct {
		env  map[string]string
		want locale.Language
	}{
		{nil, locale.English},
		{map[string]string{"LANG": "ja_JP.UTF-8"}, locale.Japanese},
		{map[string]string{"LANG": "en_GB.UTF-8", "LC_ALL": "ja_JP"}, locale.Japanese},
		{map[string]string{"LANG": "ja_JP", "LC_MESSAGES": "en_US"}, locale.English},
		{map[string]string{"LANG": "en_US.UTF-8", "LANGUAGE": "de:ja"}, locale.Japanese},
		{map[string]string{"LANG": "C.UTF-8", "LANGUAGE": "ja"}, locale.English},
		{map[string]string{"LC_ALL": "C", "LANG": "ja_JP"}, locale.English},
	}
	for _, tt := range tests {
		got := locale.Resolve(locale.System, locale.FromEnvironment(func(k string) string { return tt.env[k] }))
		if got != tt.want {
			t.Errorf("language in %v = %q, want %q", tt.env, got, tt.want)
		}
	}
}

func TestTextAndPlural(t *testing.T) {
	en, ja := locale.New(locale.English, nil), locale.New(locale.Japanese, nil)
	tests := []struct{ name, got, want string }{
		{"en", en.T("first.add"), "Add account"},
		{"ja", ja.T("first.add"), "アカウントの追加"},
		{"placeholder", en.T("row.next", "code", "065 578"), "next 065 578"},
		{"number", ja.T("status.clip", "n", 30), "30 秒後にクリップボードを消去します"},
		{"one", en.N("status.added", 1), "1 account added"},
		{"other", en.N("status.added", 3), "3 accounts added"},
		{"zero", en.N("status.added", 0), "0 accounts added"},
		{"ja one", ja.N("status.added", 1), "1 件のアカウントを追加しました"},
		{"plural with data", en.N("export.done", 2, "file", "a.txt"), `2 accounts exported to "a.txt"`},
		{"value like a placeholder", en.T("import.page", "from", "{to}", "to", "x", "n", 3), "{to} to x of 3"},
		{"unknown key stays", en.T("no.such.key"), "no.such.key"},
		{"missing value stays", en.T("row.next"), "next {code}"},
		{"list", en.List("a", "b", "c"), "a, b, and c"},
		{"list of two", en.List("a", "b"), "a and b"},
		{"ja list", ja.List("あ", "い", "う"), "あ、い、う"},
		{"list of one", ja.List("あ"), "あ"},
		{"empty list", ja.List(), ""},
		{"plain", locale.Plain(ja.T("add.image.d")), "QRコードを含む PNG、JPEG、GIF、WebP、PDF ファイル。"},
	}
	for _, tt := range tests {
		if tt.got != tt.want {
			t.Errorf("%s: got %q, want %q", tt.name, tt.got, tt.want)
		}
	}
}

func TestLiveSwitch(t *testing.T) {
	texts := locale.New(locale.System, []string{"en-US"})
	var heard []string
	texts.OnChange(func() { heard = append(heard, texts.T("common.cancel")) })
	texts.Use(locale.Japanese, nil)
	texts.Use(locale.Japanese, nil)
	texts.Use(locale.System, []string{"en-US"})
	if len(heard) != 2 || heard[0] != "キャンセル" || heard[1] != "Cancel" {
		t.Errorf("heard %q, want the Japanese word and then the English one", heard)
	}
}

func TestAgo(t *testing.T) {
	jst := time.FixedZone("JST", 9*3600)
	now := time.Date(2026, 11, 22, 16, 30, 0, 0, jst)
	tests := []struct {
		moment time.Time
		en, ja string
	}{
		{time.Time{}, "never", "なし"},
		{now.Add(time.Hour), "just now", "たった今"},
		{now.Add(-59 * time.Second), "just now", "たった今"},
		{now.Add(-time.Minute), "1 minute ago", "1 分前"},
		{now.Add(-2 * time.Minute).UTC(), "2 minutes ago", "2 分前"},
		{now.Add(-90 * time.Minute), "1 hour ago", "1 時間前"},
		{now.Add(-16 * time.Hour), "16 hours ago", "16 時間前"},
		{time.Date(2026, 11, 21, 14, 2, 0, 0, jst), "yesterday 14:02", "昨日 14:02"},
		{time.Date(2026, 11, 3, 14, 2, 0, 0, jst), "3 Nov", "11 月 3 日"},
		{time.Date(2025, 1, 31, 14, 2, 0, 0, jst), "31 Jan 2025", "2025 年 1 月 31 日"},
	}
	en, ja := locale.New(locale.English, nil), locale.New(locale.Japanese, nil)
	for _, tt := range tests {
		if got := en.Ago(tt.moment, now); got != tt.en {
			t.Errorf("en Ago(%v) = %q, want %q", tt.moment, got, tt.en)
		}
		if got := ja.Ago(tt.moment, now); got != tt.ja {
			t.Errorf("ja Ago(%v) = %q, want %q", tt.moment, got, tt.ja)
		}
	}
	// Shortly after midnight an hour is still an hour, not "yesterday".
	night := time.Date(2026, 11, 22, 0, 30, 0, 0, jst)
	if got := en.Ago(night.Add(-2*time.Hour), night); got != "2 hours ago" {
		t.Errorf("Ago over midnight = %q, want 2 hours ago", got)
	}
	if got := ja.Moment(now.Add(-time.Hour), now); got != "今日 15:30" {
		t.Errorf("Moment = %q, want 今日 15:30", got)
	}
	if got := en.Moment(now.AddDate(0, 0, -1), now); got != "yesterday 16:30" {
		t.Errorf("Moment = %q, want yesterday 16:30", got)
	}
	if got := en.Moment(now.AddDate(0, 0, -5), now); got != "17 Nov 16:30" {
		t.Errorf("Moment = %q, want 17 Nov 16:30", got)
	}
}

func TestLeft(t *testing.T) {
	for in, want := range map[time.Duration]string{
		5 * time.Minute:           "5:00",
		271500 * time.Millisecond: "4:32",
		time.Second:               "0:01",
		0:                         "0:00",
		-time.Second:              "0:00",
	} {
		if got := locale.Left(in); got != want {
			t.Errorf("Left(%v) = %q, want %q", in, got, want)
		}
	}
}
