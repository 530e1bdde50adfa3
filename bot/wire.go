package bot

import "regexp"

// brought is what a button, a select or a form of ours brings along: ids, days,
// numbers and words of ours. What people type comes in Values.
var brought = regexp.MustCompile(`^[A-Za-z0-9+/:._-]{0,100}$`)

// mostBrought is how many of them may come with a request: a select has no more.
const mostBrought = 25

// checkWire refuses a request with anything that no card or form of ours can have
// brought along. Whether the asker may do what is left is for the command to say.
func (r Request) checkWire() error {
	if len(r.With) > mostBrought || len(r.Chosen) > mostBrought {
		return Sorryf("ask.unknown")
	}
	for _, list := range [][]string{r.With, r.Chosen} {
		for _, s := range list {
			if !brought.MatchString(s) {
				return Sorryf("ask.unknown")
			}
		}
	}
	return nil
}
