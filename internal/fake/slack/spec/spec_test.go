package spec_test

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"github.com/engawa-bot/engawa/internal/fake/slack/spec"
)

// checker is the process's, or the test ends here.
func checker(t *testing.T) *spec.Checker {
	t.Helper()
	spec.Folder(t)
	return spec.ForTest(t)
}

func TestAbsentFilesAreAnErrorOfTheirOwn(t *testing.T) {
	if _, err := spec.Load(t.TempDir()); !errors.Is(err, spec.ErrAbsent) {
		t.Errorf("got %v, want ErrAbsent", err)
	}
	var none *spec.Checker
	if none.Arguments("x", nil) != nil || none.Blocks([]any{1}) != nil {
		t.Error("a nil Checker finds faults")
	}
}

func TestArgumentsAreThoseOfTheMethodsFile(t *testing.T) {
	c := checker(t)
	type args = map[string]any
	for _, x := range []struct {
		method string
		args   args
		want   string // part of the fault; empty: none
	}{
		{"chat.postMessage", args{"channel": "C1", "text": "x", "unfurl_links": "false", "token": "x"}, ""},
		{"chat.postMessage", args{"channel": "C1", "blocks": []any{}, "metadata": args{}}, ""},
		{"chat.postMessage", args{"text": "x"}, `"channel" is missing`},
		{"chat.postMessage", args{"channel": "C1", "txt": "x"}, `"txt" is unknown`},
		{"chat.postMessage", args{"channel": "C1", "unfurl_links": "maybe"}, `"unfurl_links" is of a wrong type`},
		{"chat.postMessage", args{"channel": []any{"C1"}}, `"channel" is of a wrong type`},
		{"chat.postEphemeral", args{"channel": "C1", "user": "U1", "parse": "all"}, `"parse" is of a wrong type`},
		{"chat.update", args{"channel": "C1", "ts": "1.2", "blocks": nil}, ""},
		{"chat.update", args{"channel": "C1", "ts": "yesterday"}, `"ts" is of a wrong type`},
		{"conversations.history", args{"channel": "C1", "limit": 5.0, "include_all_metadata": "1", "oldest": "0"}, ""},
		{"conversations.history", args{"channel": "C1", "limit": "many"}, `"limit" is of a wrong type`},
		{"views.open", args{"view": args{}, "trigger_id": "1"}, ""},
		{"users.profile.set", args{"profile": `{"status_text":"x"}`}, ""},
		{"chat.shout", args{}, "no file"},
	} {
		err := c.Arguments(x.method, x.args)
		if (err == nil) != (x.want == "") || err != nil && !strings.Contains(err.Error(), x.want) {
			t.Errorf("%s %v: got %v, want %q", x.method, x.args, err, x.want)
		}
	}
}

func TestBlocksAreThoseOfTheSchema(t *testing.T) {
	c := checker(t)
	for text, want := range map[string]string{
		`[{"type":"divider"}]`: "",
		`[{"type":"section","text":{"type":"mrkdwn","text":"x"},"accessory":{"type":"button","text":{"type":"plain_text","text":"x"}}}]`: "",
		`[{"type":"rich_text","elements":[{"type":"rich_text_section","elements":[{"type":"text","text":"x"}]}]}]`:                       "",
		`[{"type":"actions","elements":[{"type":"static_select","options":[{"text":{"type":"plain_text","text":"x"},"value":"x"}]}]}]`:   "",
		`[{"type":"actions","elements":[{"type":"button","text":{"type":"mrkdwn","text":"x"}}]}]`:                                        `/blocks/0/elements/0/text may not be of type "mrkdwn"`,
		`[{"type":"actions","elements":[{"type":"button","txt":"x","text":{"type":"plain_text","text":"x"}}]}]`:                          "/blocks/0/elements/0/txt is unknown",
		`[{"type":"actions","elements":[{"type":"plain_text_input"}]}]`:                                                                  `/blocks/0/elements/0 may not be of type "plain_text_input"`,
		`[{"type":"header"}]`:                              "/blocks/0/text is missing",
		`[{"type":"shout"}]`:                               `/blocks/0 may not be of type "shout"`,
		`["x"]`:                                            "/blocks/0 may not be",
		`[{"type":"context","elements":"x"}]`:              "/blocks/0/elements must be of type array",
		`[{"type":"divider","block_id":1}]`:                "/blocks/0/block_id must be of type string",
		`[{"type":"markdown","text":"x","block_id":null}]`: "/blocks/0/block_id must be of type string",
		`[{"type":"actions","elements":[{"type":"button","style":"loud","text":{"type":"plain_text","text":"x"}}]}]`: "style must be one of",
	} {
		var blocks []any
		if err := json.Unmarshal([]byte(text), &blocks); err != nil {
			t.Fatal(err)
		}
		err := c.Blocks(blocks)
		if (err == nil) != (want == "") || err != nil && !strings.Contains(err.Error(), want) {
			t.Errorf("%s\ngot %v, want %q", text, err, want)
		}
	}
}

func TestOnlyWhatIsValidIsCounted(t *testing.T) {
	c := checker(t)
	was := c.Coverage()
	_ = c.Arguments("auth.test", nil)
	_ = c.Arguments("auth.test", map[string]any{"x": "x"})
	_ = c.Blocks([]any{map[string]any{"type": "divider"}})
	_ = c.Blocks([]any{map[string]any{"type": "divider", "x": 1}})
	got := c.Coverage()
	if n := got.Methods["auth.test"] - was.Methods["auth.test"]; n != 1 {
		t.Errorf("got %d calls counted, want 1", n)
	}
	if n := got.Types["divider"] - was.Types["divider"]; n != 1 {
		t.Errorf("got %d dividers counted, want 1", n)
	}
}
