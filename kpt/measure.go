package kpt

// Measure is by which figure of the team's voice rooms it is told how a Try
// goes. It is always the whole team's. The empty Measure is none.
type Measure string

// The measures.
const (
	PairingSessions Measure = "pairing" // a week
	PeopleAtTea     Measure = "tea"     // on average
	FocusMinutes    Measure = "focus"   // a week, of all together
)

// Measures lists the measures in the order in which members are offered them.
func Measures() []Measure { return []Measure{PairingSessions, PeopleAtTea, FocusMinutes} }
