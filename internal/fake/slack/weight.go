package slack

import (
	"slices"
	"strings"
)

// payloadMost is how many bytes a payload may have that Slack sends over Socket Mode; a longer one is dropped, and
// nobody is told. Slack does not publish how it counts: here everything but ASCII counts as it is escaped.
const payloadMost = 20_000

// weight is how long a JSON value is in ASCII.
func weight(v any) int { return asciiLength(mustJSON(v)) }

func asciiLength(data []byte) int {
	n := 0
	for _, r := range string(data) {
		switch {
		case r >= 0x10000:
			n += 2 * len(`\uffff`)
		case r >= 0x80:
			n += len(`\uffff`)
		default:
			n++
		}
	}
	return n + strings.Count(string(data), "/") // "\/"
}

// dropped says whether Slack drops what a member did for its length, which is the app's fault when it drew that.
func (s *Server) dropped(e *envelope) bool {
	if weight(e.payload) < payloadMost {
		return false
	}
	if kind := text(e.payload, "type"); e.kind == typeInteractive && kind != "message_action" {
		s.record.Violation("socket: a payload of %d bytes, %s, is dropped; must be below %d", weight(e.payload), kind, payloadMost)
	}
	return true
}

// around is what else a payload holds: who, where, and the element with what was chosen in it.
const around = 1500

// pressable judges whether what can be pressed in blocks would reach the app; rest is what the payload holds beside
// them.
func (s *Server) pressable(what string, blocks []object, rest any) {
	heaviest, state := 0, 0
	for _, b := range blocks {
		for _, p := range elements(b) {
			kind := text(p.element, "type")
			if kind == "image" || text(b, "type") == "input" {
				continue
			}
			most := weight(p.element)
			if kind != "button" {
				most = chosenMost(p.element)
				state += most
			}
			heaviest = max(heaviest, most)
		}
	}
	if heaviest == 0 {
		return
	}
	if n := weight(blocks) + weight(rest) + heaviest + state + around; n >= payloadMost {
		s.record.Violation("%s: a press would be a payload of %d bytes, which Slack drops; must be below %d", what, n, payloadMost)
	}
}

// chosenMost is how much may be chosen in a select.
func chosenMost(element object) int {
	var weights []int
	for _, o := range list(element, "options") {
		weights = append(weights, weight(o))
	}
	slices.Sort(weights)
	most := 1
	if strings.HasPrefix(text(element, "type"), "multi_") {
		most = len(weights)
		if limit, ok := element["max_selected_items"].(float64); ok {
			most = min(most, int(limit))
		}
	}
	sum := 0
	for _, n := range weights[len(weights)-min(most, len(weights)):] {
		sum += n
	}
	return sum
}
