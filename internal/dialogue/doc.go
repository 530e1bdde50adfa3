package dialogue

import (
	"context"
	"slices"
	"strings"

	"github.com/engawa-bot/engawa/internal/fake/gdocs"
)

// inDoc are the actions of people in the team's Doc, and of who shares it.
func inDoc() []action {
	return []action{
		{"WHO reads the Doc", onDoc(readsDoc)},
		{"WHO pastes TEXT at the end of the Doc", onDoc(func(_ *Play, d *gdocs.Doc, args []string) error {
			return d.Write(strings.ReplaceAll(args[1], `\n`, "\n"))
		})},
		{"WHO writes TEXT under HEADING in the Doc", onDoc(writesInDoc)},
		{"WHO types TEXT below LINE in the Doc", onDoc(typesInDoc)},
		{"WHO changes TEXT to NEW in the Doc", onDoc(changesInDoc)},
		{"WHO deletes TEXT from the Doc", onDoc(deletesInDoc)},
		{"WHO restores the Doc as it was at the beginning", onDoc(restoresDoc)},
		{"the Doc is not shared any more", sharesDoc(gdocs.Nobody)},
		{"the Doc is shared for reading", sharesDoc(gdocs.Viewer)},
		{"the Doc is shared again", sharesDoc(gdocs.Writer)},
	}
}

// onDoc makes an action of what a person does in the team's Doc.
func onDoc(do func(p *Play, d *gdocs.Doc, args []string) error) func(context.Context, *Play, []string) error {
	return func(_ context.Context, p *Play, args []string) error {
		if p.stage.Doc == nil {
			return p.sorry("no.doc")
		}
		return do(p, p.stage.Doc, args)
	}
}

// readsDoc shows the whole Doc.
func readsDoc(p *Play, d *gdocs.Doc, _ []string) error {
	p.say(line("the Doc", strings.TrimSpace(d.Text())))
	return nil
}

// writesInDoc types a bullet at the end of a part of the Doc's first sheet.
func writesInDoc(p *Play, d *gdocs.Doc, args []string) error {
	text, heading := args[1], args[2]
	lines := d.Lines()
	at := slices.IndexFunc(lines, func(l gdocs.Line) bool { return l.Heading > 0 && strings.EqualFold(l.Text, heading) })
	if at < 0 {
		return p.sorry("no.heading", "text", heading, "doc", d.Text())
	}
	last := at
	for last+1 < len(lines) && lines[last+1].List != "" {
		last++
	}
	if last > at && lines[last].Text == "" { // left free for people
		return d.LineAt(last).Append(text)
	}
	if err := d.LineAt(last).Type(text); err != nil || last > at {
		return err
	}
	return d.LineAt(last + 1).Bullet("BULLET_DISC_CIRCLE_SQUARE")
}

// typesInDoc makes a line below another, as like it as a new line is.
func typesInDoc(p *Play, d *gdocs.Doc, args []string) error {
	at, err := p.lineWith(d, args[2])
	if err != nil {
		return err
	}
	return at.Type(args[1])
}

func changesInDoc(p *Play, d *gdocs.Doc, args []string) error {
	at, err := p.lineWith(d, args[1])
	if err != nil {
		return err
	}
	return at.Replace(args[1], args[2])
}

func deletesInDoc(p *Play, d *gdocs.Doc, args []string) error {
	at, err := p.lineWith(d, args[1])
	if err != nil {
		return err
	}
	return at.Delete()
}

// restoresDoc brings back the first version of the Doc.
func restoresDoc(_ *Play, d *gdocs.Doc, _ []string) error {
	d.Restore(d.First())
	return nil
}

// lineWith finds the first line of the Doc that has text in it.
func (p *Play) lineWith(d *gdocs.Doc, text string) (gdocs.Spot, error) {
	i := slices.IndexFunc(d.Lines(), func(l gdocs.Line) bool { return strings.Contains(l.Text, text) })
	if i < 0 {
		return gdocs.Spot{}, p.sorry("not.in.doc", "text", text, "doc", d.Text())
	}
	return d.LineAt(i), nil
}

func sharesDoc(role gdocs.Role) func(context.Context, *Play, []string) error {
	return onDoc(func(_ *Play, d *gdocs.Doc, _ []string) error {
		d.Share(role)
		return nil
	})
}

// say keeps a line that Said gives.
func (p *Play) say(line string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.said = append(p.said, line)
}

// Said gives what was asked to be seen, since it was last called.
func (p *Play) Said() []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	said := p.said
	p.said = nil
	return said
}
