package gdocs_test

import (
	"encoding/json"
	"testing"
	"unicode/utf16"
)

// bodyUnits is the first tab's body, unit by unit; what is no text is U+FFFC.
func bodyUnits(t testing.TB, data []byte) []uint16 {
	t.Helper()
	var doc struct {
		Tabs []struct{ DocumentTab struct{ Body object } }
		Body object
	}
	if err := json.Unmarshal(data, &doc); err != nil {
		t.Fatal(err)
	}
	body := doc.Body
	if len(doc.Tabs) > 0 {
		body = doc.Tabs[0].DocumentTab.Body
	}
	content := body["content"].([]any)
	out := make([]uint16, endOf(content[len(content)-1].(object)))
	for i := range out {
		out[i] = 0xFFFC
	}
	fill(out, body)
	return out
}

func endOf(o object) int {
	n, _ := o["endIndex"].(float64)
	return int(n)
}

func startOf(o object) int {
	n, _ := o["startIndex"].(float64)
	return int(n)
}

func fill(out []uint16, v any) {
	switch v := v.(type) {
	case []any:
		for _, x := range v {
			fill(out, x)
		}
	case object:
		if run, ok := v["textRun"].(object); ok {
			copy(out[startOf(v):endOf(v)], utf16.Encode([]rune(run["content"].(string))))
			return
		}
		for _, x := range v {
			fill(out, x)
		}
	}
}

func decodeUnits(u []uint16) string { return string(utf16.Decode(u)) }
