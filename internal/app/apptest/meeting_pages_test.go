package apptest

import (
	"flag"
	"fmt"
	"regexp"
	"strings"
	"testing"
	"time"

	fake "github.com/engawa-bot/engawa/internal/fake/discord"
	"github.com/engawa-bot/engawa/internal/need"
	"github.com/engawa-bot/engawa/kpt"
	"github.com/engawa-bot/engawa/store"
)

// long is a note of 1,000 characters of a kind that is hard to show, with a word
// of its own at its beginning and one at its end.
func long(name string, i int) string {
	stuff := []string{
		"🍵👩‍👩‍👧‍👦🇯🇵", "レビューが三日も待ちになる。", "**bold** _under_ `code` ||spoiler|| ~~no~~ # [a](https://a.example) ",
		"<@123456789012345678> @everyone @here <#1> <@&2> ", "* ", "1. list\n- list\n> quote\n", "\\*`_~|<>[]#-+", "a",
	}[i%8]
	first, last := begins(name, i), ends(name, i)
	room := kpt.MaxText - len(first) - len(last) - 2
	body := []rune(strings.Repeat(stuff, room))[:room]
	return first + " " + strings.TrimSpace(string(body)) + " " + last
}

func begins(name string, i int) string { return fmt.Sprintf("%sFIRST%dx", name, i) }
func ends(name string, i int) string   { return fmt.Sprintf("%sLAST%dx", name, i) }

// wordy puts notes of each kind into the Book, and Tries that went on twice with
// long words.
func (g *gathering) wordy(notes, tries int) {
	g.t.Helper()
	g.update(func(tx *store.Tx, b kpt.Book) error {
		for i := range notes {
			for name, kind := range map[string]kpt.Kind{"keep": kpt.Keep, "problem": kpt.Problem, "draft": kpt.Draft} {
				if err := g.note(tx, b, kind, long(name, i), g.lead.ID()); err != nil {
					return err
				}
			}
		}
		for i := range tries {
			if err := wordyTry(tx, b, i); err != nil {
				return err
			}
		}
		return nil
	})
}

func wordyTry(tx *store.Tx, b kpt.Book, i int) error {
	born := theFriday().AddDays(-21)
	t, err := kpt.NewTry(kpt.NewID(), long("try", i), kpt.Author{Name: strings.Repeat("*", 32)}, kpt.Terms{When: strings.Repeat("*", 200)}, born)
	if err != nil {
		return err
	}
	t.State, t.Trace = kpt.Open, kpt.Trace{Retro: theFriday(), Section: kpt.Tries, Want: t.Text}
	for n, name := range []string{"once", "twice"} {
		t.Verdicts = append(t.Verdicts, kpt.Verdict{Retro: born.AddDays(7 * (n + 1)), Outcome: kpt.Continue, Word: long(name, i)})
	}
	return b.PutTry(tx, t)
}

// sees fails if not each of some texts is shown from its beginning to its end.
func (g *gathering) sees(pages []fake.Message, name string, n int) {
	g.t.Helper()
	var all strings.Builder
	for _, p := range pages {
		text := p.Text()
		all.WriteString(text)
		if strings.Contains(text, ": off]") {
			g.t.Errorf("%s: a button cannot be pressed:\n%s", stageOf(p), text)
		}
		if body, _, _ := strings.Cut(text, "\n["); strings.Contains(body, "…") {
			g.t.Errorf("%s: something was cut:\n%s", stageOf(p), text)
		}
	}
	for i := range n {
		if !strings.Contains(all.String(), begins(name, i)) || !strings.Contains(all.String(), ends(name, i)) {
			g.t.Errorf("%s: %s %d of %d is not shown in full on %d pages", stageOf(pages[0]), name, i, n, len(pages))
		}
	}
}

// offers fails if not each of some texts can be chosen in a select of the pages.
func (g *gathering) offers(pages []fake.Message, menu, name string, n int) {
	g.t.Helper()
	offered := map[string]bool{}
	for _, p := range pages {
		for _, label := range optionsOf(p)[menu] {
			offered[regexp.MustCompile(`^\w+FIRST\d+x`).FindString(label)] = true
		}
	}
	for i := range n {
		if !offered[begins(name, i)] {
			g.t.Errorf("%s: %s %d of %d cannot be chosen in %q on %d pages", stageOf(pages[0]), name, i, n, menu, len(pages))
		}
	}
}

var longNotes = flag.Int("notes", 10, "notes of each kind on the card of a long meeting; 60 in full, 300 by hand")

func TestTheCardOfALongMeetingIsPagedInEveryStageAndAllOfItIsReached(t *testing.T) {
	need.Unraced(t)
	t.Parallel()
	for _, c := range []struct{ notes, tries int }{{*longNotes, 12}} {
		t.Run(fmt.Sprintf("%d notes of each kind", c.notes), func(t *testing.T) {
			inGathering(t, func(t *testing.T) {
				g := gather(t, "fri 2026-11-27 14:30", fake.Options{}, func(*gathering) {})
				g.wordy(c.notes, c.tries)
				g.begin()
				began := time.Now()
				stages := g.walkPages(c.notes, c.tries)
				edits := g.fake.Requests()["PATCH /channels/{channel_id}/messages/{message_id}"]
				t.Logf("pages by stage: %v; %d edits in %v of meeting, %d × 429", stages, edits, time.Since(began), g.fake.TooMany())
				if g.fake.TooMany() != 0 {
					t.Errorf("%d answers 429, want none", g.fake.TooMany())
				}
				if refused := g.said.with("level=WARN"); len(refused) > 0 {
					t.Errorf("%d warnings, such as %s", len(refused), refused[0])
				}
			})
		})
	}
}

// walkPages looks at every page of every stage, and counts the pages.
func (g *gathering) walkPages(notes, tries int) (pages map[string]int) {
	g.t.Helper()
	pages = map[string]int{}
	look := func(stage string) []fake.Message {
		g.reach(stage)
		list := g.pages()
		pages[stage] = len(list)
		return list
	}
	list := look("Open Tries")
	for _, name := range []string{"try", "once", "twice"} {
		g.sees(list, name, tries)
	}
	g.sees(look("Keep"), "keep", notes)
	g.sees(look("Problem"), "problem", notes)
	list = look("Grouping")
	g.sees(list, "problem", notes)
	g.offers(list, "Put Problems together", "problem", notes)
	g.sees(look("Voting"), "problem", notes)
	g.offers(g.ballots(), "Give a vote", "problem", notes)
	list = look("Try")
	g.sees(list, "problem", notes)
	g.sees(list, "draft", notes)
	g.offers(list, "Link an idea to its Problems", "draft", notes)
	list = look("Commit")
	g.sees(list, "draft", notes)
	g.offers(list, "Commit to an idea", "draft", notes)
	list = look("Close")
	g.sees(list, "try", tries)
	g.press(g.lead, "Close the KPT")
	g.sees(g.pages(), "try", tries)
	return pages
}

// ballots are the pages of the asker's votes.
func (g *gathering) ballots() (all []fake.Message) {
	g.t.Helper()
	a := g.answer(g.lead.Press(g.card(), "Vote"))
	for {
		all = append(all, a.Message)
		if !has(a.Message, "More →") {
			return all
		}
		a = g.answer(g.lead.Press(a.Message, "More →"))
	}
}

func TestALineOf20000CharactersInTheDocDoesNotStopTheMeeting(t *testing.T) {
	need.Unraced(t)
	t.Parallel()
	inGathering(t, func(t *testing.T) {
		g := gather(t, "fri 2026-11-27 14:30", fake.Options{}, func(*gathering) {})
		for i, stuff := range []string{"🍵", "*", "長", "@everyone ", "word "} {
			for _, section := range []string{"Keep", "Problem", "Try"} {
				text := fmt.Sprintf("%s%d ", section, i) + strings.TrimSpace(string([]rune(strings.Repeat(stuff, 20_000))[:20_000]))
				if err := g.doc.Line(section).Type(text); err != nil {
					t.Fatal(err)
				}
				if err := g.doc.Line(text).Bullet("BULLET_DISC_CIRCLE_SQUARE"); err != nil {
					t.Fatal(err)
				}
			}
		}
		g.rest(time.Minute)
		g.begin()
		for _, c := range []struct{ stage, section string }{
			{"Keep", "Keep"}, {"Problem", "Problem"}, {"Grouping", "Problem"}, {"Voting", "Problem"}, {"Try", "Try"}, {"Commit", "Try"},
		} {
			g.reach(c.stage)
			var all strings.Builder
			for _, p := range g.pages() {
				all.WriteString(p.Text())
			}
			for i := range 5 {
				if !strings.Contains(all.String(), fmt.Sprintf("%s%d ", c.section, i)) {
					t.Errorf("%s: line %d is not shown", c.stage, i)
				}
			}
			g.ballot(c.stage)
		}
		g.decideLong()
		g.reach("Close")
		g.press(g.lead, "Close the KPT")
		g.rest(time.Minute)
		if got := stageOf(g.card()); got != "over" {
			t.Errorf("the meeting is at %q, want it over", got)
		}
		if refused := g.said.with("level=WARN"); len(refused) > 0 {
			t.Errorf("%d warnings, such as %.300s", len(refused), refused[0])
		}
	})
}

func (g *gathering) ballot(stage string) {
	if stage == "Voting" {
		g.ballots()
	}
}

// decideLong commits to an idea as it stands in the form, which shortens it.
func (g *gathering) decideLong() {
	g.t.Helper()
	for len(optionsOf(g.card())["Commit to an idea"]) == 0 {
		g.press(g.lead, "← Before")
	}
	form := g.answer(g.lead.Choose(g.card(), "Commit to an idea", optionsOf(g.card())["Commit to an idea"][0])).Form
	if got := g.answer(g.lead.Submit(form, nil)).Message.Text(); !strings.HasPrefix(got, "Decided: ") {
		g.t.Errorf("to commit was answered %.200q", got)
	}
	g.rest(2 * time.Second)
}
