package slack

import (
	"context"
	"flag"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/slack-go/slack"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/words"
	fake "github.com/engawa-bot/engawa/internal/fake/slack"
	"github.com/engawa-bot/engawa/internal/need"
)

var heavy = flag.Int("heavy", 6, "random cards in the test of what can be pressed")

// scripts are what texts are made of; in JSON they weigh from one to twelve bytes a
// sign.
var scripts = []string{"tea ", "縁側", "🍵", `<"&/>`, "é", "a\n", "👩‍👩‍👧"}

// load is how much a card holds.
type load struct{ lines, length, buttons, selects, options, most int }

// loaded is a card of a load, out of one text.
func loaded(l load, text string) bot.Card {
	typed := func(n int) words.Text {
		return words.Text{{Kind: words.Quoted, Text: strings.Repeat(text, 1+n/max(units(text), 1))}}
	}
	c := bot.Card{Title: typed(40), Buttons: []bot.Button{{Label: plainly("Done"), Do: "tries done"}}}
	for range l.lines {
		c.Lines = append(c.Lines, typed(l.length), words.Text{{Kind: words.Link, Text: "https://example.com/" + strings.Repeat("x", l.length)}})
	}
	for i := range l.buttons {
		c.Buttons = append(c.Buttons, bot.Button{Label: typed(70), Do: fmt.Sprint("do ", i), With: []string{strings.Repeat("w", 60)}})
	}
	for i := range l.selects {
		s := bot.Select{Pick: bot.PickOption, Hint: typed(100), Do: fmt.Sprint("pick ", i), Max: l.most}
		for j := range l.options {
			s.Options = append(s.Options, bot.Option{Value: fmt.Sprint(j), Label: typed(90), Hint: typed(90)})
		}
		c.Selects = append(c.Selects, s)
	}
	return c
}

func TestEveryCardCanBePressedHoweverMuchIsOnIt(t *testing.T) {
	need.Unraced(t)
	call(t, func(t *testing.T, v *visit) {
		seed := rand.Uint64()
		dice := rand.New(rand.NewPCG(seed, 1))
		for i := range *heavy {
			time.Sleep(time.Minute) // of the rates
			text := scripts[dice.IntN(len(scripts))] + scripts[i%len(scripts)]
			l := load{dice.IntN(40), dice.IntN(2000), dice.IntN(25), dice.IntN(25), 1 + dice.IntN(25), dice.IntN(26)}
			c := loaded(l, text)
			v.host.replies(func(_ context.Context, r bot.Request) bot.Reply {
				if r.Do == "tries done" {
					return bot.Tell(plainly("Well done."))
				}
				return bot.Reply{Card: &c, Team: "sakura"}
			})
			for name, show := range map[string]func() fake.Surface{
				"a message": func() fake.Surface { return see(t, v.ana.Run("/rooms", "")).Messages[0] },
				"the home":  func() fake.Surface { return see(t, v.ana.OpenHome()).View },
				"a modal":   func() fake.Surface { return see(t, v.ana.Shortcut("write_note")).View },
			} {
				shown := show()
				if got := v.Violations(); len(got) > 0 {
					t.Fatalf("%s with %+v of %q: %s", name, l, text, got)
				}
				before := v.host.count()
				if err := v.ana.Press(shown, "Done").Acked(t.Context()); err != nil {
					t.Fatalf("%s with %+v of %q, dice %d: %v\n%s", name, l, text, seed, err, v.log)
				}
				synctest.Wait()
				if v.host.count() == before || len(v.Violations()) > 0 {
					t.Fatalf("%s with %+v of %q, dice %d", name, l, text, seed)
				}
			}
		}
	})
}

func FuzzNoCardIsTooHeavyToBePressed(f *testing.F) {
	f.Add("縁側🍵", uint8(30), uint16(300), uint8(20), uint8(20), uint8(25), uint8(25))
	f.Add(`<"&/>`, uint8(1), uint16(9000), uint8(0), uint8(1), uint8(3), uint8(1))
	f.Add("a", uint8(0), uint16(0), uint8(3), uint8(0), uint8(0), uint8(0))
	face := &Face{cfg: Config{Guide: sakura()}}
	f.Fuzz(func(t *testing.T, text string, lines uint8, length uint16, buttons, selects, options, most uint8) {
		if len(text) > 100 {
			t.Skip("repeated anyway")
		}
		c := loaded(load{int(lines) % 64, int(length) % 4096, int(buttons) % 32, int(selects) % 32, int(options) % 32, int(most) % 32}, text)
		if d := face.draw(c, "sakura"); weight(d) > mostWeight+500 { // what surrounds rows is counted roughly
			t.Errorf("it weighs %d", weight(d))
		}
		back := formState{Do: "x", Team: "sakura", With: []string{strings.Repeat("w", 2000)}}
		view, err := face.drawView(c, back, words.Japanese)
		if err != nil || weight(view) > mostWeight+500 {
			t.Errorf("a modal weighs %d: %v", weight(view), err)
		}
	})
}

func TestAFormIsSentHoweverMuchIsFilledIn(t *testing.T) {
	for _, sign := range []string{"縁", "🍵", `"`, "a"} {
		call(t, func(t *testing.T, v *visit) {
			f := form()
			f.Fields = nil
			for i := range 5 {
				f.Fields = append(f.Fields, bot.Field{Key: fmt.Sprint(i), Label: plainly(fmt.Sprint("Field ", i)), Kind: bot.FieldText, Value: strings.Repeat(sign, 100)})
			}
			v.host.tells(bot.Reply{Form: f, Team: "sakura"})
			open := see(t, v.ana.Run("/kpt", "")).View
			filled := map[string]any{}
			for _, b := range open.Blocks {
				most := b["element"].(map[string]any)["max_length"].(float64)
				filled[b["block_id"].(string)] = strings.Repeat(sign, int(most)/units(sign))
			}
			v.host.tells(bot.Tell(plainly("Kept.")))
			says(t, see(t, v.ana.Submit(open, filled)).View.Render(), "Kept.")
		})
	}
}

func TestACardThatIsShortenedSaysSo(t *testing.T) {
	face := &Face{cfg: Config{Guide: sakura()}}
	said := func(c bot.Card) bool {
		return strings.Contains(string(indented(t, face.draw(c, "sakura").Blocks)), "There is more than Slack can show here.")
	}
	for name, l := range map[string]load{"text": {30, 1000, 0, 0, 0, 0}, "buttons": {0, 0, 30, 0, 0, 0}, "selects": {0, 0, 0, 19, 25, 3}} {
		if !said(loaded(l, "縁側")) {
			t.Errorf("%s: it does not say that there is more", name)
		}
	}
	if said(loaded(load{3, 200, 3, 1, 7, 2}, "tea ")) {
		t.Error("a small card says that there is more")
	}
	options := loaded(load{0, 0, 0, 1, 25, 1}, "縁側").Selects
	var c controls
	if block := c.selects(options)[0].(*slack.ActionBlock); len(block.Elements.ElementSet[0].(*slack.SelectBlockElement).Options) != 25 {
		t.Error("a large select has lost options")
	}
}
