package slack

import (
	"encoding/json"
	"slices"
	"sort"
	"strings"

	"github.com/slack-go/slack"
)

// Slack tells of a press with the whole message or view in which it was done, and
// drops what has 20 KB or more: the button would be dead. It does not say how it
// counts; here everything but ASCII counts as it is escaped.
const (
	mostWeight   = 15 << 10 // bytes of a card that can be pressed; the rest is for what Slack adds
	mostOfPress  = 11 << 10 // of them, for what can be pressed
	mostOfFilled = 18 << 10 // of a form with what is filled in
	aroundButton = 40       // its share of what holds a row
	unitWeight   = len(`\uffff`)
)

// weight is how long v is as JSON in ASCII.
func weight(v any) int {
	data, err := json.Marshal(v)
	if err != nil {
		return mostWeight // it will be refused, too
	}
	n := strings.Count(string(data), "/") // "\/"
	for _, r := range string(data) {
		if n++; r >= 0x80 {
			n += unitWeight*units(string(r)) - 1
		}
	}
	return n
}

// selectWeight is how much a select adds: what is chosen comes back twice more.
func selectWeight(block slack.Block, options []*slack.OptionBlockObject, most int) int {
	var each []int
	for _, o := range options {
		each = append(each, weight(o))
	}
	slices.Sort(each)
	n := weight(block)
	for _, chosen := range each[len(each)-min(max(most, 1), len(each)):] {
		n += 2 * chosen
	}
	return n
}

// room counts what can be pressed in a card.
type room struct {
	used int
	cut  bool // something did not fit
}

// takes tells whether so much more fits, and counts it.
func (r *room) takes(n int) bool {
	if r.used+n > mostOfPress {
		return false
	}
	r.used += n
	return true
}

// lighten shortens paragraphs until they fit into so many bytes; draw gives the
// blocks of as many units of text.
func lighten(most, bytes int, draw func(units int) drawn) drawn {
	d := draw(most)
	if weight(d) <= bytes {
		return d
	}
	n := sort.Search(most, func(n int) bool { return weight(draw(n)) > bytes })
	return draw(max(n-1, 0))
}
