package gdocs_test

import (
	"testing"

	fake "github.com/engawa-bot/engawa/internal/fake/gdocs"
	"github.com/engawa-bot/engawa/kpt"
)

// Whatever a person does to a sheet, it is not taken away then.
func TestASheetInWhichAPersonDidSomethingStays(t *testing.T) {
	for name, does := range map[string]func(*docFixture) error{
		"nothing":           func(*docFixture) error { return nil },
		"types a line":      func(d *docFixture) error { return d.doc.LineAt(2).Type("cake") },
		"types on a bullet": func(d *docFixture) error { return d.doc.LineAt(2).Append("cake") },
		"suggests":          func(d *docFixture) error { _, err := d.doc.LineAt(2).Suggest("", "cake"); return err },
		"puts a person in":  func(d *docFixture) error { return d.doc.LineAt(2).Chip("", "Ana", "ana@example.com") },
		"heads a section":   func(d *docFixture) error { return d.doc.Line("Problem").Rename("Problem and so on") },
		"heads the sheet":   func(d *docFixture) error { return d.doc.LineAt(0).Append(", at the beach") },
		"makes a table":     func(d *docFixture) error { return d.doc.LineAt(2).TableAround(1) },
	} {
		t.Run(name, func(t *testing.T) {
			d := newDocFixture(t, fake.Options{}, nil)
			d.write(adds(thisWeek, kpt.Keeps, 1, "tea")...)
			d.write(kpt.Change{Kind: kpt.OpenSheet, Retro: nextWeek})
			if err := does(d); err != nil {
				t.Fatal(err)
			}
			was := d.doc.Text()
			d.write(kpt.Change{Kind: kpt.RemoveSheet, Retro: nextWeek})
			if stays := d.doc.Text() == was; stays == (name == "nothing") {
				t.Errorf("it stays: %t, of\n%s", stays, was)
			}
		})
	}
}
