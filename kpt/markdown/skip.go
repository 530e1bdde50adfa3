package markdown

import "strings"

// skipped tells which lines are in fenced code or in comments of several lines.
// A fence or comment that is never closed is none: it would swallow all that
// comes after.
func skipped(lines []string) []bool {
	skip := make([]bool, len(lines))
	open := map[string]bool{} // ends that are known not to come any more
	for i := 0; i < len(lines); i++ {
		end, closes := opening(lines[i])
		if end == "" || open[end] {
			continue
		}
		j := i + 1
		for j < len(lines) && !closes(lines[j]) {
			j++
		}
		if j == len(lines) {
			open[end] = true
			continue
		}
		for ; i < j; i++ {
			skip[i] = true
		}
		skip[j] = true
	}
	return skip
}

// opening says what ends the block that a line begins; "" if it begins none.
func opening(line string) (end string, closes func(string) bool) {
	text := strings.TrimSpace(line)
	for _, fence := range []string{"```", "~~~"} {
		if strings.HasPrefix(text, fence) && !strings.Contains(text[len(fence):], fence) {
			return fence, func(l string) bool {
				l = strings.TrimSpace(l)
				return strings.HasPrefix(l, fence) && strings.Trim(l, fence[:1]) == ""
			}
		}
	}
	if !strings.HasPrefix(text, "<!--") || strings.Contains(text, "-->") {
		return "", nil
	}
	// Our own marks close no comment of a person's.
	return "-->", func(l string) bool { return strings.Contains(unmarked(l), "-->") }
}
