package store

// gathered is a step that changes nothing: a team may have habits of which a program
// of before knows neither the names nor the rules, and whom they are for.
func gathered(Writer) error { return nil }
