package facetest

import (
	"fmt"
	"time"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/store"
)

func (d *fixture) deliversOnce() {
	o := d.post("tea", say("tea"))
	first, second := d.deliver(o), d.deliver(o)
	all := d.wantTexts(d.at, "tea")
	if first != second || first.Channel != d.at || first.Message != all[0].ID {
		d.Errorf("got the receipts %+v and %+v, want the message's own: %s", first, second, all[0].ID)
	}
	d.delivered(o)
	d.wantTexts(d.at, "tea")
	d.delivered(d.post("another", say("tea")))
	d.wantTexts(d.at, "tea", "tea")
}

func (d *fixture) deliversOnceToOne() {
	o := d.item(bot.KindPost, "mine", bot.Post{Account: d.Account("ana"), Card: say("your Try")})
	d.LosesAnswer()
	first := d.deliver(o)
	if second := d.deliver(o); first != second || first.Channel == "" || first.Channel == d.at {
		d.Errorf("got the receipts %+v and %+v, want the same, and a channel of her own", first, second)
	}
	d.wantTexts(first.Channel, "your Try")
	d.wantTexts(d.at)
}

func (d *fixture) deliversOnceWithoutAnswer() {
	o := d.post("tea", say("tea"))
	d.LosesAnswer()
	receipt := d.deliver(o)
	if all := d.wantTexts(d.at, "tea"); receipt.Message != all[0].ID {
		d.Errorf("got the receipt %+v, want the message's own: %s", receipt, all[0].ID)
	}
	d.LosesAnswer()
	d.delivered(d.post("cake", say("cake")))
	d.wantTexts(d.at, "tea", "cake")
}

func (d *fixture) deliversOnceOverARestart() {
	o := d.post("tea", say("tea"))
	d.LosesAnswer()
	_, _ = d.face.Deliver(d.Context(), o) // what it says is not written down
	d.deliver(d.post("other", say("what came since")))
	d.restart()
	d.delivered(o)
	d.wantTexts(d.at, "tea", "what came since")
}

// deliversOnceAfterLong: what a platform remembers of calls by itself is over.
func (d *fixture) deliversOnceAfterLong() {
	o := d.post("tea", say("tea"))
	d.LosesAnswer()
	_, _ = d.face.Deliver(d.Context(), o) // likewise
	d.stop()
	d.rest(3 * time.Hour)
	d.start()
	d.delivered(o)
	d.wantTexts(d.at, "tea")
	d.rest(time.Hour)
	d.delivered(o)
	d.wantTexts(d.at, "tea")
}

func (d *fixture) triesAgain() {
	for range 3 {
		d.Fails()
	}
	o := d.post("tea", say("tea"))
	d.delivered(o)
	d.wantTexts(d.at, "tea")
	if refused, closed := d.told.of(o.Key); len(refused)+len(closed) > 0 {
		d.Errorf("what passes was told as refused: %v, or closed: %v", refused, closed)
	}
}

func (d *fixture) outlastsAnOutage() {
	d.Down(true)
	one, two := d.post("1", say("one")), d.post("2", say("two"))
	d.owe(one, two)
	d.rest(20 * time.Minute)
	if n := d.owed(); n != 2 {
		d.Errorf("%d are owed while the platform is down, want 2", n)
	}
	d.Down(false)
	d.delivered()
	d.wantTexts(d.at, "one", "two")
	for _, o := range []bot.ChannelID{"1", "2"} {
		if refused, closed := d.told.of(d.post(string(o), bot.Card{}).Key); len(refused)+len(closed) > 0 {
			d.Errorf("an outage was told as refused: %v, or closed: %v", refused, closed)
		}
	}
}

func (d *fixture) refusesWhatItCannotRead() {
	for _, kind := range []string{bot.KindPost, bot.KindEdit, "dance"} {
		_, err := d.face.Deliver(d.Context(), d.item(kind, "x", 1))
		if why, final := bot.Refused(err); !final || why.Reason != bot.BadShape {
			d.Errorf("%s: got %v, want a refusal: %s", kind, err, bot.BadShape)
		}
	}
	_, err := d.face.Show(d.Context(), bot.Display{Key: team + "/x", Kind: "dance", Place: string(d.at), Body: []byte("1")}, bot.Shown{})
	if why, final := bot.Refused(err); !final || why.Reason != bot.BadShape {
		d.Errorf("a display: got %v, want a refusal: %s", err, bot.BadShape)
	}
}

func (d *fixture) keepsOrder() {
	var want []string
	for i := range 12 {
		text := fmt.Sprint("tea ", i)
		want = append(want, text)
		switch i % 4 {
		case 1:
			d.Fails()
		case 3:
			d.LosesAnswer()
		}
		d.owe(d.post(text, say(text)))
	}
	d.delivered()
	d.wantTexts(d.at, want...)
}

func (d *fixture) isRefused(refuse func(Place, bot.ChannelID)) {
	o := d.post("tea", say("tea"))
	refuse(d.Place, d.at)
	d.delivered(o)
	d.rest(soon)
	refused, closed := d.told.of(o.Key)
	if len(refused) != 1 || len(closed) > 0 || refused[0].Err == nil {
		d.Fatalf("got refused %v and closed %v, want refused once, with what the platform says", refused, closed)
	}
	if r := refused[0].Reason; r != bot.NoPlace && r != bot.NoRight {
		d.Errorf("got the reason %s, want %s or %s", r, bot.NoPlace, bot.NoRight)
	}
	other := d.Channel("other")
	d.delivered(d.item(bot.KindPost, "other", bot.Post{Channel: other, Card: say("hi")}))
	d.wantTexts(other, "hi")
}

func (d *fixture) isShunned(shun func(Place, string)) {
	ana := d.Account("ana")
	mine := func(key string) store.Owed {
		return d.item(bot.KindPost, key, bot.Post{Account: ana, Card: say(key)})
	}
	d.deliver(mine("before"))
	shun(d.Place, "ana")
	d.delivered(mine("after"), d.post("tea", say("tea")))
	refused, closed := d.told.of(mine("after").Key)
	if len(refused) != 1 || len(closed) > 0 || refused[0].Reason != bot.NoRight {
		d.Errorf("got refused %v and closed %v, want refused once: %s", refused, closed, bot.NoRight)
	}
	d.wantTexts(d.at, "tea")
}

func (d *fixture) isClosed(c Closing) {
	d.delivered(d.post("before", say("before")))
	c.Close(d.Place, d.at)
	o := d.post("tea", say("tea"))
	d.owe(o)
	d.rest(3 * time.Minute)
	d.saysClosed(c, o.Key)
	if d.owed() != 1 {
		d.Errorf("%d are owed, want what is closed to wait", d.owed())
	}
	if c.Open == nil {
		return
	}
	c.Open(d.Place, d.at)
	d.rest(soon)
	d.delivered()
	d.wantTexts(d.at, "before", "tea")
}
