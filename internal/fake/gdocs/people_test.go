package gdocs_test

import (
	"testing"

	fake "github.com/engawa-bot/engawa/internal/fake/gdocs"
)

func TestAPersonWritesAsInTheEditor(t *testing.T) {
	s := start(t, fake.Options{})
	d := page(t, s, "# KPT", "## Keep", "- tea", "## Try")
	line := d.Line
	for _, err := range []error{
		line("KPT").Rename("KPT 11-20"),
		line("Keep").Type("plain"),
		line("tea").Type("coffee"),
		line("coffee").Nest(),
		line("coffee").Strike(""),
		line("tea").Append(" at four"),
		line("tea at four").Chip("", "Ana", "ana@example.invalid"),
		line("Try").Paste("pasted", "twice"),
		line("pasted").MoveAfter(line("plain")),
		line("twice").Replace("ice", "o"),
	} {
		must(t, err)
	}
	wantText(t, d, "# KPT 11-20", "## Keep", "plain", "- pasted", "- Anatea at four", "  - ~~coffee~~", "## Try", "- two")
	must(t, line("plain").TableAround(2))
	wantText(t, d, "# KPT 11-20", "## Keep", "", "| plain", "| - pasted", "", "- Anatea at four", "  - ~~coffee~~", "## Try", "- two")
	if err := line("gone").Delete(); err == nil {
		t.Error("a line that is not there was deleted")
	}
}

func TestAHeadingKeepsItsIdWhenItIsRenamedAndLosesItWhenItIsMoved(t *testing.T) {
	s := start(t, fake.Options{})
	d := page(t, s, "## Keep", "- tea", "end")
	id := headingID(t, d)
	must(t, d.Line("Keep").Rename("続けること"))
	if got := headingID(t, d); got != id {
		t.Errorf("got %q after renaming, want %q", got, id)
	}
	must(t, d.Line("続けること").MoveAfter(d.Line("end")))
	if got := headingID(t, d); got == id || got == "" {
		t.Errorf("got %q after moving, want another than %q", got, id)
	}
}

// headingID is the id of the only heading.
func headingID(t *testing.T, d *fake.Doc) string {
	t.Helper()
	tab := parse(t, d.JSON())["tabs"].([]any)[0].(object)["documentTab"].(object)
	for _, c := range tab["body"].(object)["content"].([]any) {
		p, _ := c.(object)["paragraph"].(object)
		style, _ := p["paragraphStyle"].(object)
		if id, ok := style["headingId"].(string); ok {
			return id
		}
	}
	return ""
}

func TestALoadedDocumentGetsIdsThatItDoesNotHaveYet(t *testing.T) {
	one, two := start(t, fake.Options{}), start(t, fake.Options{})
	d := page(t, one, "tea")
	batch(t, one, d, nil, nameRange("n", 1, 3)).want(t, 200, "")
	copied, err := two.Load(d.JSON())
	must(t, err)
	a := batch(t, one, d, nil, nameRange("n", 1, 3)).want(t, 200, "").reply(0, "createNamedRange", "namedRangeId")
	b := batch(t, two, copied, nil, nameRange("n", 1, 3)).want(t, 200, "").reply(0, "createNamedRange", "namedRangeId")
	if a == b {
		t.Errorf("got %q twice", a)
	}
}
