package meeting

import (
	"fmt"
	"strconv"
	"unicode/utf8"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/words"
	"github.com/engawa-bot/engawa/internal/plain"
	"github.com/engawa-bot/engawa/kpt"
	rules "github.com/engawa-bot/engawa/kpt/meeting"
	"github.com/engawa-bot/engawa/schedule"
)

// short cuts a text to so many UTF-16 units on one line.
func short(text string, most int) string {
	return plain.Cut(plain.Line(text), most)
}

// longestLabel is how much of an item an option of a select shows, in UTF-16 units.
const longestLabel = 80

// cut cuts a text to what an item of the card may hold. Its lines stand on one, for
// each line of the card is an item's beginning or of our own words.
func cut(text string) string {
	if utf8.RuneCountInString(text) > itemText {
		text = plain.Cut(text, itemText)
	}
	return bot.OneLine(text)
}

func number(s string) int {
	n, _ := strconv.Atoi(s) // of another version: the first
	return n
}

// lines are an item as it is drawn: parts that a page may end between.
func (d *drawing) lines(i rules.Item) (lines []words.Text) {
	mark := "meeting.item"
	if i.ID == d.view.Page.Table {
		mark = "meeting.table"
	}
	switch i.Kind {
	case rules.ItemTry:
		lines = d.reviewLines(mark, i.Try)
		if d.ownerless[i.ID] {
			lines = append(lines, d.Words("meeting.try.left", words.Quote("owner", i.Try.Owner.Name)))
		}
		if figure := d.measured[i.ID]; !figure.Empty() {
			lines = append(lines, d.Words("meeting.measure", words.Nest("figure", figure)))
		}
	case rules.ItemCommitment:
		lines = []words.Text{d.item(mark, tryLine(d.Team.Lang, i.Try))}
	case rules.ItemTopic:
		lines = d.topicLines(mark, i)
		if d.view.Step.Stage == rules.InTry {
			lines = append(lines, d.ideaLines(i)...)
		}
	default:
		if d.parts[i.ID] == "problems" {
			mark = "meeting.idea"
		}
		lines = []words.Text{d.item(mark, noteLine(d.Team.Lang, i.Notes[0], d.view.Page.Of))}
	}
	return lines
}

// item is the first line of an item. All begin alike: no text looks like one more.
func (d *drawing) item(mark string, line words.Text) words.Text {
	return d.Words(mark, words.Nest("item", line))
}

// noteLine is a note with its author, or with the word for none. What came of a Try is
// nobody's, and says so; a name that nobody is known by is shown as it was written.
func noteLine(lang words.Lang, n kpt.Note, of map[kpt.NoteID]kpt.Author) words.Text {
	switch owner, came := of[n.ID]; {
	case n.Signs(n.Text), n.Under != "" && n.Author.Name == "" && !came: // with whose it is above it
		return words.Text{{Kind: words.Quoted, Text: cut(n.Text)}}
	case n.Author.Name != "":
	case came && owner.Name != "":
		return words.Say(lang, "meeting.note.try", words.Quote("owner", owner.Name), words.Quote("text", cut(n.Text)))
	case came:
		return words.Say(lang, "meeting.note.try.nobody", words.Quote("text", cut(n.Text)))
	case n.Trace.Person: // typed openly, by whoever it was
		return words.Say(lang, "meeting.note.notebook", words.Quote("text", cut(n.Text)))
	default:
		return words.Say(lang, "meeting.note.nobody", words.Quote("nobody", bot.Nameless(lang)), words.Quote("text", cut(n.Text)))
	}
	return words.Say(lang, "meeting.note.of", words.Quote("name", n.Author.Name), words.Quote("text", cut(n.Text)))
}

// alone is a note where no author is shown beside any: one that has none does not
// look as if it had.
func alone(n kpt.Note) string {
	if n.Author.Name != "" {
		return n.Text
	}
	return kpt.Signed(n.Author, n.Text, n.Nameless)
}

// topicLines are a Problem, or those of a group below the group's name.
func (d *drawing) topicLines(mark string, i rules.Item) (lines []words.Text) {
	if i.Group != 0 {
		line := d.Words("meeting.group", words.Quote("name", headOf(i, headText)), words.Count("n", len(i.Notes)))
		if i.ID == d.view.Page.Table {
			line = d.item(mark, line)
		}
		lines, mark = append(lines, line), "meeting.member"
	}
	for _, n := range i.Notes {
		lines = append(lines, d.item(mark, noteLine(d.Team.Lang, n, d.view.Page.Of)))
	}
	if i.Votes > 0 {
		lines[0] = d.Words("meeting.voted", words.Nest("topic", lines[0]), words.Count("n", i.Votes))
	}
	return lines
}

// reviewLines are a Try to be answered, with what was said of it so far.
func (d *drawing) reviewLines(mark string, t rules.TryView) []words.Text {
	lines := []words.Text{d.item(mark, tryLine(d.Team.Lang, t))}
	for _, v := range t.Earlier {
		lines = append(lines, d.verdictLine("meeting.earlier", v))
	}
	if t.Said.What != "" {
		lines = append(lines, d.saidLine(t.Said))
	}
	if t.Verdict.Outcome != "" {
		lines = append(lines, d.verdictLine("meeting.verdict", t.Verdict))
	}
	if t.Practice {
		lines = append(lines, d.Words("meeting.ispractice"))
	}
	return lines
}

func (d *drawing) verdictLine(key string, v kpt.Verdict) words.Text {
	args := []words.Arg{
		bot.Day("day", d.Team.Lang, v.Retro), words.Nest("outcome", d.Words("verdict."+string(v.Outcome))), words.Quote("word", bot.OneLine(v.Word)),
	}
	if v.Word != "" {
		key += ".word"
	}
	return d.Words(key, args...)
}

// tryLine is a Try with its owner and its terms.
func tryLine(lang words.Lang, t rules.TryView) words.Text {
	line := words.Say(lang, "meeting.try", words.Quote("text", cut(t.Text)), words.Quote("owner", t.Owner.Name))
	if t.Owner.Name == "" {
		line = words.Say(lang, "meeting.try.nobody", words.Quote("text", cut(t.Text)))
	}
	if t.Terms.When != "" {
		line = append(append(line, words.Run{Text: "\n"}), words.Say(lang, "meeting.when", words.Quote("when", bot.OneLine(t.Terms.When)))...)
	}
	if t.Terms.Check != (schedule.Date{}) {
		line = append(append(line, words.Run{Text: "\n"}), words.Say(lang, "meeting.check", bot.Day("day", lang, t.Terms.Check))...)
	}
	return line
}

// options are the items of the page to choose from, which match.
func (d *drawing) options(match func(rules.Item) bool) (options []bot.Option) {
	for _, p := range d.page {
		if match(p.Item) {
			options = append(options, optionOf(p.Item))
		}
	}
	return options
}

// optionOf is an item to choose. A group is told apart from its first Problem by how
// many it has.
func optionOf(i rules.Item) bot.Option {
	text, size := i.Try.Text, ""
	if i.Group != 0 {
		size = fmt.Sprintf(" (%d)", len(i.Notes))
	}
	if len(i.Notes) > 0 {
		text = headOf(i, longestLabel-len(size))
	}
	return bot.Option{Value: string(i.ID), Label: words.Text{{Kind: words.Quoted, Text: short(text, longestLabel-len(size)) + size}}}
}

// headText is how much of its first Problem names a group on the card.
const headText = 40

// headOf is the name of a topic or note: its group's, or else its first text.
func headOf(i rules.Item, most int) string {
	if i.Name != "" {
		return short(i.Name, most)
	}
	return short(alone(i.Notes[0]), most)
}

// choose puts a select on the card, if there is anything to choose.
func (d *drawing) choose(key, do string, options []bot.Option, least, most int, rest ...string) {
	if len(options) < max(1, least) {
		return
	}
	d.card.Selects = append(d.card.Selects, bot.Select{
		Pick: bot.PickOption, Hint: d.Words(key), Do: "meeting " + do, With: d.p.with(rest...),
		Options: options, Min: least, Max: min(most, len(options)),
	})
}

// tries is the stage that answers the Try on the table, if the page has it.
func (d *drawing) tries() {
	for _, i := range d.page {
		if i.ID != d.view.Page.Table {
			continue
		}
		for _, c := range i.Try.Choices {
			if c == kpt.Rewrite {
				d.button("verdict.rewrite", "", "commit", ofRewrite, string(i.ID))
				continue
			}
			d.button("verdict."+string(c), "", "verdict", string(c), string(i.ID))
		}
		if d.ownerless[i.ID] {
			d.card.Buttons = append(d.card.Buttons, bot.Button{Label: d.Words("tries.take"), Do: "tries take", With: []string{string(i.ID), "card"}})
		}
	}
	d.choose("meeting.table.choose", "table", d.options(func(i rules.Item) bool {
		return i.Kind == rules.ItemTry && i.ID != d.view.Page.Table
	}), 1, 1)
}

// votes is the stage of dot voting.
func (d *drawing) votes() {
	d.say("meeting.votes", words.Count("budget", d.view.Vote.Budget), words.Count("voters", d.view.Vote.Voters))
	if d.view.Vote.Stale && !d.view.Vote.Closed {
		d.say("meeting.votes.stale")
	}
	if d.view.Vote.Closed {
		d.button("meeting.recount", "", "recount")
		return
	}
	d.button("meeting.vote", "", "vote")
	d.button("meeting.count", "", "count")
}

// ideas is the stage that collects what to try.
func (d *drawing) ideas() {
	d.choose("meeting.link.choose", "idea", d.options(func(i rules.Item) bool { return i.Kind == rules.ItemNote }), 1, 1)
}

// commits is the stage that decides.
func (d *drawing) commits() {
	d.choose("meeting.commit.choose", "commit", d.options(func(i rules.Item) bool { return i.Kind == rules.ItemNote }), 1, 1, ofDraft)
	d.choose("meeting.commitment.choose", "commitment", d.options(func(i rules.Item) bool { return i.Kind == rules.ItemCommitment }), 1, 1)
	d.button("meeting.commit.new", "", "commit", ofNothing)
}
