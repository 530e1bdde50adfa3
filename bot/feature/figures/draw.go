package figures

import (
	"bytes"
	"image"
	"image/color"
	"image/png"

	"github.com/engawa-bot/engawa/kpt/numbers"
)

// The measures of the picture, in pixels.
const (
	wide     = 960
	left     = 112                          // of the first retro
	slot     = (wide - left) / numbers.Most // for each
	barWide  = slot / 2
	thin     = slot / 7
	high     = 150 // of a panel
	headroom = 26  // above its highest bar, for the number
	foot     = 8   // below its bars
	dates    = 28  // below the last panel
)

// The colours are those of the squares beside the words of the card.
var (
	paper  = color.RGBA{0xff, 0xff, 0xff, 0xff}
	ink    = color.RGBA{0x23, 0x1f, 0x20, 0xff}
	base   = color.RGBA{0xbb, 0xbb, 0xbb, 0xff}
	blue   = color.RGBA{0x55, 0xac, 0xee, 0xff}
	green  = color.RGBA{0x78, 0xb1, 0x59, 0xff}
	orange = color.RGBA{0xf4, 0x90, 0x0c, 0xff}
	brown  = color.RGBA{0xa0, 0x5c, 0x48, 0xff}
	purple = color.RGBA{0xaa, 0x8e, 0xd6, 0xff}
	pale   = color.RGBA{0xe1, 0xe2, 0xe6, 0xff}
	red    = color.RGBA{0xdd, 0x2e, 0x44, 0xff}
)

// panel is a row of the picture: bars on top of each other and a narrow one
// beside them, or a line.
type panel struct {
	label  string
	bars   []series
	beside *series
	line   *series
}

// series is one number of each retro, in a colour.
type series struct {
	colour color.RGBA
	of     func(numbers.Numbers) float64
}

func panels() []panel {
	type of = numbers.Numbers
	return []panel{
		{label: "Try", bars: []series{{blue, func(n of) float64 { return float64(n.Open) }}}},
		{label: "Try, days", line: &series{ink, func(n of) float64 { return n.MedianAge }}},
		{label: "Try", bars: []series{
			{green, func(n of) float64 { return float64(n.Worked) }},
			{orange, func(n of) float64 { return float64(n.Failed) }},
			{brown, func(n of) float64 { return float64(n.Dropped) }},
		}},
		{label: "Problem", bars: []series{
			{purple, func(n of) float64 { return float64(n.Answered) }},
			{pale, func(n of) float64 { return float64(n.Problems - n.Answered) }},
		}, beside: &series{red, func(n of) float64 { return float64(n.Recurring) }}},
	}
}

// picture draws a picture of numbers, the oldest on the left, as a PNG. In it are
// digits, dates and words of KPT that both languages use; the sentences stand in
// the card. The same numbers always make the same picture.
func picture(all []numbers.Numbers) ([]byte, error) {
	rows := panels()
	c, err := newCanvas(wide, len(rows)*high+dates)
	if err != nil {
		return nil, err
	}
	for i, p := range rows {
		c.panel(p, all, (i+1)*high-foot)
	}
	for i, n := range all {
		c.write(middle(i), len(rows)*high+dates-foot, n.Retro.String()[len("2006-"):], ink)
	}
	var out bytes.Buffer
	err = (&png.Encoder{CompressionLevel: png.BestSpeed}).Encode(&out, c.Paletted)
	return out.Bytes(), err
}

// middle is where a retro stands.
func middle(i int) int { return left + i*slot + slot/2 }

// panel draws a panel whose bars stand at y.
func (c *canvas) panel(p panel, all []numbers.Numbers, y int) {
	c.fill(image.Rect(left, y, wide-foot, y+1), base)
	c.label(foot, y-high/2, p)
	scale := p.scale(all)
	for i, n := range all {
		if len(p.bars) > 0 {
			c.bars(p, n, middle(i), y, scale)
		}
		if p.beside != nil {
			c.bar(*p.beside, n, middle(i)+barWide/2+2+thin/2, thin, y, scale)
		}
	}
	if p.line != nil {
		c.line(*p.line, all, y, scale)
	}
}

// bars draws those of one retro, with what they are together above them.
func (c *canvas) bars(p panel, n numbers.Numbers, x, y int, scale float64) {
	total, top := 0.0, y
	for _, s := range p.bars {
		total += s.of(n)
		next := y - int(total*scale)
		c.fill(image.Rect(x-barWide/2, next, x+barWide/2, top), s.colour)
		if top-next > letter+4 && len(p.bars) > 1 {
			c.write(x, (top+next+letter)/2, decimal(s.of(n)), ink)
		}
		top = next
	}
	c.write(x, top-6, decimal(total), ink)
}

// bar draws one bar with its number above it.
func (c *canvas) bar(s series, n numbers.Numbers, x, width, y int, scale float64) {
	top := y - int(s.of(n)*scale)
	c.fill(image.Rect(x-width/2, top, x+width/2, y), s.colour)
	c.write(x, top-6, decimal(s.of(n)), s.colour)
}

// line draws a line with its numbers above it.
func (c *canvas) line(s series, all []numbers.Numbers, y int, scale float64) {
	at := func(i int) image.Point { return image.Pt(middle(i), y-int(s.of(all[i])*scale)) }
	for i, n := range all {
		if i > 0 {
			c.stroke(at(i-1), at(i), s.colour)
		}
		c.fill(image.Rectangle{at(i), at(i)}.Inset(-dot/2), s.colour)
		c.write(at(i).X, at(i).Y-10, decimal(s.of(n)), s.colour)
	}
}

// scale is how many pixels one is, so that the highest fits.
func (p panel) scale(all []numbers.Numbers) float64 {
	most := 1.0
	for _, n := range all {
		total := 0.0
		for _, s := range p.bars {
			total += s.of(n)
		}
		for _, s := range []*series{p.beside, p.line} {
			if s != nil {
				total = max(total, s.of(n))
			}
		}
		most = max(most, total)
	}
	return (high - headroom - foot) / most
}
