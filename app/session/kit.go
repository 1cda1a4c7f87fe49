package session

import (
	"bytes"
	"errors"
	"image"
	"os"
	"path/filepath"
	"strings"
	"time"

	"twofold/app/locale"
	"twofold/assets"
	"twofold/crypto/phrase"
	"twofold/internal/exporter"
	"twofold/sync/folder"
)

// ErrKitInFolder refuses to save the emergency kit where the backup is:
// whoever has the folder would have the key as well.
var ErrKitInFolder = errors.New("emergency kit must not be in the backup folder")

// Kit draws the emergency kit with the words that were made on this computer:
// [ErrWordsElsewhere]. letter makes a US Letter page. The caller has asked for
// [Session.Verify] before, and clears the bytes.
func (s *Session) Kit(texts *locale.Texts, letter bool) ([]byte, error) {
	words, qr, err := s.RecoveryWords()
	if err != nil {
		return nil, err
	}
	k := s.kit(texts, letter)
	k.Words, k.QR = words, qr
	var out bytes.Buffer
	if err := exporter.WriteKit(&out, k); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}

// KitPicture is the page of [Session.Kit] as a picture, so many pixels wide. It
// shows the key only if shown is true, and else does not touch it. Drawing
// takes some milliseconds.
func (s *Session) KitPicture(texts *locale.Texts, letter, shown bool, pixels int) (image.Image, error) {
	k := s.kit(texts, letter)
	k.Words, k.Masked = make([]string, phrase.Count), true
	if shown {
		var err error
		if k.Words, k.QR, err = s.RecoveryWords(); err != nil {
			return nil, err
		}
		k.Masked = false
	}
	return exporter.DrawKit(k, pixels)
}

// kit is the page without the key.
func (s *Session) kit(texts *locale.Texts, letter bool) exporter.Kit {
	now, t := s.o.Now(), texts.T
	device := ""
	if all, err := s.Computers(); err == nil && len(all) > 0 {
		device = all[0].Name
	}
	b, n := s.Backup(), len(s.View().Rows)
	where := []string{t("kit.where"), t("kit.nowhere")}
	if b.Folder != "" {
		where = []string{where[0], b.Service, b.Folder}
	}
	date := texts.Date(now, time.Time{}.In(now.Location())) // with its year: paper is kept
	return exporter.Kit{
		Text: assets.Font(assets.TextRegular), Bold: assets.Font(assets.TextSemiBold), Code: assets.Font(assets.CodeMedium),
		Letter: letter, Now: now,
		Title: t("kit.title"), Sub: t("kit.sub"), Created: t("kit.created", "date", date, "device", device),
		Where: append(where, t("kit.count", "date", date, "accounts", texts.N("main.showing", n))),
		Key:   t("kit.key"), QRCaption: t("kit.qr"),
		Blanks: []string{t("kit.hint"), t("kit.cloud")},
		Steps:  []string{t("kit.steps"), t("kit.step1"), t("kit.step2"), t("kit.step3"), t("kit.step4")},
		Note:   t("kit.age"), Warning: t("kit.warn"),
	}
}

// SaveKit writes the emergency kit to a file that only the user can read, but
// never where the backup is: [ErrKitInFolder].
func (s *Session) SaveKit(path string, texts *locale.Texts, letter bool) error {
	if s.insideFolder(path) {
		return ErrKitInFolder
	}
	data, err := s.Kit(texts, letter)
	if err != nil {
		return err
	}
	defer clear(data)
	return s.WriteFile(path, data)
}

// insideFolder reports whether path lies in what the cloud service carries:
// the folder of the backup, and the folder of the service around it.
func (s *Session) insideFolder(path string) bool {
	backup := s.Backup().Folder
	if backup == "" {
		return false
	}
	roots := []string{backup}
	if strings.EqualFold(filepath.Base(backup), folder.SubFolder) {
		roots = append(roots, filepath.Dir(backup)) // what the user chose
	}
	for _, f := range s.Folders() {
		if within(backup, f.Path) {
			roots = append(roots, f.Path)
		}
	}
	for _, root := range roots {
		if within(filepath.Dir(path), root) {
			return true
		}
	}
	return false
}

// within reports whether dir is root or lies below it, whatever links lead
// there and however the names are spelled.
func within(dir, root string) bool {
	want, err := os.Stat(root)
	if err != nil {
		return false
	}
	if real, err := filepath.EvalSymlinks(dir); err == nil {
		dir = real
	}
	if abs, err := filepath.Abs(dir); err == nil {
		dir = abs
	}
	for {
		if info, err := os.Stat(dir); err == nil && os.SameFile(info, want) {
			return true
		}
		up := filepath.Dir(dir)
		if up == dir {
			return false
		}
		dir = up
	}
}
