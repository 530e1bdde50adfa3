package export

import (
	"cmp"
	"io"
	"slices"
	"strings"

	"github.com/engawa-bot/engawa/kpt"
	"github.com/engawa-bot/engawa/schedule"
)

// page is a Markdown file as it grows.
type page struct {
	strings.Builder
	words Words
	tries []kpt.Try
	notes map[kpt.NoteID]kpt.Note
	kpt.Called
}

func writeMarkdown(w io.Writer, a Archive) error {
	p := &page{words: a.Words, tries: newestTries(a.Tries), notes: map[kpt.NoteID]kpt.Note{}, Called: called(a.Sheets)}
	sheets := newest(a.Sheets)
	for _, s := range sheets {
		for _, n := range s.shown.Notes {
			p.notes[n.ID] = n
		}
	}
	p.heading(1, a.Team)
	for _, s := range sheets {
		p.sheet(s)
	}
	if len(p.tries) > 0 {
		p.heading(2, p.title(kpt.NewTries))
		for _, t := range p.tries {
			p.history(t)
		}
	}
	_, err := io.WriteString(w, p.String())
	return err
}

func (p *page) heading(level int, text string) {
	if p.Len() > 0 && !strings.HasSuffix(p.String(), "\n\n") {
		p.WriteByte('\n')
	}
	text = escape(strings.Join(strings.Fields(text), " "))
	p.WriteString(strings.TrimRight(strings.Repeat("#", level)+" "+text, " ") + "\n\n")
}

func (p *page) title(s kpt.Section) string { return cmp.Or(p.words.Titles.Sections[s], string(s)) }

// bullet writes one bullet. Its parts are Markdown already.
func (p *page) bullet(depth int, parts ...string) {
	indent := strings.Repeat("  ", depth)
	parts = slices.DeleteFunc(parts, func(s string) bool { return s == "" })
	text := strings.ReplaceAll(strings.Join(parts, " "), "\n", "\n  "+indent)
	p.WriteString(indent + "- " + text + "\n")
}

func (p *page) sheet(s Sheet) {
	p.heading(2, p.words.Titles.Heading(s.retro.Day()))
	date, more := s.retro.Date, s.shown.Hidden
	p.section(kpt.Tries, 0, p.reviewed(date), nil)
	p.section(kpt.Keeps, more.Keeps, nil, of(s, kpt.Keep))
	p.section(kpt.Problems, more.Problems, nil, of(s, kpt.Problem))
	p.section(kpt.NewTries, more.Drafts, p.born(date), of(s, kpt.Draft))
}

// section writes a section of a sheet; nothing if nothing stands in it.
func (p *page) section(s kpt.Section, hidden int, tries []func(), notes []kpt.Note) {
	if hidden == 0 && len(tries) == 0 && len(notes) == 0 {
		return
	}
	p.heading(3, p.title(s))
	p.outline(notes)
	for _, write := range tries {
		write()
	}
	if hidden > 0 {
		p.bullet(0, "*"+escape(p.words.hidden(hidden))+"*")
	}
}

func of(s Sheet, kind kpt.Kind) (notes []kpt.Note) {
	for _, n := range s.shown.Notes {
		if n.Kind == kind {
			notes = append(notes, n)
		}
	}
	return notes
}

// outline writes notes, details below what they are details of.
func (p *page) outline(notes []kpt.Note) {
	written := map[kpt.NoteID]bool{}
	var write func(n kpt.Note, depth int)
	write = func(n kpt.Note, depth int) {
		written[n.ID] = true
		p.note(n, depth)
		for _, detail := range notes {
			if detail.Under == n.ID && !written[detail.ID] {
				write(detail, depth+1)
			}
		}
	}
	for _, n := range notes {
		inside := slices.ContainsFunc(notes, func(above kpt.Note) bool { return above.ID == n.Under })
		if !inside {
			write(n, 0)
		}
	}
	for _, n := range notes {
		if !written[n.ID] { // details of each other
			write(n, 0)
		}
	}
}

func (p *page) note(n kpt.Note, depth int) {
	line := p.signed(n.Author.Name, n.Text, n.Whose)
	if n.Trace.Struck {
		line = "~~" + line + "~~"
	}
	p.bullet(depth, line, escape(n.Link))
}

// signed is a text with a name in front. One that has none does not look as if it
// had; what a person has signed with a name that nobody is known by stays so.
func (p *page) signed(name, text string, whose kpt.Whose) string {
	if whose.Signs(text) {
		return escape(kpt.Tidy(text))
	}
	return escape(kpt.Signed(kpt.Author{Name: name}, kpt.Tidy(text), cmp.Or(p.words.Nameless, "Anonymous")))
}

// reviewed are the Tries that a retro answered, or is to answer.
func (p *page) reviewed(date schedule.Date) (lines []func()) {
	for _, t := range slices.Backward(p.tries) {
		said := slices.DeleteFunc(slices.Clone(t.Verdicts), func(v kpt.Verdict) bool { return v.Retro != date })
		waits := t.State == kpt.Open && t.Trace.Retro == date && t.Born.Before(date)
		if len(said) == 0 && !waits {
			continue
		}
		lines = append(lines, func() {
			p.bullet(0, box(t), p.signed(owner(t), t.Text, t.Whose))
			for _, v := range said {
				p.bullet(1, p.said(v))
			}
		})
	}
	return lines
}

func (p *page) born(date schedule.Date) (lines []func()) {
	for _, t := range p.tries {
		if t.Born == date {
			lines = append(lines, func() { p.bullet(0, box(t), p.signed(owner(t), t.Text, t.Whose)) })
		}
	}
	return lines
}

// history writes a Try with where it comes from and what became of it.
func (p *page) history(t kpt.Try) {
	facts := p.Day(t.Born).String()
	if outcome, ended := outcomeOf(t.State); ended {
		facts += ", " + escape(p.words.outcome(outcome))
	}
	p.bullet(0, box(t), p.signed(owner(t), t.Text, t.Whose), "("+facts+")")
	for _, id := range t.Answers {
		if n, ok := p.notes[id]; ok {
			text := escape(n.Text)
			if n.Author.Name == "" {
				text = p.signed("", n.Text, n.Whose)
			}
			p.bullet(1, "←", text, "("+p.Day(n.Retro()).String()+")")
		}
	}
	for _, v := range t.Verdicts {
		p.bullet(1, p.Day(v.Retro).String(), p.said(v))
	}
}

func (p *page) said(v kpt.Verdict) string {
	text := p.words.outcome(v.Outcome)
	if v.Word != "" {
		text += ": " + v.Word
	}
	return escape(text)
}

func box(t kpt.Try) string {
	if t.State == kpt.Open {
		return "[ ]"
	}
	return "[x]"
}

func outcomeOf(s kpt.State) (outcome kpt.Outcome, ended bool) {
	switch s {
	case kpt.Done:
		return kpt.Worked, true
	case kpt.Failing:
		return kpt.Failed, true
	case kpt.Dropped:
		return kpt.Drop, true
	default:
		return "", false
	}
}
