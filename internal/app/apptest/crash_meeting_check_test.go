package apptest

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"slices"
	"strings"

	"github.com/engawa-bot/engawa/kpt"
)

// proceedings are what 'engawa export --format json' says of a team's KPT.
type proceedings struct {
	Retros []retroSaid // the newest first
	Tries  []tried
}

type retroSaid struct {
	Date   string `json:"name"` // which it has for ever
	Day    string `json:"date"`
	Closed string
	Notes  []struct{ ID, Kind, Text, Author string }
}

type tried struct {
	ID, Text, Owner, Born, State string
	Verdicts                     []struct{ Retro, Outcome, Word string }
}

// ledger asks the program.
func (a *meetingStage) ledger() (p proceedings) {
	a.t.Helper()
	cmd := exec.CommandContext(a.t.Context(), a.bin, "export", "--format", "json")
	cmd.Env = append(a.environ(), a.google.environ()...)
	cmd.Stderr = os.Stderr
	out, err := cmd.Output()
	if err == nil {
		err = json.Unmarshal(out, &p)
	}
	if err != nil {
		a.t.Fatalf("export: %v\n%s", err, out)
	}
	return p
}

// closed are the dates of the retros whose meeting is over.
func (p proceedings) closed() (dates []string) {
	for _, r := range p.Retros {
		if r.Closed != "" {
			dates = append(dates, r.Date)
		}
	}
	return dates
}

// agreed waits until the ledger, the Doc, the messages and what people remember
// agree.
func (a *meetingStage) agreed() {
	a.t.Helper()
	var faults []string
	defer func() {
		if a.t.Failed() {
			a.t.Logf("amiss:\n%s\nthe Doc:\n%s\nTries:", strings.Join(faults, "\n"), a.doc.Text())
			for _, t := range a.ledger().Tries {
				a.t.Logf("%+v", t)
			}
		}
	}()
	a.eventually("ledger, Doc and messages in agreement", 2*patience, func() bool {
		p := a.ledger()
		faults = slices.Concat(a.notesAmiss(p), a.triesAmiss(p), a.docAmiss(p), a.postsAmiss(p), a.cardAmiss(p))
		return len(faults) == 0
	})
}

// list gathers faults.
type list []string

func (l *list) add(format string, args ...any) { *l = append(*l, fmt.Sprintf(format, args...)) }

// notesAmiss looks for each note that somebody has written, and for notes that
// nobody has: a Keep is there for each verdict Worked, a Problem for each Failed.
func (a *meetingStage) notesAmiss(p proceedings) (faults list) {
	kinds := map[string]string{"keep": "keep", "problem": "problem", "draft": "try"}
	there, drawn := map[string]int{}, map[string]int{}
	for _, r := range p.Retros {
		for _, n := range r.Notes {
			if w := a.minutes.written[wordOf(n.Text)]; w != nil && w.kind == kinds[n.Kind] {
				there[wordOf(n.Text)]++
				continue
			}
			if c := a.minutes.committed[n.ID]; c == nil { // it is no draft that was a Try for a while
				drawn[r.Date+" "+n.Kind+" "+n.Text]++
			}
		}
	}
	for _, t := range p.Tries {
		if w := a.minutes.written[wordOf(t.Text)]; w != nil && w.kind == "try" {
			there[wordOf(t.Text)]++
		}
		for _, v := range t.Verdicts {
			if kind := map[string]string{"worked": "keep", "failed": "problem"}[v.Outcome]; kind != "" {
				drawn[v.Retro+" "+kind+" "+t.Text]--
			}
		}
	}
	for word, w := range a.minutes.written {
		if n := there[word]; n > 1 || n == 0 && w.told == done {
			faults.add("the %s %s is there %d times; its author was told it is: %v", w.kind, word, n, w.told == done)
		}
	}
	for what, n := range drawn {
		if n != 0 {
			faults.add("%+d notes too many: %s", n, what)
		}
	}
	return faults
}

// triesAmiss looks for each commitment and each verdict.
func (a *meetingStage) triesAmiss(p proceedings) (faults list) {
	there := map[string]tried{}
	for _, t := range p.Tries {
		if _, twice := there[t.ID]; twice {
			faults.add("the Try %s is there twice", t.ID)
		}
		there[t.ID] = t
		c := a.minutes.committed[t.ID]
		if c == nil || !slices.Contains(c.texts, t.Text) {
			faults.add("nobody decided the Try %+v", t)
		}
		seen := map[string]bool{}
		for _, v := range t.Verdicts {
			if outcomes, _ := a.minutes.last(t.ID, v.Retro); !outcomes[v.Outcome] || seen[v.Retro] {
				faults.add("of %q the retro of %s says %q in the end; said were %v", t.Text, v.Retro, v.Outcome, outcomes)
			}
			seen[v.Retro] = true
		}
		for _, r := range p.Retros {
			if outcomes, none := a.minutes.last(t.ID, r.Date); !none && !seen[r.Date] && !outcomes["rewrite"] {
				faults.add("of %q the retro of %s says nothing; said were %v", t.Text, r.Date, outcomes)
			}
		}
	}
	for id, c := range a.minutes.committed {
		if _, ok := there[id]; !ok && c.told == done && c.of == "" {
			faults.add("the commitment %s %q is not there", id, c.texts)
		}
	}
	return faults
}

// sheets are the names of the retros that have a sheet, by its number, counted from the
// oldest.
func (p proceedings) sheets() map[string]string {
	names := map[string]string{}
	of := slices.DeleteFunc(slices.Clone(p.Retros), func(r retroSaid) bool { return r.Date == lastWeek })
	for i, r := range of {
		names[fmt.Sprint(len(of)-i)] = r.Date
	}
	return names
}

// docAmiss compares the Doc's sheets with the ledger.
func (a *meetingStage) docAmiss(p proceedings) (faults list) {
	page := &docPaper{a.doc}
	stands := map[string]int{}
	names := p.sheets()
	for _, b := range page.bullets() {
		if !isAccount(b) {
			stands[names[b.retro]+" "+b.section+" "+b.text]++
		}
	}
	faults = append(faults, p.accountsAmiss(page, names)...)
	want := func(retro, section, author, text string) {
		if author != "" {
			text = author + ": " + text
		}
		stands[retro+" "+section+" "+text]--
	}
	sections := map[string]string{"keep": "Keep", "problem": "Problem", "draft": "Try"}
	for _, r := range p.Retros {
		if r.Date == lastWeek {
			continue
		}
		for _, n := range r.Notes {
			want(r.Date, sections[n.Kind], n.Author, n.Text)
		}
		for _, t := range p.Tries {
			switch {
			case t.Born == r.Date:
				want(r.Date, "Try", t.Owner, t.Text)
			case t.Born < r.Date && t.openAt(r.Date):
				want(r.Date, "Open Tries", t.Owner, t.Text)
			}
		}
	}
	var days []string // the newest first, as they stand
	for _, r := range p.Retros[:len(names)] {
		days = append(days, "KPT "+r.Day)
	}
	heads := slices.DeleteFunc(page.headings(), func(h string) bool { return !datePattern.MatchString(h) })
	if !slices.Equal(heads, days) {
		faults.add("the Doc has the sheets %q, want %q", heads, days)
	}
	a.late = 0
	for what, n := range stands {
		if (n == -1 || n == 1) && carried(page, names, what) {
			a.late += max(0, -n)
			continue
		}
		if n != 0 {
			faults.add("%+d lines too many in the Doc: %s", n, what)
		}
	}
	return faults
}

// carried says whether what a sheet lacks is a Try that stands on a later one,
// or what it has too much the draft of such a Try: the meeting was closed before
// the notebook could follow.
func carried(page *docPaper, names map[string]string, what string) bool {
	retro, line, _ := strings.Cut(what, " ")
	for _, section := range []string{"Open Tries ", "Try "} {
		line = strings.TrimPrefix(line, section)
	}
	return slices.ContainsFunc(page.bullets(), func(b bullet) bool {
		return names[b.retro] > retro && b.section == "Open Tries" && textOf(b.text) == textOf(line)
	})
}

// textOf is the first word of a line's text, without the author's name.
func textOf(line string) string {
	if _, text, ok := strings.Cut(line, ": "); ok {
		line = text
	}
	return wordOf(line)
}

// openAt says whether the Try was on the sheet of a later retro: none before it
// had ended it.
func (t tried) openAt(retro string) bool {
	for _, v := range t.Verdicts {
		if v.Retro < retro && v.Outcome != string(kpt.Continue) {
			return false
		}
	}
	return true
}

// cardAmiss compares the card of the last meeting that is over.
func (a *meetingStage) cardAmiss(p proceedings) (faults list) {
	dates := p.closed()
	m, ok := meetingCard(a.room)
	if !ok || len(dates) == 0 || stageOf(m) != "over" {
		faults.add("the card is at %q, want it over", stageOf(m))
		return faults
	}
	last := slices.Max(dates)
	for _, t := range p.Tries {
		want := 0
		if t.Born == last || t.Born < last && t.openAt(last) {
			want = 1
		}
		if n := times(m.Text(), wordOf(t.Text)); n != want && !strings.Contains(m.Text(), "Page ") {
			faults.add("%q is on the card of %s %d times, want %d:\n%s", t.Text, last, n, want, m.Text())
		}
	}
	return faults
}
