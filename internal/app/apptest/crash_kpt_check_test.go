package apptest

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/engawa-bot/engawa/bot"
)

// settled waits until notebooks, Books and what people remember agree. p is the
// bot that runs, which members ask for their conflicts; nil: none does.
func (q *kptStage) settled(p *process) {
	q.t.Helper()
	var faults []string
	defer func() {
		if q.t.Failed() {
			q.t.Logf("amiss:\n%s", strings.Join(faults, "\n"))
		}
	}()
	q.eventually("notebooks and Books in agreement", patience, func() bool {
		faults = nil
		if p != nil {
			q.agree()
		}
		for _, c := range q.teams {
			faults = append(faults, c.amiss(q.exported(c.ID), p != nil)...)
		}
		return len(faults) == 0
	})
}

// ledger is what 'engawa export --format json' says.
type ledger struct {
	Retros []struct {
		Date, Closed string
		Notes        []struct {
			Kind, Text, Author string
			Struck             bool
		}
	}
}

// exported asks the program for a team's KPT.
func (q *kptStage) exported(id bot.TeamID) (l ledger) {
	q.t.Helper()
	cmd := exec.CommandContext(q.t.Context(), q.bin, "export", "--team", string(id), "--format", "json")
	cmd.Env = append(append(q.environ(), "ENGAWA_NOTEBOOKS="+q.files), q.google.environ()...)
	cmd.Stderr = os.Stderr
	out, err := cmd.Output()
	if err == nil {
		err = json.Unmarshal(out, &l)
	}
	if err != nil {
		q.t.Fatalf("export: %v\n%s", err, out)
	}
	return l
}

// amiss lists what is wrong with a team's notes.
func (c *circle) amiss(l ledger, ask bool) (faults []string) {
	fault := func(format string, args ...any) {
		faults = append(faults, string(c.ID)+": "+fmt.Sprintf(format, args...))
	}
	c.person.mu.Lock()
	defer c.person.mu.Unlock()
	for _, f := range append(c.person.faults, c.person.differences()...) {
		fault("%s", f)
	}
	stands := map[string][]bullet{}
	for _, b := range c.page.bullets() {
		stands[b.first()] = append(stands[b.first()], b)
	}
	for _, w := range c.members {
		told := ""
		if ask {
			told = w.told()
		}
		for word, j := range w.notes {
			for _, f := range c.person.judge(word, j, stands[word], w.Name()) {
				fault("%s's note %s %+v: %s", w.Name(), word, j.texts, f)
			}
			if ask {
				for _, f := range j.untold(stands[word], told, c.person.taken[word]) {
					fault("%s's note %s %+v: %s; told: %s", w.Name(), word, j.texts, f, told)
				}
			}
		}
	}
	c.compare(l, fault)
	return faults
}

// judge says what is wrong with the lines of a note.
func (p *person) judge(word string, j *jotting, lines []bullet, author string) (faults []string) {
	fault := func(format string, args ...any) { faults = append(faults, fmt.Sprintf(format, args...)) }
	least, most := 1, 1
	if j.texts[0].told != done || j.deletes == unknown || p.taken[word] || p.touched[word] && j.deletes == done {
		least = 0
	}
	if j.deletes == done && !p.touched[word] {
		least, most = 0, 0
	}
	label := author + ": "
	if j.anonymous {
		label = ""
	}
	if p.moved[word] && len(lines) == 2 && most == 1 && j.anew(lines, label, p.wordsIn(word)) {
		return nil
	}
	if n := len(lines); n < least || n > most {
		fault("it is there %d times, want %d to %d: %+v\n%s", n, least, most, lines, p.about(word))
	}
	if len(lines) != 1 {
		return faults
	}
	b := lines[0]
	for _, added := range p.wordsIn(word) {
		if !strings.Contains(b.text, added) {
			fault("a person's word %s is not in %q\n%s", added, b.text, p.about(word))
		}
	}
	if !p.touched[word] && (b.section != j.section || !slices.Contains(j.possible(label), b.text)) {
		fault("it reads %+v", b)
	}
	return faults
}

// wordsIn are those that a person wrote into a line that still stands.
func (p *person) wordsIn(word string) (added []string) {
	for a, to := range p.added {
		if to == word {
			added = append(added, a)
		}
	}
	return added
}

// anew tells whether a note was written once more beside a person's line, as it is
// where nobody can know that the two are one: the line got there by a write whose
// answer is lost, and before anybody read it a person cut it, changed it and pasted
// it. The author's text stands in the other, into which they may have written since.
func (j *jotting) anew(lines []bullet, label string, added []string) bool {
	for i, b := range lines {
		ours, theirs := b.text, lines[1-i].text
		changed, kept := false, true
		for _, word := range added {
			changed = changed || strings.Contains(theirs, word)
			kept = kept && strings.Contains(ours+theirs, word)
			ours = regexp.MustCompile(` `+word+`\b`).ReplaceAllString(ours, "")
		}
		if changed && kept && slices.Contains(j.possible(label), ours) {
			return true
		}
	}
	return false
}

// possible are the texts that may stand there when only the author changed them.
func (j *jotting) possible(label string) (lines []string) {
	for i, t := range j.texts {
		if t.told == done || i == 0 {
			lines = nil
		}
		lines = append(lines, label+t.text)
	}
	return lines
}

// untold lists the words of changes that a member was told are made, and that
// neither stand there nor were told to have given way.
func (j *jotting) untold(lines []bullet, told string, taken bool) (faults []string) {
	if taken || j.deletes != unasked || len(lines) != 1 {
		return nil
	}
	for _, t := range j.texts {
		words := ownWord.FindAllString(t.text, -1)
		last := words[len(words)-1]
		if t.told == done && !strings.Contains(lines[0].text, last) && !strings.Contains(told, last) {
			faults = append(faults, fmt.Sprintf("the author's word %s is not in %q, and nobody told them", last, lines[0].text))
		}
	}
	return faults
}

// told is what a member reads of the changes of theirs that gave way.
func (w *writer) told() string {
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	text := answered(ctx, w.Run("kpt mine", nil))
	for _, m := range w.Private().Messages() {
		text += "\n" + m.Text()
	}
	return text
}

// about is what a person did with a line.
func (p *person) about(word string) string {
	whole := regexp.MustCompile(`\b` + word + `\b`)
	return strings.Join(slices.DeleteFunc(slices.Clone(p.diary), func(d string) bool { return !whole.MatchString(d) }), "\n")
}

var labelPattern = regexp.MustCompile(`^(ana|bo|chi)(: |：)`)

// compare finds each line of the sheets in the Book, and each note of the Book
// on its sheet; what a person deletes from a sheet of the past stays in the Book.
func (c *circle) compare(l ledger, fault func(string, ...any)) {
	kinds := map[string]string{"Keep": "keep", "Problem": "problem", "Try": "draft"}
	key := func(retro, kind string, struck bool, line string) string {
		if strings.HasPrefix(firstWord.FindString(line), "h") { // the Book may know whose it is by other signs
			line = labelPattern.ReplaceAllString(line, "")
		}
		return fmt.Sprint(retro, " ", kind, " ", struck, " ", line)
	}
	in, away := c.lines(func(b bullet) string { return key(b.retro, kinds[b.section], b.struck, b.text) })
	for i, r := range l.Retros {
		for _, n := range r.Notes {
			line := n.Text
			if n.Author != "" {
				line = n.Author + ": " + n.Text
			}
			word := firstWord.FindString(line)
			k := key(fmt.Sprint(len(l.Retros)-i), n.Kind, n.Struck, line)
			if away[k] > 0 {
				away[k]--
				continue
			}
			if in[k]--; in[k] < 0 && (r.Closed == "" || !c.person.taken[word]) {
				fault("the Book has %q, which is not in the notebook; closed %q, taken by a person %v\n%s", k, r.Closed, c.person.taken[word], c.person.about(word))
			}
		}
	}
	for k, n := range in {
		if n > 0 {
			fault("the notebook has %q, which is not in the Book", k)
		}
	}
}

// lines are those of the sheets by a key: those that are to be notes, and those that may be, which
// the person has crossed out, or which stand below such a line: when that was done before they
// were read, they are none.
func (c *circle) lines(key func(bullet) string) (notes, away map[string]int) {
	notes, away = map[string]int{}, map[string]int{}
	crossed := -1 // the depth of a line above that is crossed out
	for _, b := range c.page.bullets() {
		if b.depth <= crossed {
			crossed = -1
		}
		own := strings.HasPrefix(b.first(), "h")
		switch {
		case own && (b.struck || crossed >= 0):
			away[key(b)]++
		default:
			notes[key(b)]++
		}
		if own && b.struck && crossed < 0 {
			crossed = b.depth
		}
	}
	return notes, away
}

// again counts the notes that stand there although a person deleted their line.
func (q *kptStage) again() (n int) {
	for _, c := range q.teams {
		for _, b := range c.page.bullets() {
			if c.person.taken[b.first()] {
				n++
			}
		}
	}
	return n
}
