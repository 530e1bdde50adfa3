package apptest

import (
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/words"
	"github.com/engawa-bot/engawa/internal/app"

	fake "github.com/engawa-bot/engawa/internal/fake/discord"
	"github.com/engawa-bot/engawa/internal/fake/server/pipe"
	"github.com/engawa-bot/engawa/store"
)

// shared opens the bot on a store of an earlier version, in which the teams one
// and two have one Doc. other is one that nobody has.
func shared(t *testing.T) (h *app.App, one, two bot.Team, other string, stop func()) {
	t.Helper()
	s, cfg := piped(t, fake.Options{})
	doc := s.withDocs(pipe.Listen("docs.invalid"))
	other = s.docs.NewDoc("another").URL()
	cfg.Google = s.login
	one, two = s.team("one", s.guild, "weekdays 16:00"), s.team("two", s.fake.NewGuild("Moon"), "weekdays 16:00")
	one.KPT.Doc, two.KPT.Doc = doc.URL(), strings.Replace(doc.URL(), "/d/", "/u/0/d/", 1)
	db := openAlone(t, s.path)
	table := store.NewTable[bot.Team]("teams")
	err := db.Update(func(tx *store.Tx) error {
		if err := table.Put(tx, store.KeyOf("one"), one); err != nil {
			return err
		}
		return table.Put(tx, store.KeyOf("two"), two)
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	h, stop = s.openAs(cfg, s.log, clockAt(at(12, 0, 0)))
	time.Sleep(time.Minute)
	return h, one, two, other, stop
}

func TestADocThatTwoTeamsHaveFromBeforeIsReadForTheFirstOnly(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h, one, _, _, stop := shared(t)
		amiss := func(id bot.TeamID) (keys []string) {
			team, _ := h.Bot.Team(id)
			for _, f := range h.Check(t.Context(), team, words.English) {
				if !f.OK && !strings.HasPrefix(f.Key, "doctor.right") {
					keys = append(keys, f.Key)
				}
			}
			return keys
		}
		if got := amiss("one"); !slices.Equal(got, []string{"doctor.whose.doc"}) {
			t.Errorf("of the first the doctor says %q", got)
		}
		if got := amiss("two"); !slices.Equal(got, []string{"notebook.taken"}) {
			t.Errorf("of the second the doctor says %q", got)
		}
		one.KPT.Doc = ""
		if err := h.Bot.Apply(t.Context(), one); err != nil {
			t.Fatal(err)
		}
		if got := amiss("two"); len(got) != 0 {
			t.Errorf("after the first let go the doctor says %q of the second", got)
		}
		stop()
	})
}

func TestAKeeperWhoseDocIsAnotherTeamsTooLinksAnother(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h, one, two, other, stop := shared(t)
		link := func(address string) string {
			reply := h.Bot.Ask(t.Context(), bot.Request{
				On: "discord", Way: bot.Slash, Do: "engawa notebook", Server: bot.Server{ID: two.Server}, Channel: two.Text.Main,
				From:  bot.Person{ID: "130000000000000009", Name: "kim", Keeper: true, Lang: words.English},
				Input: bot.Input{Values: map[string]string{"address": address}},
			})
			for reply.Then != nil {
				reply = reply.Then(t.Context())
			}
			return reply.Card.Lines[0].String()
		}
		if said := link("https://docs.google.com/"); !strings.Contains(said, "not the address") {
			t.Errorf("no address: got %q", said)
		}
		if said := link(strings.Replace(one.KPT.Doc, "/d/", "/u/1/d/", 1)); !strings.Contains(said, "team") {
			t.Errorf("the other team's: got %q", said)
		}
		for _, wrong := range []string{strings.Replace(other, "/d/", "/d/x", 1), other[:len(other)-10] + "/edit"} {
			if said := link(wrong); !strings.Contains(said, "Not linked") {
				t.Errorf("a Doc that is not there: got %q", said)
			}
			if got, _ := h.Bot.Team("two"); got.KPT.Doc != two.KPT.Doc {
				t.Errorf("the Doc is %s, want the one of before", got.KPT.Doc)
			}
		}
		said := link(other)
		if got, _ := h.Bot.Team("two"); got.KPT.Doc != other {
			t.Errorf("got %q and the Doc %s, want the one that its keeper chose", said, got.KPT.Doc)
		}
		stop()
	})
}
