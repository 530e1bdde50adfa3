package slack

import (
	"strings"
	"testing"
)

func TestWhatAMarkSaysAndWhereItLeadsAreKept(t *testing.T) {
	for text, want := range map[string]string{
		"<https://example.com/a?b=1&amp;c=2|the plan>":           "the plan (https://example.com/a?b=1&c=2)",
		"<https://example.com/a_b_c|_the_ *plan*>":               "_the_ *plan* (https://example.com/a_b_c)",
		"*<https://example.com/|the plan>*, _see_":               "the plan (https://example.com/), see",
		"<http://example.com|example.com>":                       "http://example.com",
		"<https://example.com/|https://example.com>":             "https://example.com/",
		"<https://example.com/x|>":                               "https://example.com/x",
		"<https://example.com/x| >":                              "https://example.com/x",
		"<mailto:ana@example.com|ana@example.com>":               "ana@example.com",
		"<mailto:ana@example.com|Ana>":                           "Ana (ana@example.com)",
		"<tel:+81312345678|03-1234-5678>":                        "03-1234-5678 (+81312345678)",
		"<slack://open?team=T1|open>":                            "open (slack://open?team=T1)",
		"<#C1|hall>, <#C2|>, <#C3>":                              "#hall, #C2, #C3",
		"<@U1|ana>, <@W2>":                                       "@ana, @name",
		"<!subteam^S1|@devs>, <!subteam^S2|ops>, <!subteam^S3>":  "@devs, @ops, @…",
		"<!here|here>, <!channel>, <!everyone|@everyone>":        "@here, @channel, @everyone",
		"<!date^1392734382^{date_num}|2014-02-18>":               "2014-02-18",
		"<!date^1392734382^{date_num} at {time}>":                "2014-02-18 14:39 UTC",
		"<!date^1392734382^{date}^https://example.com/|Feb 18>":  "Feb 18 (https://example.com/)",
		"<!date^soon^{date}>":                                    "{date}",
		"a &lt;b&gt; &amp;amp; &amp;lt; &copy;":                  "a <b> &amp; &lt; &copy;",
		"&lt;https://example.com|x&gt;":                          "<https://example.com|x>",
		"<https://example.com/縁側|縁側>です":                          "縁側 (https://example.com/縁側)です",
		"<https://example.com|a &lt;b&gt;>":                      "a <b> (https://example.com)",
		"\x00<https://example.com|a>\x00<https://example.org|b>": "a (https://example.com)b (https://example.org)",
	} {
		if got := readable(text, func(string) string { return "name" }); got != want {
			t.Errorf("%q: got %q; want %q", text, got, want)
		}
	}
}

func FuzzNoAddressOfALinkIsLost(f *testing.F) {
	f.Add("see ", "a/b?c=d&amp;e=f", "the plan", " and go")
	f.Add("*", "_x_", "*y*", "*")
	f.Add("", "縁側", "", "\x00")
	f.Fuzz(func(t *testing.T, before, path, label, after string) {
		if strings.ContainsAny(path+label, "<>|\n\x00") || strings.ContainsAny(before+after, "<>") {
			t.Skip("Slack escapes these")
		}
		got := readable(before+"<https://example.com/"+path+"|"+label+">"+after, func(string) string { return "name" })
		if want := "https://example.com/" + unescaped(path); !strings.Contains(got, strings.TrimRight(want, " \t\r")) {
			t.Errorf("%q is not in %q", want, got)
		}
		if want := strings.TrimSpace(unescaped(label)); !strings.Contains(got, want) && !strings.Contains(want, "https://example.com/") && !strings.Contains("https://example.com/"+unescaped(path), strings.TrimSuffix(want, "/")) {
			t.Errorf("%q is not in %q", want, got)
		}
	})
}

func TestNobodyIsLookedForWhoIsNamedAlreadyOrHasNoId(t *testing.T) {
	asked := []string{}
	got := readable("<@U1|bo>, <@> and <@U2>", func(id string) string {
		asked = append(asked, id)
		return "chika"
	})
	if want := "@bo, @ and @chika"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if len(asked) != 1 || asked[0] != "U2" {
		t.Errorf("asked for %q, want U2 only", asked)
	}
}
