package facetest

import (
	"context"
	"encoding/json"
	"time"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/words"
	"github.com/engawa-bot/engawa/store"
)

// edit changes what was posted under a key.
func (d *fixture) edit(of, key string, card bot.Card) store.Owed {
	d.Helper()
	return d.item(bot.KindEdit, key, bot.Edit{Of: store.KeyOf(team, of), Channel: d.at, Card: card})
}

func (d *fixture) edits() {
	button := []bot.Button{{Label: words.Text{{Text: "Join"}}, Do: "join"}}
	open := say("open")
	open.Buttons = button
	d.delivered(d.post("1", say("first")), d.post("2", open), d.post("3", say("third")))
	before := d.wantTexts(d.at, "first", "open", "third")
	if got := before[1].Buttons; len(got) != 1 || got[0] != "Join" {
		d.Errorf("got the buttons %q, want Join", got)
	}
	d.delivered(d.edit("2", "2/closed", say("closed")))
	after := d.wantTexts(d.at, "first", "closed", "third")
	for i := range after {
		if after[i].ID != before[i].ID || len(after[i].Buttons) > 0 {
			d.Errorf("got %+v, want the message %s, without buttons", after[i], before[i].ID)
		}
	}
	d.delivered(d.post("2", open)) // owed anew it is still the one that is there
	d.wantTexts(d.at, "first", "closed", "third")
}

func (d *fixture) editsWithoutAnswer() {
	d.delivered(d.post("1", say("open")))
	d.LosesAnswer()
	d.delivered(d.edit("1", "1/a", say("almost closed")))
	d.wantTexts(d.at, "almost closed")
	d.Fails()
	d.delivered(d.edit("1", "1/b", say("closed")), d.post("2", say("next")))
	d.wantTexts(d.at, "closed", "next")
}

func (d *fixture) editsNothing() {
	d.delivered(d.post("1", say("open")), d.post("2", say("other")))
	d.TakesAway(d.at, d.Reads(d.at)[0].ID)
	gone := d.edit("1", "1/closed", say("closed"))
	d.delivered(gone, d.edit("never", "never/closed", say("closed")))
	d.wantTexts(d.at, "other")
	if refused, closed := d.told.of(gone.Key); len(refused)+len(closed) > 0 {
		d.Errorf("what is gone needs no edit: got refused %v and closed %v", refused, closed)
	}
}

// board shows a card in a channel; none is nothing.
func (d *fixture) board(channel bot.ChannelID, cards ...bot.Card) store.Key {
	d.Helper()
	shown := d.wish(channel, cards...)
	d.rest(10 * time.Second)
	return shown.Key
}

// wish has a card be shown in a channel, a second from now.
func (d *fixture) wish(channel bot.ChannelID, cards ...bot.Card) bot.Display {
	d.Helper()
	shown := bot.Display{Key: store.KeyOf(team, "board"), Face: d.face.Platform(), Kind: bot.ShowBoard, Place: string(channel), Settle: time.Second}
	for _, card := range cards {
		raw, err := json.Marshal(card)
		if err != nil {
			d.Fatal(err)
		}
		shown.Body = raw
	}
	d.courier.Show(shown)
	return shown
}

func (d *fixture) showsInPlace() {
	d.board(d.at, say("ana"))
	d.delivered(d.post("between", say("between")))
	first := d.wantTexts(d.at, "ana", "between")[0].ID
	d.board(d.at, say("ana"))
	d.board(d.at, say("ana, bo"))
	if now := d.wantTexts(d.at, "ana, bo", "between")[0].ID; now != first {
		d.Errorf("got the message %s, want %s edited", now, first)
	}
	d.restart()
	d.board(d.at, say("ana, bo"))
	d.board(d.at, say("bo"))
	if now := d.wantTexts(d.at, "bo", "between")[0].ID; now != first {
		d.Errorf("after a restart: got the message %s, want %s edited", now, first)
	}
}

func (d *fixture) showsOnce() {
	d.LosesAnswer()
	d.board(d.at, say("ana"))
	d.rest(soon)
	d.wantTexts(d.at, "ana")
	d.LosesAnswer()
	d.board(d.at, say("bo"))
	d.rest(soon)
	d.wantTexts(d.at, "bo")
}

func (d *fixture) showsOnceOverARestart() {
	d.LosesAnswer()
	d.board(d.at, say("ana"))
	d.Down(true)
	d.restart()
	d.board(d.at, say("bo"))
	d.rest(time.Hour)
	d.Down(false)
	d.rest(soon)
	d.wantTexts(d.at, "bo")
}

func (d *fixture) showsTheLast() {
	for _, again := range []func(){func() {}, d.restart} {
		d.LosesAnswer()
		d.wish(d.at, say("ana"))
		d.rest(1500 * time.Millisecond)
		d.wantTexts(d.at, "ana")
		again() // before it is tried again
		d.board(d.at, say("bo"))
		d.rest(soon)
		d.wantTexts(d.at, "bo")
		d.board(d.at)
	}
}

func (d *fixture) showsAnew() {
	d.board(d.at, say("ana"))
	d.delivered(d.post("other", say("other")))
	d.TakesAway(d.at, d.Reads(d.at)[0].ID)
	d.board(d.at, say("bo"))
	d.wantTexts(d.at, "other", "bo")
	d.board(d.at, say("cho"))
	d.wantTexts(d.at, "other", "cho")
}

func (d *fixture) moves() {
	d.board(d.at, say("ana"))
	other := d.Channel("other")
	d.board(other, say("ana"))
	d.wantTexts(d.at)
	d.wantTexts(other, "ana")
}

func (d *fixture) hides() {
	d.board(d.at, say("ana"))
	d.board(d.at)
	d.wantTexts(d.at)
	d.board(d.at, say("bo"))
	d.wantTexts(d.at, "bo")
}

func (d *fixture) showsWhatIsClosed(c Closing) {
	d.board(d.at, say("ana"))
	c.Close(d.Place, d.at)
	key := d.board(d.at, say("bo"))
	d.rest(3 * time.Minute)
	d.saysClosed(c, key)
	if c.Open == nil {
		return
	}
	c.Open(d.Place, d.at)
	d.rest(soon)
	d.wantTexts(d.at, "bo")
}

// saysClosed fails unless it was said of a key how it is closed, and what to do.
func (d *fixture) saysClosed(c Closing, key store.Key) {
	d.Helper()
	refused, closed := d.told.of(key)
	if len(closed) == 0 || len(refused) > 0 {
		d.Fatalf("got closed %v and refused %v, want it closed", closed, refused)
	}
	why := closed[0]
	if why.Whole != c.Whole || why.Err == nil || why.Say == nil {
		d.Fatalf("got %+v, want whole %v, with the platform's error and a sentence", why, c.Whole)
	}
	for _, lang := range words.Langs() {
		if why.Say.Say(lang).String() == "" {
			d.Errorf("there is nothing to say in %s", lang)
		}
	}
}

func (d *fixture) endsSoon() {
	d.Hangs()
	d.owe(d.post("tea", say("tea")))
	d.board(d.at, say("ana"))
	d.rest(3 * time.Second)
	begun := time.Now()
	d.stop()
	if took := time.Since(begun); took > 10*time.Second {
		d.Errorf("the end took %v", took)
	}
}

func (d *fixture) endsWithContext() {
	d.delivered(d.post("before", say("before")))
	before := d.Reads(d.at)[0].ID
	d.Hangs()
	edit := d.item(bot.KindEdit, "edit", bot.Edit{Of: store.KeyOf(team, "before"), Channel: d.at, Message: before, Card: say("closed")})
	board := bot.Display{Key: store.KeyOf(team, "board"), Face: d.face.Platform(), Kind: bot.ShowBoard, Place: string(d.at), Body: []byte(`{}`)}
	for name, try := range map[string]func(context.Context) error{
		"a post":  func(ctx context.Context) error { _, err := d.face.Deliver(ctx, d.post("tea", say("tea"))); return err },
		"an edit": func(ctx context.Context) error { _, err := d.face.Deliver(ctx, edit); return err },
		"a display": func(ctx context.Context) error {
			_, err := d.face.Show(ctx, board, bot.Shown{Place: string(d.at), Born: time.Now(), Generation: 1})
			return err
		},
	} {
		ctx, cancel := context.WithTimeout(d.Context(), 3*time.Second)
		begun := time.Now()
		err := try(ctx)
		cancel()
		if took := time.Since(begun); took > 4*time.Second || err == nil {
			d.Errorf("%s: got %v after %v", name, err, took)
		}
		if why, final := bot.Refused(err); final {
			d.Errorf("%s: what ends is not refused: %v", name, why)
		}
	}
}
