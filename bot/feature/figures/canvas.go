package figures

import (
	"fmt"
	"image"
	"image/color"

	"golang.org/x/image/font"
	"golang.org/x/image/font/gofont/goregular"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/math/fixed"
)

const (
	size   = 15 // of letters, in pixels
	letter = 11 // how high a digit is
	pen    = 3  // how thick a line is
	dot    = 9
	square = 12
	shades = 12 // between ink and paper, for the edges of letters
)

// canvas is what a picture is drawn on. It has few colours, so that the picture
// is small.
type canvas struct {
	*image.Paletted

	face font.Face
}

// newCanvas reads the font, which so takes memory only while it draws.
func newCanvas(width, height int) (*canvas, error) {
	f, err := opentype.Parse(goregular.TTF)
	if err != nil {
		return nil, fmt.Errorf("figures: font: %w", err)
	}
	face, err := opentype.NewFace(f, &opentype.FaceOptions{Size: size, DPI: 72, Hinting: font.HintingFull})
	if err != nil {
		return nil, fmt.Errorf("figures: font: %w", err)
	}
	colours := color.Palette{paper, base, blue, green, orange, brown, purple, pale, red}
	for i := range shades + 1 {
		mix := func(from, to uint8) uint8 { return uint8((int(from)*(shades-i) + int(to)*i) / shades) }
		colours = append(colours, color.RGBA{mix(paper.R, ink.R), mix(paper.G, ink.G), mix(paper.B, ink.B), 0xff})
	}
	c := &canvas{image.NewPaletted(image.Rect(0, 0, width, height), colours), face}
	c.fill(c.Rect, paper)
	return c, nil
}

// fill looks a colour up once; package draw would for each pixel.
func (c *canvas) fill(r image.Rectangle, colour color.RGBA) {
	index := byte(c.Palette.Index(colour))
	r = r.Intersect(c.Rect)
	for y := r.Min.Y; y < r.Max.Y; y++ {
		row := c.Pix[c.PixOffset(r.Min.X, y):c.PixOffset(r.Max.X, y)]
		for x := range row {
			row[x] = index
		}
	}
}

// write writes a text with its middle at x, or as near as it fits.
func (c *canvas) write(x, y int, text string, colour color.RGBA) {
	d := font.Drawer{Dst: c.Paletted, Src: image.NewUniform(colour), Face: c.face}
	half := d.MeasureString(text) / 2
	d.Dot = fixed.Point26_6{X: min(fixed.I(x), fixed.I(c.Rect.Max.X-foot)-half) - half, Y: fixed.I(y)}
	d.DrawString(text)
}

// label writes what a panel is about, with its colours below.
func (c *canvas) label(x, y int, p panel) {
	d := font.Drawer{Dst: c.Paletted, Src: image.NewUniform(ink), Face: c.face, Dot: fixed.P(x, y)}
	d.DrawString(p.label)
	all := p.bars
	for _, s := range []*series{p.beside, p.line} {
		if s != nil {
			all = append(all[:len(all):len(all)], *s)
		}
	}
	for i, s := range all {
		at := image.Pt(x+i*(square+4), y+8)
		c.fill(image.Rectangle{at, at.Add(image.Pt(square, square))}, s.colour)
	}
}

// stroke draws a line from left to right.
func (c *canvas) stroke(from, to image.Point, colour color.RGBA) {
	y := func(x int) int { return from.Y + (to.Y-from.Y)*(x-from.X)/(to.X-from.X) }
	for x := from.X; x < to.X; x++ {
		top, bottom := min(y(x), y(x+1)), max(y(x), y(x+1))
		c.fill(image.Rect(x, top-pen/2, x+1, bottom+pen/2+1), colour)
	}
}
