package lives

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

func headingsAreTrue(l *life, _ ledger) string {
	all := sheets(l.read())
	if l.late() {
		return ""
	}
	if !l.heads(all, l.retros) {
		var days []string
		for _, r := range l.retros {
			days = append(days, r.day())
		}
		return fmt.Sprintf("the sheets, from the newest on, are %v, and the KPTs, from the oldest on, those of %v", all, days)
	}
	if len(all) == 0 {
		return "there is no sheet"
	}
	return l.emptyOnTop(all[0])
}

// heads tells whether sheets, the newest first, say the days of retros, the oldest first. One
// that closed while the notebook could not be written has a sheet only if something stands on
// it, and so has one after the first that is open. Two may be of one day.
func (l *life) heads(all []sheet, retros []*retro) bool {
	if len(all) == 0 {
		return true
	}
	if len(retros) == 0 {
		return false
	}
	r, before := retros[len(retros)-1], retros[:len(retros)-1]
	bare := r.closed || l.called && r != l.first()
	if all[0].day == r.day() || !bare && !l.called {
		return l.heads(all[1:], before) || bare && l.heads(all, before)
	}
	return bare && l.heads(all, before)
}

// emptyOnTop tells whether the first sheet is an empty one of a KPT for which nobody writes
// yet, for the one before it is to come again.
func (l *life) emptyOnTop(top sheet) string {
	r := l.last()
	waits := r != l.first() && l.first().begun.IsZero() && len(top.lines) == 0 && top.day == r.day()
	if waits && !slices.ContainsFunc(l.notes, func(n *note) bool { return n.of == r && !n.gone }) {
		return fmt.Sprintf("the empty sheet of %s is the first", top.day)
	}
	return ""
}

// late tells whether nothing has had the bot look at the time of the KPT since it is
// another: it looks once a day.
func (l *life) late() bool {
	if l.turned {
		l.stale = time.Time{}
		return false
	}
	if l.stale.IsZero() {
		l.stale = time.Now()
	}
	return time.Since(l.stale) < 26*time.Hour
}

func linesStand(l *life, _ ledger) string {
	var text []string
	for _, s := range sheets(l.read()) {
		for _, b := range s.lines {
			text = append(text, b.text)
		}
	}
	all := "\n" + strings.Join(text, "\n") + "\n"
	for _, x := range l.lines {
		if !strings.Contains(all, "\n"+x.text+"\n") {
			return fmt.Sprintf("%q is not there any more", x.text)
		}
	}
	return ""
}

func triesStandOnce(l *life, _ ledger) string {
	all := sheets(l.read())
	for _, t := range l.tries {
		late := !t.born.closed && t.born != l.last() // it goes on when its KPT ends
		erased := t.erased != nil && (!t.erased.closed || t.erased == l.last())
		if !t.open || erased || late || len(all) == 0 {
			continue
		}
		there := false
		for i, s := range all {
			if i >= l.toCome(t.born) && !l.notOver(s.day) {
				continue
			}
			count := 0
			for _, b := range s.lines {
				if strings.Contains(b.text, t.word) {
					count++
				}
			}
			if there = there || count > 0; count > 1 {
				return fmt.Sprintf("%s stands there %d times: %v", t.word, count, all)
			}
		}
		if !there {
			return fmt.Sprintf("%s stands on none of them: %v", t.word, all)
		}
	}
	return ""
}

// notOver tells whether a KPT of a day has not ended: what stands on its sheet goes on when it
// does, also if a later one was held without Engawa meanwhile.
func (l *life) notOver(day string) bool {
	return slices.ContainsFunc(l.retros, func(r *retro) bool { return !r.closed && r.day() == day })
}

// toCome is how many of the newest KPTs go on or are to come after one, at least the newest:
// while one rests, or after it was reopened, it is not the only one.
func (l *life) toCome(after *retro) (n int) {
	for n < len(l.retros) {
		if r := l.retros[len(l.retros)-1-n]; r.closed || r == after {
			break
		}
		n++
	}
	return max(n, 1)
}

func notesStandOnce(l *life, b ledger) string {
	text := l.read()
	for _, n := range l.notes {
		if n.shown && !l.of(b, n.of).Shows() {
			continue // it may be shown, and is at the next stage
		}
		if count := strings.Count(text, n.word); count != 1 && !n.gone && (!n.hides || n.shown || n.hand) {
			return fmt.Sprintf("%s stands there %d times", n.word, count)
		}
	}
	return ""
}

func paperIsSilent(l *life, _ ledger) string {
	text := l.read()
	for _, n := range l.notes {
		if n.hides && !n.hand && !n.shown && strings.Contains(text, n.word) {
			return fmt.Sprintf("%s stands there", n.word)
		}
	}
	return ""
}

func teaIsClosed(l *life, b ledger) string {
	for _, o := range b.occasions {
		if !o.Closed && o.Until.Before(time.Now().Add(-time.Minute)) && l.upSince.Before(time.Now().Add(-time.Minute)) {
			return fmt.Sprintf("that of %s is not", o.Start.In(l.zone))
		}
	}
	for _, m := range l.world.All() {
		for _, x := range m {
			if !strings.Contains(x.Text, "is open · until") {
				continue
			}
			for _, o := range b.occasions {
				if o.Closed && strings.HasPrefix(x.Key, string(o.Key)+"/") && l.quietSince(o.Until) {
					return fmt.Sprintf("the card of %s says that it is open", o.Start.In(l.zone))
				}
			}
		}
	}
	return ""
}

// quietSince tells whether a process has run since an instant and for a minute.
func (l *life) quietSince(t time.Time) bool {
	return t.Before(time.Now().Add(-time.Minute)) && l.upSince.Before(time.Now().Add(-time.Minute))
}
