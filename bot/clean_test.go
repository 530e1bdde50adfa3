package bot_test

import (
	"slices"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/kpt"
	"github.com/engawa-bot/engawa/store"
)

// unseen is a name with what nobody sees of it.
func unseen(name string) string {
	return "\u3164" + strings.Join(strings.Split(name, ""), "\u200b") + "\u202e\x1b"
}

func TestWhateverComesInIsAsItCanBeSeen(t *testing.T) {
	var got bot.Request
	peek := bot.Feature{Name: "peek", Commands: []bot.Command{{Name: "peek", Way: bot.Submit, Who: bot.Anyone, Run: func(a *bot.Ask) (bot.Reply, error) {
		got = a.Request
		return a.Tell("ask.unknown")
	}}}}
	live(t, func(t *testing.T, b *bot.Bot) {
		if err := b.Found(team("sakura", lounge)); err != nil {
			t.Fatal(err)
		}
		asked := bot.Request{
			Way: bot.Submit, Do: "peek", From: bot.Person{ID: "1", Name: unseen("ana")},
			Server: bot.Server{ID: server, Name: unseen("home"), Places: []bot.Place{{ID: "2", Name: unseen("general")}}},
			Input: bot.Input{
				Values: map[string]string{"text": unseen("one") + "\r\n" + unseen("two"), "none": "\u2800"},
				Typed:  []string{unseen("one")}, About: bot.Message{Text: unseen("said")},
			},
		}
		b.Ask(t.Context(), asked)
		if got.From.Name != "ana" || got.Server.Name != "home" || got.Server.Places[0].Name != "general" ||
			got.Values["text"] != " one\n two" && got.Values["text"] != "one\ntwo" || got.Values["none"] != "" || strings.TrimSpace(got.Typed[0]) != "one" || strings.TrimSpace(got.About.Text) != "said" {
			t.Errorf("got %+v", got)
		}
		if asked.Values["none"] == "" {
			t.Error("the face's own request was changed")
		}
	}, peek)
}

func TestANameIsKeptAndReadAsItCanBeSeen(t *testing.T) {
	live(t, func(t *testing.T, b *bot.Bot) {
		if err := b.Found(team("sakura", lounge)); err != nil {
			t.Fatal(err)
		}
		b.Arrived(t.Context(), server, []bot.Move{{Member: "1", Name: unseen("ana"), Room: lounge}})
		synctest.Wait()
		err := b.Visit(t.Context(), "sakura", func(s *bot.Scene) error {
			if got := s.Seats["1"].Name; got != "ana" {
				t.Errorf("ana sits as %+q", got)
			}
			return s.Update(func(tx *store.Tx) error { // as an older version kept it
				if err := s.KeepMember(tx, "2", func(m *bot.Member) { m.Name = unseen("bo") }); err != nil {
					return err
				}
				roster, err := bot.Roster(tx, "sakura")
				named := func(p kpt.Person) bool { return p.Author.Name != "ana" && p.Author.Name != "bo" }
				if len(roster) != 2 || slices.ContainsFunc(roster, named) {
					t.Errorf("the roster is %+q", roster)
				}
				return err
			})
		})
		if err != nil {
			t.Fatal(err)
		}
		if _, name := b.Called("sakura", "2", "slack"); name != "bo" {
			t.Errorf("bo is called %+q", name)
		}
	})
}
