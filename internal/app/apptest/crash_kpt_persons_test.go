package apptest

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"strings"
	"sync"
	"time"
)

// bullet is a line of a notebook as a person sees it.
type bullet struct {
	retro   string // which sheet, counted from the oldest
	section string
	text    string
	depth   int
	struck  bool
	bold    bool
}

// first is the word that tells which line it is.
func (b bullet) first() string { return firstWord.FindString(b.text) }

// paper is a notebook as a person works at it. Each deed is done at a line that
// reads as given, or not at all if there is none any more; what cannot be done
// there is left undone.
type paper interface {
	newest() string // the newest sheet; "" if there is none
	bullets() []bullet
	begin(section, text string)  // a line at the beginning of a section of the newest sheet
	follow(after, text string)   // a line after another
	add(to, after, word string)  // a word in a line, after another or, if that is "", at the end
	remove(line string)          // with its line break
	move(line, after string)     // by cut and paste
	restyle(line string, n int)  // in one of some ways
	indent(line string, in bool) // below the line above, or back
}

// person works at one notebook. Nobody but them changes their lines, so these
// are always as they left them.
type person struct {
	page  paper
	dice  *rand.Rand
	words *lexicon
	deeds int
	diary []string // what they did

	mu      sync.Mutex
	faults  []string          // what happened to their lines; the person works no more then
	left    map[string]bullet // their own lines, by first word
	touched map[string]bool   // notes in whose lines they had a hand
	moved   map[string]bool   // notes whose lines they cut and pasted
	taken   map[string]bool   // notes and lines that they deleted
	added   map[string]string // words in lines of notes → the note
}

func newPerson(p paper, words *lexicon) *person {
	return &person{
		page: p, words: words, left: map[string]bullet{}, touched: map[string]bool{}, moved: map[string]bool{}, taken: map[string]bool{}, added: map[string]string{},
	}
}

// work has the person do one thing after another, and think now and then, until
// they are to stop.
func (p *person) work(stop <-chan struct{}) {
	for {
		rest := time.Duration(p.dice.IntN(40)) * time.Millisecond
		if p.dice.IntN(4) == 0 {
			rest += time.Duration(120+p.dice.IntN(200)) * time.Millisecond
		}
		select {
		case <-stop:
			return
		case <-time.After(rest):
		}
		p.mu.Lock()
		p.deed()
		p.mu.Unlock()
	}
}

// deed is one thing that a person does on the newest sheet.
func (p *person) deed() {
	if len(p.faults) > 0 {
		return
	}
	if p.faults = p.changed(); len(p.faults) > 0 {
		return
	}
	section := []string{"Keep", "Problem", "Try"}[p.dice.IntN(3)]
	var here []bullet
	date := p.page.newest()
	for _, b := range p.page.bullets() {
		if b.retro == date && b.section != "Open Tries" && b.first() != "" {
			here = append(here, b)
		}
	}
	p.deeds++
	p.diary = append(p.diary, "")
	note := func(format string, args ...any) {
		p.diary[len(p.diary)-1] = time.Now().Format("05.000 ") + fmt.Sprintf(format, args...)
	}
	if len(here) == 0 || p.dice.IntN(8) == 0 {
		line := p.line()
		note("begins %s with %q", section, line)
		p.page.begin(section, line)
		p.look()
		return
	}
	b, other := here[p.dice.IntN(len(here))], here[p.dice.IntN(len(here))]
	switch n := p.dice.IntN(10); {
	case n < 3:
		line := p.line()
		note("types %q after %q", line, b.text)
		p.page.follow(b.text, line)
	case n < 6:
		note("adds to %q", b.text)
		p.adds(b)
	case n < 7:
		note("deletes %q", b.text)
		p.removes(b)
	case n < 8:
		note("moves %q after %q", b.text, other.text)
		p.page.move(b.text, other.text)
		p.touched[b.first()], p.moved[b.first()] = true, true
	case n < 9:
		note("restyles %q", b.text)
		p.page.restyle(b.text, p.dice.IntN(2))
		p.touched[b.first()] = true
	default:
		note("indents %q", b.text)
		p.page.indent(b.text, p.dice.IntN(3) > 0)
		p.touched[b.first()] = true
	}
	p.look()
}

// line is a new one, sometimes with somebody's name.
func (p *person) line() string {
	label := []string{"", "", "ana: ", "bo："}[p.dice.IntN(4)]
	return label + p.words.word("h") + chat(p.dice)
}

// adds writes a word into a line, at the end or in the middle.
func (p *person) adds(b bullet) {
	word, after := p.words.word("h"), ""
	if p.dice.IntN(2) == 0 {
		after = b.first()
	}
	p.page.add(b.text, after, word)
	for _, now := range p.page.bullets() {
		if now.first() == b.first() && strings.Contains(now.text, word) {
			p.touched[b.first()] = true
			p.added[word] = b.first()
		}
	}
}

// removes deletes a line, if it is there still.
func (p *person) removes(b bullet) {
	p.page.remove(b.text)
	for _, now := range p.page.bullets() {
		if now.first() == b.first() {
			return
		}
	}
	p.taken[b.first()] = true
	delete(p.left, b.first())
	// Their words in it went with it: a note that is written once more is without them.
	maps.DeleteFunc(p.added, func(_, to string) bool { return to == b.first() })
}

// look remembers the person's lines as they are now, after a deed, and on which
// notes others hang.
func (p *person) look() {
	all := p.page.bullets()
	var above []bullet
	for _, b := range all {
		for len(above) > 0 && above[len(above)-1].depth >= b.depth {
			above = above[:len(above)-1]
		}
		for _, a := range above {
			p.touched[a.first()] = true
		}
		above = append(above, b)
		if strings.HasPrefix(b.first(), "h") {
			p.left[b.first()] = b
		}
	}
}

// changed lists those of the person's lines that are not there once, as they
// left them. The program may be putting back what they saved at a bad moment.
func (p *person) changed() (faults []string) {
	for range 100 {
		if faults = p.differences(); len(faults) == 0 {
			break
		}
		<-time.After(10 * time.Millisecond)
	}
	return faults
}

func (p *person) differences() (faults []string) {
	seen := map[string]int{}
	for _, b := range p.page.bullets() {
		word := b.first()
		if !strings.HasPrefix(word, "h") || p.deletes(b) {
			continue
		}
		seen[word]++
		if want, mine := p.left[word]; !mine || b != want {
			faults = append(faults, fmt.Sprintf("a person's line is %+v, was left as %+v", b, want))
		}
	}
	for word, want := range p.left {
		if seen[word] != 1 {
			faults = append(faults, fmt.Sprintf("a person's line %+v is there %d times", want, seen[word]))
		}
	}
	return faults
}
