package meeting

import (
	"slices"
	"strings"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/words"
	rules "github.com/engawa-bot/engawa/kpt/meeting"
	"github.com/engawa-bot/engawa/store"
)

// What a summary may take: a phone's screen, and what of one text it shows.
const (
	mostRows    = 24 // of so many columns
	columns     = 40 // a letter of Japanese takes two
	summaryText = 60 // characters
	summaryWhen = 30
	titleRows   = 2
)

// part is a list of a summary. What does not fit is left out from its end, and counted.
type part struct {
	head  words.Text // says how many items there are; empty: it has none, and keeps one item
	items []words.Text
	more  func(n int) words.Text // n items are left out
	left  int
}

// summary is what those read who were not there: what was decided and answered, what
// became of ideas, what went well and what is in the way, as long as a phone's screen, with
// the way to the sheet. It names owners of Tries and authors of ideas that are left, never
// who was there or not, and shows what everyone may see.
func (f feature) summary(s *bot.Scene, tx *store.Tx, v rules.View) (bot.Card, error) {
	card := bot.Card{Title: s.Words("meeting.decided", bot.Day("day", s.Team.Lang, v.Day)), Tone: bot.Warm}
	more := func(n int) words.Text { return s.Words("meeting.summary.more", words.Count("n", n)) }
	headed := func(stage rules.Stage, items []words.Text) part {
		head := s.Words("meeting.summary.part", words.Nest("stage", s.Words("stage."+stageKey(stage))), words.Count("n", len(items)))
		return part{head: head, items: items, more: more}
	}
	keeps, err := topicsOf(s, tx, v, rules.InKeep)
	if err != nil {
		return card, err
	}
	problems, err := topicsOf(s, tx, v, rules.InVote)
	if err != nil {
		return card, err
	}
	parts := []part{
		{items: decisions(s, v), more: more},
		headed(rules.InTries, answers(s, v)), headed(rules.InKeep, keeps), headed(rules.InProblem, problems),
	}
	var none words.Text
	if len(parts[0].items)+len(parts[1].items) == 0 {
		next, err := following(s, tx, v.Retro)
		if err != nil {
			return card, err
		}
		if none = s.Words("meeting.decided.none.off"); s.Dated(next) {
			none = s.Words("meeting.decided.none", bot.Day("day", s.Team.Lang, next.Day()))
		}
	}
	card.Lines = fit(none, parts, ideas(s, v, "meeting.decided.left"))
	if s.Team.KPT.Doc != "" && s.HasDoc() {
		if address := f.notebooks.Address(s.Team); address != "" {
			card.Buttons = []bot.Button{{Label: s.Words("kpt.open"), URL: address}}
		}
	}
	return card, nil
}

// decisions are the commitments of a meeting, in short.
func decisions(s *bot.Scene, v rules.View) (lines []words.Text) {
	for _, t := range commitments(v) {
		t.Text, t.Terms.When = short(t.Text, summaryText), short(t.Terms.When, summaryWhen)
		lines = append(lines, s.Words("meeting.item", words.Nest("item", tryLine(s.Team.Lang, t))))
	}
	return lines
}

// answers are the Tries to which a meeting gave its answer.
func answers(s *bot.Scene, v rules.View) (lines []words.Text) {
	for _, i := range v.Page.Items {
		text := words.Quote("text", short(i.Try.Text, summaryText))
		switch {
		case i.Kind != rules.ItemTry || i.Try.Verdict.Outcome == "":
		case i.Try.Practice:
			lines = append(lines, s.Words("meeting.decided.practice", text))
		default:
			outcome := words.Nest("outcome", s.Words("verdict."+string(i.Try.Verdict.Outcome)))
			lines = append(lines, s.Words("meeting.item", words.Nest("item", s.Words("meeting.said", outcome, text))))
		}
	}
	return lines
}

// topicsOf are the notes of a stage, those of a group as one, without their authors; one of
// nobody's that reads as if it were signed says that it is not. What came of an answer is
// left out: that is told already.
func topicsOf(s *bot.Scene, tx *store.Tx, v rules.View, stage rules.Stage) (lines []words.Text, err error) {
	seen, err := hall(s).View(tx, v.Retro, rules.Look{Stage: stage})
	for _, i := range seen.Page.Items {
		if len(i.Notes) == 0 || i.Notes[0].Under != "" || slices.ContainsFunc(v.Page.Items, func(t rules.Item) bool { return t.Try.Verdict.Note == i.ID }) {
			continue
		}
		text := i.Name
		if text == "" {
			text = alone(i.Notes[0])
		}
		item := words.Text{{Kind: words.Quoted, Text: short(text, summaryText)}}
		if len(i.Notes) > 1 {
			item = s.Words("meeting.group", words.Quote("name", short(text, summaryText)), words.Count("n", len(i.Notes)))
		}
		lines = append(lines, s.Words("meeting.item", words.Nest("item", item)))
	}
	return lines, err
}

// fit leaves items out, of the longest part first, until all fits onto the screen
// together with the first and the last line, which are never left out.
func fit(first words.Text, parts []part, last words.Text) (lines []words.Text) {
	for {
		total, most := titleRows+rows(first)+rows(last), 0
		var longest *part
		for i := range parts {
			p := &parts[i]
			n := p.rows()
			total += n
			if len(p.items) > p.least() && n > most {
				longest, most = p, n
			}
		}
		if total <= mostRows || longest == nil {
			break
		}
		longest.items, longest.left = longest.items[:len(longest.items)-1], longest.left+1
	}
	lines = append(lines, first)
	for _, p := range parts {
		lines = append(lines, p.lines()...)
	}
	lines = append(lines, last)
	return slices.DeleteFunc(lines, words.Text.Empty)
}

// least is how many items of a part are never left out.
func (p part) least() int {
	if p.head.Empty() {
		return 1
	}
	return 0
}

func (p part) lines() (lines []words.Text) {
	if len(p.items)+p.left == 0 {
		return nil
	}
	if !p.head.Empty() {
		lines = append(lines, p.head)
	}
	lines = append(lines, p.items...)
	if p.left > 0 && len(p.items) > 0 {
		lines = append(lines, p.more(p.left))
	}
	return lines
}

func (p part) rows() (n int) {
	for _, line := range p.lines() {
		n += rows(line)
	}
	return n
}

// rows is how many rows of a phone's screen a text takes, about.
func rows(t words.Text) (n int) {
	if t.Empty() {
		return 0
	}
	for line := range strings.SplitSeq(t.String(), "\n") {
		width := 0
		for _, r := range line {
			width++
			if r >= 0x1100 {
				width++
			}
		}
		n += 1 + max(0, width-1)/columns
	}
	return n
}
