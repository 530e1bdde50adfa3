package figures

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
	"math/rand/v2"
	"sync"
	"testing"

	"github.com/engawa-bot/engawa/kpt/numbers"
	"github.com/engawa-bot/engawa/schedule"
)

// weekly makes up the numbers of n retros, one a week.
func weekly(n int) (all []numbers.Numbers) {
	r := rand.New(rand.NewPCG(7, uint64(n)))
	for i := range n {
		one := numbers.Numbers{
			Retro: schedule.Date{Year: 2026, Month: 9, Day: 4}.AddDays(7 * i),
			Open:  r.IntN(8), MedianAge: float64(r.IntN(40)) / 2,
			Worked: r.IntN(4), Failed: r.IntN(3), Dropped: r.IntN(3), Problems: r.IntN(9),
		}
		one.Answered, one.Recurring = r.IntN(one.Problems+1), r.IntN(one.Problems+1)
		all = append(all, one)
	}
	return all
}

func drawn(t *testing.T, all []numbers.Numbers) (image.Image, []byte) {
	t.Helper()
	data, err := picture(all)
	if err != nil {
		t.Fatal(err)
	}
	img, err := png.Decode(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	return img, data
}

// shares is how much of each colour a picture has.
func shares(img image.Image, in image.Rectangle) map[color.RGBA]int {
	found := map[color.RGBA]int{}
	for y := in.Min.Y; y < in.Max.Y; y++ {
		for x := in.Min.X; x < in.Max.X; x++ {
			found[color.RGBAModel.Convert(img.At(x, y)).(color.RGBA)]++
		}
	}
	return found
}

// column is the part of a picture in which a retro stands.
func column(img image.Image, i int) image.Rectangle {
	return image.Rect(middle(i)-slot/2, 0, middle(i)+slot/2, img.Bounds().Max.Y)
}

func TestThePictureIsOfOneSizeAndSmall(t *testing.T) {
	const most = 200 << 10
	for _, n := range []int{1, 2, 11, 12} {
		img, data := drawn(t, weekly(n))
		if got, want := img.Bounds(), image.Rect(0, 0, 960, 628); got != want {
			t.Errorf("%d retros: got %v, want %v", n, got, want)
		}
		if len(data) > most || n == numbers.Most && len(data) < 4<<10 {
			t.Errorf("%d retros: got %d bytes, want at most %d", n, len(data), most)
		}
		t.Logf("%d retros: %d bytes", n, len(data))
	}
}

func TestEachRetroHasItsColumn(t *testing.T) {
	for _, n := range []int{1, 5, numbers.Most} {
		img, _ := drawn(t, weekly(n))
		for i := range numbers.Most {
			marks := 0
			for colour, many := range shares(img, column(img, i)) {
				if colour != paper && colour != base {
					marks += many
				}
			}
			if there := marks > 100; there != (i < n) {
				t.Errorf("%d retros: %d pixels are drawn in column %d", n, marks, i)
			}
		}
	}
}

func TestABarIsAsHighAsItsNumber(t *testing.T) {
	n := numbers.Numbers{Open: 2, MedianAge: 7, Worked: 1, Failed: 2, Dropped: 1, Problems: 5, Answered: 3, Recurring: 1}
	twice := numbers.Numbers{Open: 4, MedianAge: 14, Worked: 2, Failed: 4, Dropped: 2, Problems: 10, Answered: 6, Recurring: 2}
	n.Retro, twice.Retro = weekly(2)[0].Retro, weekly(2)[1].Retro
	img, _ := drawn(t, []numbers.Numbers{n, twice})
	small, large := shares(img, column(img, 0)), shares(img, column(img, 1))
	for name, colour := range map[string]color.RGBA{"open": blue, "worked": green, "failed": orange, "dropped": brown, "answered": purple, "unanswered": pale} {
		if low, high := 2*small[colour]*8/10, 2*small[colour]*12/10; large[colour] < low || large[colour] > high || large[colour] < 400 {
			t.Errorf("%s: got %d pixels, want twice %d", name, large[colour], small[colour])
		}
	}
	for name, colour := range map[string]color.RGBA{"recurring": red, "age": ink} {
		if small[colour] < 50 || large[colour] < 50 {
			t.Errorf("%s: got %d and %d pixels, want a dot each", name, small[colour], large[colour])
		}
	}
}

func TestTheHighestBarFillsItsPanel(t *testing.T) {
	for _, most := range []int{1, 3, 700} {
		img, _ := drawn(t, []numbers.Numbers{{Retro: weekly(1)[0].Retro, Open: most}})
		got, want := shares(img, column(img, 0))[blue], barWide*(high-headroom-foot)
		if got < want*95/100 || got > want*105/100 {
			t.Errorf("%d: got %d pixels, want about %d", most, got, want)
		}
	}
}

func TestNothingButTheAxesIsDrawnOfNothing(t *testing.T) {
	img, _ := drawn(t, []numbers.Numbers{{Retro: weekly(1)[0].Retro}})
	found := shares(img, column(img, 0))
	const edges = 60 // of letters, which may have any of the colours
	for _, colour := range []color.RGBA{blue, green, orange, brown, purple, pale} {
		if found[colour] > edges {
			t.Errorf("%v: got %d pixels, want none", colour, found[colour])
		}
	}
}

func TestHugeNumbersStayInThePicture(t *testing.T) {
	all := weekly(12)
	for i := range all {
		all[i] = numbers.Numbers{Retro: all[i].Retro, Open: 100000 * i, MedianAge: 5000.5, Worked: 9999, Problems: 12345, Answered: i, Recurring: 12345}
	}
	img, _ := drawn(t, all)
	for y := range 628 {
		if got := color.RGBAModel.Convert(img.At(959, y)).(color.RGBA); got != paper {
			t.Fatalf("something is drawn at the right edge, line %d", y)
		}
	}
}

func TestTheSameNumbersMakeTheSamePictureAtOnceToo(t *testing.T) {
	all := weekly(12)
	_, want := drawn(t, all)
	var drawing sync.WaitGroup
	for range 4 {
		drawing.Go(func() {
			if got, err := picture(all); err != nil || !bytes.Equal(got, want) {
				t.Errorf("got another picture, error %v", err)
			}
		})
	}
	drawing.Wait()
	all[3].Open++
	if _, got := drawn(t, all); bytes.Equal(got, want) {
		t.Error("other numbers make the same picture")
	}
}

func BenchmarkPicture(b *testing.B) {
	all := weekly(12)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := picture(all); err != nil {
			b.Fatal(err)
		}
	}
}
