package qr_test

import (
	"context"
	"encoding/json"
	"fmt"
	"image"
	"image/draw"
	"os"
	"path/filepath"
	"runtime"
	"testing"
	"time"

	"github.com/makiuchi-d/gozxing"
	"github.com/makiuchi-d/gozxing/qrcode"

	"twofold/internal/qr"
)

// peer is a decoder that ours is measured against.
type peer struct {
	name string
	read func(f fixture, img *image.Gray) (texts []string, took time.Duration)
}

// TestCompare prints rates and times of this package beside plain gozxing, and
// beside the results of other programs in the directory QR_BENCH. It is run by
// scripts/qr-bench.sh; it measures and does not judge.
func TestCompare(t *testing.T) {
	others, ok := os.LookupEnv("QR_BENCH")
	if !ok {
		t.Skip("run scripts/qr-bench.sh")
	}
	peers := []peer{{"ours", readOurs}, {"gozxing", readPlain}, {"gozxing+inv", readBoth}}
	peers = append(peers, otherPeers(t, others, "zxing-wasm")...)
	t.Log("rate %, wrong texts, processor ms median/95th percentile; from decoded grey pictures, but for zxing-wasm from RGBA")
	for _, set := range []string{"screens", "zxing"} {
		compareSet(t, set, fixtures(t, set), peers)
	}
	made := os.Getenv("QR_SPECIAL")
	peers = append(peers, otherPeers(t, others, "quirc", "zbar")...)
	t.Log("made here; the times of quirc and zbar are not taken")
	for _, set := range []string{"special", "kinds", "drawn"} {
		compareSet(t, set, fixturesIn(t, filepath.Join(made, set), set), peers)
	}
	t.Log("hostile pictures         ms      MiB allocated")
	pictures := qr.Hostile()
	for _, h := range []string{"5000 finders", "noise", "coloured noise", "64 Mpx noise", "64 Mpx finders"} {
		img := pictures[h]
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		start := cpuTime()
		_, err := qr.Read(context.Background(), img)
		took := cpuTime() - start
		runtime.ReadMemStats(&after)
		if err != nil {
			t.Fatal(err)
		}
		t.Logf("%-20s %6d %9d", h, took.Milliseconds(), (after.TotalAlloc-before.TotalAlloc)>>20)
	}
}

// otherPeers are other programs, known by their results.
func otherPeers(t *testing.T, dir string, names ...string) (out []peer) {
	for _, name := range names {
		results := otherResults(t, filepath.Join(dir, name+".json"))
		if len(results) == 0 {
			continue
		}
		out = append(out, peer{name, func(f fixture, _ *image.Gray) ([]string, time.Duration) {
			r := results[f.set+"/"+f.File]
			return r.Texts, time.Duration(r.MS * float64(time.Millisecond))
		}})
	}
	return out
}

func compareSet(t *testing.T, set string, pictures []fixture, peers []peer) {
	counts := make([]tallies, len(peers))
	for _, f := range pictures {
		img := toGray(f.open(t))
		for i, p := range peers {
			// Twice, and the shorter counts: whoever comes first brings the
			// pixels into the processor's cache for the others.
			_, first := p.read(f, img)
			got, took := p.read(f, img)
			took = min(first, took)
			missing, wrong := f.judge(got)
			counts[i].of(f.Category).add(missing, wrong, took)
			counts[i].of(set).add(missing, wrong, took)
		}
	}
	head := fmt.Sprintf("%-15s %4s", set, "n")
	for _, p := range peers {
		head += fmt.Sprintf(" | %-28s", p.name)
	}
	t.Log(head)
	names := append(counts[0].names[:0:0], counts[0].names...)
	for _, name := range names {
		if name == set {
			continue
		}
		t.Log(row(name, name, counts))
	}
	t.Log(row("all", set, counts))
}

func row(title, name string, counts []tallies) string {
	line := fmt.Sprintf("%-15s %4d", title, counts[0].of(name).all)
	for i := range counts {
		c := counts[i].of(name)
		line += fmt.Sprintf(" | %5.1f  %d wrong  %5.2f/%6.1f", c.rate(), c.wrong, c.time(0.5), c.time(0.95))
	}
	return line
}

func toGray(img image.Image) *image.Gray {
	b := img.Bounds()
	g := image.NewGray(image.Rect(0, 0, b.Dx(), b.Dy()))
	draw.Draw(g, g.Rect, img, b.Min, draw.Src)
	return g
}

func readOurs(_ fixture, img *image.Gray) ([]string, time.Duration) {
	start := cpuTime()
	res, err := qr.Read(context.Background(), img)
	took := cpuTime() - start
	if err != nil {
		return nil, took
	}
	return texts(res.Codes), took
}

// readPlain is gozxing as its manual shows it.
func readPlain(_ fixture, img *image.Gray) ([]string, time.Duration) {
	start := cpuTime()
	text := gozxingText(img, false)
	took := cpuTime() - start
	return text, took
}

// readBoth goes on with the picture inverted.
func readBoth(_ fixture, img *image.Gray) ([]string, time.Duration) {
	start := cpuTime()
	text := gozxingText(img, false)
	if text == nil {
		text = gozxingText(img, true)
	}
	took := cpuTime() - start
	return text, took
}

// gozxingText reads with gozxing's own detector from the grey pixels, past its
// slow conversion of pictures.
func gozxingText(img *image.Gray, invert bool) (texts []string) {
	defer func() {
		if recover() != nil {
			texts = nil
		}
	}()
	w, h := img.Rect.Dx(), img.Rect.Dy()
	src, err := gozxing.NewPlanarYUVLuminanceSource(img.Pix, w, h, 0, 0, w, h, false)
	if err != nil {
		return nil
	}
	if invert {
		src = src.Invert()
	}
	bitmap, err := gozxing.NewBinaryBitmap(gozxing.NewHybridBinarizer(src))
	if err != nil {
		return nil
	}
	res, err := qrcode.NewQRCodeReader().Decode(bitmap, nil)
	if err != nil {
		return nil
	}
	return []string{res.GetText()}
}

type otherResult struct {
	Texts []string
	MS    float64
}

func otherResults(t *testing.T, file string) map[string]otherResult {
	raw, err := os.ReadFile(file)
	if err != nil {
		t.Logf("no other results: %v", err)
		return nil
	}
	var out map[string]otherResult
	if err := json.Unmarshal(raw, &out); err != nil {
		t.Fatal(err)
	}
	return out
}
