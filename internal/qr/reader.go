package qr

import (
	"context"
	"image"
	"slices"
)

// level is the picture at one size. Its pixels are made when they are looked
// at first, see [reader.level].
type level struct {
	gray  gray
	scale float64
}

// found is a code that was read, with its outline in the picture.
type found struct {
	code Code
	quad [4]point
}

// suspect is a place that looks like a code and was not read.
type suspect struct {
	quad  [4]point
	score float64
	s     *sampler
	lat   lattice
	legs  legs
	tried bool
	steep bool // see [finder.steep]
}

// reader reads one picture. It is used once.
type reader struct {
	ctx    context.Context
	img    image.Image
	levels []level
	codes  []found
	seen   []suspect
	cut    [][4]point // codes that lie partly outside the picture
	// pool holds the finder patterns of the last pass that did not look for
	// faint ones, dark and light.
	pool  [2][]finder
	work  int // samples taken so far, and other work in the same unit
	limit int
	// coarser is by how many levels the modules are sampled coarser than is
	// usual, against texture within them.
	coarser int
}

// maxWork is how much work is done for a picture: about a second on a slow
// computer. It is counted and not timed, so that the answer is the same on a
// fast one.
const maxWork = 90_000_000

// maxCodes is how many codes of a picture are read.
const maxCodes = 500

// Pyramid levels are made down to this many pixels on the shorter side; half
// the size always, for a picture larger than the second.
const (
	smallLevel = 240
	leastHalf  = 120
)

func newReader(ctx context.Context, img image.Image) *reader {
	return &reader{ctx: ctx, img: img, levels: pyramid(luminance(img, 255)), limit: maxWork}
}

// pyramid returns the picture at all sizes, those below the first still
// without pixels.
func pyramid(g gray) []level {
	levels := []level{{gray: g, scale: 1}}
	for side := min(g.w, g.h) / 2; ; side /= 2 {
		if side < smallLevel && (len(levels) > 1 || side < leastHalf/2) {
			return levels
		}
		levels = append(levels, level{scale: levels[len(levels)-1].scale * 2})
	}
}

// level returns the picture at a size.
func (r *reader) level(i int) *level {
	l := &r.levels[i]
	if l.gray.pix == nil {
		l.gray = r.level(i - 1).gray.half()
	}
	return l
}

// stopped reports whether the time or the work allowed is used up.
func (r *reader) stopped() bool {
	return r.work > r.limit || r.ctx.Err() != nil
}

// sampler returns the level at which a module is a few pixels wide: enough to
// tell modules apart, few enough that noise is averaged away.
func (r *reader) sampler(module float64) *sampler {
	i := 0
	for i+1 < len(r.levels) && module >= 2*minModule*r.levels[i].scale {
		i++
	}
	i = min(i+r.coarser, len(r.levels)-1)
	return newSampler(r.level(i), &r.work)
}

// minModule is the least width of a module, in pixels of the level it is
// sampled from, as long as there is a finer level.
const minModule = 3.0

// effort says how hard one pass over a picture looks for finder patterns.
type effort struct {
	open   bool    // also patterns whose outer ring is merged with the surroundings
	slack  float64 // how far a run may be off, in modules
	step   int     // every how many rows
	from   int     // the first level
	faint  bool    // also patterns whose rings are mere shades
	blocks []threshold
}

// threshold says how light and dark pixels are told apart, see [binarize].
type threshold struct {
	reach, offset int
}

// pass finds finder patterns at all levels and reads what they lead to.
func (r *reader) pass(e effort) {
	var pool []finder
	for i := e.from; i < len(r.levels); i++ {
		l := r.level(i)
		for _, t := range e.blocks {
			b := binarize(&l.gray, t.reach, t.offset)
			pool = merge(pool, scan(&b, e.open, e.step, e.slack), l.scale)
			r.work += l.gray.w * l.gray.h / (2 + e.step)
			if r.stopped() {
				return
			}
		}
		// Half of a small picture has nothing that the picture itself does not
		// show, as long as all that looks like a pattern belongs to a code.
		if i == 0 && len(r.levels) == 2 && !r.try(pool, e.faint) && len(r.codes) > 0 && r.explained(pool) {
			return
		}
	}
	// A sheet of codes has more patterns than are put together at once. Those
	// of the codes that were read make room for the others.
	for more := true; more && len(r.codes) < maxCodes && !r.stopped(); {
		before := len(r.codes)
		more = r.try(pool, e.faint) && len(r.codes) > before
	}
}

// explained reports whether all candidates lie in codes that were read.
func (r *reader) explained(pool []finder) bool {
	return !slices.ContainsFunc(pool, func(f finder) bool { return !r.covered(point{f.x, f.y}) })
}

// merge adds the candidates of a level to those of finer ones. One that is
// known already adds its votes.
func merge(pool, more []finder, scale float64) []finder {
	n := len(pool)
next:
	for _, f := range more {
		f = f.scaled(scale)
		for i := range pool[:n] {
			p := &pool[i]
			if p.light == f.light && off(p.x, f.x) < p.module && off(p.y, f.y) < p.module && off(p.module, f.module) < 0.4*p.module {
				p.votes += f.votes
				continue next
			}
		}
		pool = append(pool, f)
	}
	return pool
}
