package discord

import (
	"bytes"
	"context"
	"log/slog"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/words"
)

func TestAFileReachesTheAskerAlone(t *testing.T) {
	small, large := []byte("# KPT\n縁側"), bytes.Repeat([]byte("x"), mostFile)
	for _, tt := range []struct {
		name     string
		takes    time.Duration
		data     []byte
		deferred bool
	}{
		{"at once", 0, small, false},
		{"late", 2 * time.Second, small, true},
		{"larger than fits into a first answer", 0, large, true},
	} {
		reply := bot.Reply{Card: say("here it is"), File: &bot.File{Name: "kpt-2026.md", Data: tt.data}}
		onATrip(t, after(tt.takes, reply), func(tr *trip) {
			a := tr.ana.Run("rooms", nil)
			tr.answered(a)
			got := a.Message
			if !got.Ephemeral || a.Deferred != tt.deferred || !strings.HasPrefix(got.Text(), "here it is\n[file kpt-2026.md, ") {
				tr.t.Errorf("%s: got %q, deferred %v", tt.name, got.Text(), a.Deferred)
			}
			if len(got.Files) != 1 || got.Files[0].Name != "kpt-2026.md" || !bytes.Equal(got.Files[0].Data, tt.data) {
				tr.t.Errorf("%s: got %d files, want the one", tt.name, len(got.Files))
			}
		})
	}
}

func TestAFileComesAlsoAfterAPressAndInPlaceOfAnAnswer(t *testing.T) {
	file := func(name string) *bot.File { return &bot.File{Name: name, Data: []byte(name)} }
	onATrip(t, func(ctx context.Context, r bot.Request) bot.Reply {
		if r.Way == bot.Press {
			return after(2*time.Second, bot.Reply{Card: say("pressed"), File: file("c.md")})(ctx, r)
		}
		return bot.Reply{
			Team: "sakura", File: file("a.md"),
			Card: &bot.Card{Lines: []words.Text{quoted("first")}, Buttons: []bot.Button{{Label: quoted("Again"), Do: "again"}}},
			Then: func(context.Context) bot.Reply {
				return bot.Reply{Card: &bot.Card{Lines: []words.Text{quoted("last")}, Buttons: []bot.Button{{Label: quoted("Again"), Do: "again"}}}, File: file("b.md")}
			},
		}
	}, func(tr *trip) {
		a := tr.ana.Run("rooms", nil)
		tr.answered(a)
		if got, want := a.Message.Text(), "last\n[Again]\n[file b.md, 4 bytes]"; got != want || len(a.Message.Files) != 1 {
			tr.t.Errorf("got %q, %d files, want %q", got, len(a.Message.Files), want)
		}
		pressed := tr.ana.Press(a.Message, "Again")
		tr.answered(pressed)
		<-time.After(3 * time.Second)
		if err := pressed.Wait(tr.t.Context()); err != nil {
			tr.t.Error(err)
		}
		if len(pressed.FollowUps) != 1 || !pressed.FollowUps[0].Ephemeral || len(pressed.FollowUps[0].Files) != 1 {
			tr.t.Errorf("got %+v, want one follow-up with a file", pressed.FollowUps)
		}
	})
}

func TestAFileThatCannotBeGivenIsOurFaultAndAnswered(t *testing.T) {
	card, good := say("hi"), &bot.File{Name: "a.md"}
	for name, reply := range map[string]bot.Reply{
		"too large":      {Card: card, File: &bot.File{Name: "a.md", Data: make([]byte, mostFile+1)}},
		"another name":   {Card: card, File: &bot.File{Name: "../a b.md"}},
		"no name":        {Card: card, File: &bot.File{}},
		"for everybody":  {Card: card, File: good, Public: true},
		"in place":       {Card: card, File: good, Update: true},
		"without a card": {File: good},
	} {
		synctest.Test(t, func(t *testing.T) {
			l := newLine(t)
			var log strings.Builder
			a := newAnswerer(answererConfigOf(l, slog.New(slog.NewTextHandler(&log, nil)), after(0, reply)))
			a.handle(t.Context(), asked(bot.Slash, false))
			a.close()
			want := "0s callback 4 (private) " + words.Say(words.English, "ask.internal").String()
			if got := strings.Join(l.heard, "; "); got != want || !strings.Contains(log.String(), "file: ") {
				t.Errorf("%s: got %s, log %s", name, got, log.String())
			}
		})
	}
}

func TestACardWithEverythingHasRoomForAFile(t *testing.T) {
	var card bot.Card
	for i := range 20 {
		id := []string{strings.Repeat("x", i)}
		card.Buttons = append(card.Buttons, bot.Button{Label: quoted("b"), Do: "b", With: id})
		card.Selects = append(card.Selects, bot.Select{Pick: bot.PickRoom, Do: "s", With: id})
	}
	m := render(card, "sakura", 0)
	m.attach(&bot.File{Name: "a.md"})
	judge(t, m)
}
