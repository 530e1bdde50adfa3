package dialogue

import (
	"cmp"
	"slices"
	"strings"
	"unicode"

	fake "github.com/engawa-bot/engawa/internal/fake/discord"
	"github.com/engawa-bot/engawa/internal/near"
)

// same finds a name in a list: as it is written, else without regard to case, else by its
// letters alone, if there is one such: '→' is hard to type. -1: it is not there.
func same(name string, list []string) int {
	if at := slices.Index(list, name); at >= 0 {
		return at
	}
	if at := slices.IndexFunc(list, func(s string) bool { return strings.EqualFold(s, name) }); at >= 0 {
		return at
	}
	wanted, found := letters(name), -1
	for i, s := range list {
		if wanted == "" || letters(s) != wanted {
			continue
		}
		if found >= 0 {
			return -1
		}
		found = i
	}
	return found
}

// letters are a text's letters and digits, small.
func letters(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, s)
}

// among finds a name, or says which there are.
func (p *Play) among(name string, list []string) (int, error) {
	if at := same(name, list); at >= 0 {
		return at, nil
	}
	return -1, p.sorry("no.name", "name", name, "names", strings.Join(list, p.tell("comma")))
}

// Unknown is a line of none of the forms.
type Unknown struct {
	Line string
	Near []string // the forms that were probably meant, the nearest first
	play *Play
}

// mostNear is how many forms are proposed.
const mostNear = 3

// Error says what can be done.
func (u *Unknown) Error() string {
	return u.play.tell("unknown", "text", u.Line) + "\n" + u.play.Help()
}

// Meant lists what was probably meant, with a line for each; "" if nothing is near.
func (u *Unknown) Meant() string {
	var b strings.Builder
	for _, form := range u.Near {
		b.WriteString("\n  " + form + u.play.explained(form))
	}
	if b.Len() == 0 {
		return ""
	}
	return "\n" + u.play.tell("meant") + b.String()
}

// explained is what a form does, if that is told.
func (p *Play) explained(form string) string {
	if about, ok := own(p.Lang)["> "+form]; ok {
		return "   " + about
	}
	return ""
}

// Help lists what can be done, one form a line, and what each does.
func (p *Play) Help() string {
	widest := 0
	for _, a := range p.actions {
		widest = max(widest, len(a.form))
	}
	var lines []string
	for _, a := range p.actions {
		lines = append(lines, "  > "+a.form+strings.Repeat(" ", widest-len(a.form))+p.explained(a.form))
	}
	return strings.Join(lines, "\n")
}

// unknown proposes the forms that share most of their own words with a line.
func (p *Play) unknown(line string) error {
	type likely struct {
		form  string
		share float64
	}
	var list []likely
	said := strings.Fields(strings.ToLower(line))
	for _, a := range p.actions {
		own, met := 0, 0
		for _, word := range strings.Fields(a.form) {
			word = strings.ToLower(placeholder.ReplaceAllString(word, ""))
			if letters(word) == "" {
				continue
			}
			own++
			if slices.ContainsFunc(said, func(s string) bool { return isNear(s, word) }) {
				met++
			}
		}
		if met > 0 && 2*met >= own {
			list = append(list, likely{a.form, float64(met) / float64(own)})
		}
	}
	slices.SortStableFunc(list, func(a, b likely) int { return cmp.Compare(b.share, a.share) })
	u := &Unknown{Line: line, play: p}
	if strings.HasPrefix(line, "/") {
		u.Near = []string{"WHO: /COMMAND"}
	}
	for _, l := range list[:min(len(list), mostNear)] {
		u.Near = append(u.Near, l.form)
	}
	return u
}

// isNear tells whether a word of a form was meant; of short ones each letter counts.
func isNear(said, word string) bool {
	if len(word) < 4 {
		return said == word
	}
	return strings.HasPrefix(word, said) && len(said) >= 4 || near.Distance(said, word) <= 2
}

// noCommand says which commands there are that somebody may have meant.
func (p *Play) noCommand(who *fake.Member, words []string) error {
	text := strings.Join(words, " ")
	if len(words) == 0 {
		return p.sorry("no.command", "text", "")
	}
	all := who.Commands()
	var names, within []string
	for _, c := range all {
		names = append(names, c.Name)
		if first, _, more := strings.Cut(c.Name, " "); more && first == words[0] {
			within = append(within, "\n  /"+c.Name+"   "+c.About)
		}
	}
	if len(within) > 0 {
		return p.sorry("subcommands", "text", words[0], "names", strings.Join(within, ""))
	}
	if meant, ok := near.Name(strings.Join(words[:min(2, len(words))], " "), names); ok {
		return p.sorry("no.command.near", "text", text, "name", meant)
	}
	if meant, ok := near.Name(words[0], names); ok {
		return p.sorry("no.command.near", "text", text, "name", meant)
	}
	return p.sorry("no.command", "text", text)
}
