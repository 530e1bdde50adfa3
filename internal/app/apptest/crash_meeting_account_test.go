package apptest

import "strings"

// isAccount says whether a bullet tells what became of the Try above it.
func isAccount(b bullet) bool { return b.depth > 0 && strings.HasPrefix(b.text, "⇒ ") }

// accountsAmiss looks for what the Doc tells of each Try below its line: once, and what the
// ledger says.
func (p proceedings) accountsAmiss(page *docPaper, names map[string]string) (faults list) {
	said := map[string]string{"worked": "Worked", "failed": "Did not work", "continue": "Keep trying", "drop": "Dropped", "rewrite": "Rewritten"}
	want, stood := map[string]string{}, map[string]bool{}
	for _, t := range p.Tries {
		for _, closed := range p.closed() {
			key := closed + " " + wordOf(t.Text)
			if t.Born == closed {
				want[key] = "⇒ "
			}
			for _, v := range t.Verdicts {
				if v.Retro == closed {
					want[key] = "⇒ " + said[v.Outcome]
				}
			}
		}
	}
	above := ""
	told := map[string]int{}
	for _, b := range page.bullets() {
		switch key := names[b.retro] + " " + above; {
		case !isAccount(b):
			above = textOf(b.text)
			if b.section == "Open Tries" || b.section == "Try" {
				stood[names[b.retro]+" "+above] = true
			}
		case want[key] == "" || !strings.HasPrefix(b.text, want[key]):
			faults.add("of %q the Doc tells %q, want %q", key, b.text, want[key])
		default:
			told[key]++
		}
	}
	for key := range want {
		if n := told[key]; n > 1 || n == 0 && stood[key] {
			faults.add("of %q the Doc tells %d times", key, n)
		}
	}
	return faults
}
