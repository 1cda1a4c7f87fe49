package session

import (
	"time"

	"twofold/app/locale"
	"twofold/assets"
	"twofold/internal/exporter"
)

// SheetWords gives the printed sheet our fonts and the user's language. The
// date has its year: paper is kept.
func SheetWords(texts *locale.Texts, now time.Time) exporter.SheetOptions {
	t := func(key string, data ...any) string { return locale.Plain(texts.T(key, data...)) }
	return exporter.SheetOptions{
		Text: assets.Font(assets.TextRegular), Bold: assets.Font(assets.TextSemiBold), Code: assets.Font(assets.CodeMedium),
		Title: t("export.sheet.h"), Date: texts.Date(now, time.Time{}.In(now.Location())), Warning: t("export.sheet.warn"),
		Secret: t("form.secret"), Counter: t("form.counter"), PIN: t("form.pin"),
		PageMark: func(page, pages int) string { return t("export.sheet.page", "i", page, "n", pages) },
	}
}
