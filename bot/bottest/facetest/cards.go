package facetest

import (
	"fmt"
	"slices"
	"strings"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/words"
	"github.com/engawa-bot/engawa/internal/plain"
)

// hostile are texts that look like something else.
func (d *fixture) hostile() []string {
	account, channel := d.Account("bo"), string(d.at)
	return []string{
		"<@" + account + ">", "<@!" + account + ">", "@" + account, "@bo", "<!here>", "<!channel>", "@everyone", "@here", "@channel",
		"<#" + channel + ">", "#tea", "<!subteam^S0123456789>", "<@&" + account + ">",
		"see https://example.com/a_b_(c), or http://x.example!", "[free cake](https://example.com)", "<https://example.com|free cake>", "<t:0:R>", "<!date^0^{date}|x>",
		"**bold**", "*bold*", "__under__", "_italic_", "~~gone~~", "~gone~", "||hidden||", "`code`", "```\ncode\n```",
		"# heading", "-# small", "> quote", ">>> quote", "- bullet", "1. one", `a \ b \* c`, ":tea:", "<:tea:1>", "&lt;b&gt;", "<b>b</b>", "{x}",
		"a\nb", "茶の間", "👩‍👩‍👧 🇫🇷", "か\u3099", "\u05d0\u05d1",
	}
}

// seen is a text as the eye takes it: what shows nothing is not there, and white space
// is white space.
func seen(text string) string { return plain.Line(strings.ReplaceAll(text, "\u200b", "")) }

func (d *fixture) showsWhatWasTyped() {
	for i, text := range d.hostile() {
		key := fmt.Sprint(i)
		d.deliver(d.post(key, bot.Card{
			Title: typed(text), Lines: []words.Text{{{Text: "said: "}, {Kind: words.Quoted, Text: text}}},
			Buttons: []bot.Button{{Label: typed(text), Do: "join"}},
		}))
		all := d.Reads(d.at)
		got := all[len(all)-1]
		if want := seen(text + " said: " + text); seen(got.Text) != want {
			d.Errorf("%q: got %q, want %q", text, seen(got.Text), want)
		}
		if len(got.Buttons) != 1 || seen(got.Buttons[0]) != seen(text) {
			d.Errorf("%q: got the buttons %q", text, got.Buttons)
		}
	}
}

func (d *fixture) pingsNobody() {
	bo := d.member("bo")
	for i, text := range d.hostile() {
		card := say(text)
		card.Title, card.Ping = typed(text), []bot.MemberID{bo} // who is not named in it
		d.deliver(d.post(fmt.Sprint(i), card))
	}
	d.deliver(d.post("bare", say(string(bo))))
	for _, m := range d.Reads(d.at) {
		if len(m.Pings) > 0 {
			d.Errorf("%q pings %v", m.Text, m.Pings)
		}
	}
}

func (d *fixture) dropsTheInvisible() {
	const text = "a\u202eb\u2066c\u00add\u2060e\u0007f\u200eg\ufeffh\U000e0041i\u3164"
	card := say(text)
	card.Title, card.Buttons = typed(text), []bot.Button{{Label: typed(text), Do: "join"}}
	d.deliver(d.post("tea", card))
	m := d.Reads(d.at)[0]
	for _, got := range append(m.Buttons, m.Text) {
		if got != plain.Piece(got) || strings.ContainsFunc(got, func(r rune) bool { return r > 0x7f }) || !strings.Contains(got, "abcdefghi") {
			d.Errorf("got %q, want only what can be seen: abcdefghi", got)
		}
	}
}

func (d *fixture) pingsOnlyThem() {
	ana, bo := d.member("ana"), d.member("bo")
	both := words.Text{{Kind: words.Member, Text: string(ana)}, {Text: " and "}, {Kind: words.Member, Text: string(bo)}}
	for key, ping := range map[string][]bot.MemberID{"none": nil, "bo": {bo}, "both": {ana, bo}} {
		d.deliver(d.post(key, bot.Card{Lines: []words.Text{both, typed(key)}, Ping: ping}))
	}
	for _, m := range d.Reads(d.at) {
		_, key, _ := strings.Cut(m.Text, "\n")
		if !strings.Contains(m.Text, "ana") || !strings.Contains(m.Text, "bo") {
			d.Errorf("got %q, want both named", m.Text)
		}
		want := map[string][]string{"bo": {"bo"}, "both": {"ana", "bo"}}[key]
		slices.Sort(m.Pings)
		if !slices.Equal(slices.Compact(m.Pings), want) {
			d.Errorf("%s: got %v pinged, want %v", key, m.Pings, want)
		}
	}
}

// pingsNoStranger: a person of another platform, and one of whom nothing is known.
func (d *fixture) pingsNoStranger() {
	d.guide.mu.Lock()
	d.guide.people["elsewhere"] = person{"", "Cho <!here> @everyone"}
	d.guide.mu.Unlock()
	for _, id := range []bot.MemberID{"elsewhere", "nobody @everyone", "<!here>"} {
		text := words.Text{{Text: "with "}, {Kind: words.Member, Text: string(id)}}
		d.deliver(d.post(string(id), bot.Card{Lines: []words.Text{text}, Ping: []bot.MemberID{id}}))
		all := d.Reads(d.at)
		m := all[len(all)-1]
		if len(m.Pings) > 0 || strings.Contains(m.Text, "nobody") || id == "elsewhere" && seen(m.Text) != "with Cho <!here> @everyone" {
			d.Errorf("%s: got %q, which pings %v; want a name or a word for it, and no ping", id, m.Text, m.Pings)
		}
	}
}

// mostSelects is how many full selects every platform shows beside as many buttons as
// there may be.
const mostSelects = 3

// full is a card with so much on it.
func full(lines, selects, buttons int) (card bot.Card) {
	card.Title = typed("The fullest card")
	for i := range lines {
		card.Lines = append(card.Lines, typed(fmt.Sprintf("line %d of what the team has said", i)))
	}
	for i := range selects {
		s := bot.Select{Pick: bot.PickOption, Do: "pick", With: []string{fmt.Sprint(i)}, Hint: typed(fmt.Sprintf("choice %d", i))}
		for j := range 25 {
			s.Options = append(s.Options, bot.Option{Value: fmt.Sprint(j), Label: typed(fmt.Sprintf("option %d", j))})
		}
		card.Selects = append(card.Selects, s)
	}
	for i := range buttons {
		card.Buttons = append(card.Buttons, bot.Button{Label: typed(fmt.Sprintf("button %d", i)), Do: "press", With: []string{fmt.Sprint(i)}})
	}
	return card
}

func (d *fixture) drawsTheFullestCard() {
	card := full(30, mostSelects, 20)
	d.deliver(d.post("full", card))
	m := d.Reads(d.at)[0]
	var want, buttons, selects []string
	for _, line := range card.Lines {
		want = append(want, line.String())
	}
	for _, b := range card.Buttons {
		buttons = append(buttons, b.Label.String())
	}
	for _, s := range card.Selects {
		selects = append(selects, s.Hint.String())
	}
	if got, want := m.Text, card.Title.String()+"\n"+strings.Join(want, "\n"); got != want {
		d.Errorf("got\n%s\nwant\n%s", got, want)
	}
	if !slices.Equal(m.Buttons, buttons) || !slices.Equal(m.Selects, selects) {
		d.Errorf("got the buttons %q and the selects %q, want all", m.Buttons, m.Selects)
	}
}

// saysWhatIsCut: a mark tells that something is missing, or the whole is refused.
func (d *fixture) saysWhatIsCut() {
	for name, card := range map[string]bot.Card{
		"lines": full(400, 0, 3), "selects": full(3, 30, 20), "all": full(400, 30, 20), "only selects": full(0, 45, 0),
		"a text": say(strings.Repeat("very long ", 2000)), "label": {Buttons: []bot.Button{{Label: typed(strings.Repeat("long ", 50)), Do: "press"}}},
	} {
		receipt, err := d.face.Deliver(d.Context(), d.post(name, card))
		if why, final := bot.Refused(err); final {
			if why.Reason != bot.BadShape || why.Error() == "" {
				d.Errorf("%s: got %v, want a refusal that says what does not fit", name, err)
			}
			continue
		}
		i := slices.IndexFunc(d.Reads(d.at), func(m Message) bool { return m.ID == receipt.Message })
		if err != nil || i < 0 {
			d.Errorf("%s: got %v and no message", name, err)
			continue
		}
		m := d.Reads(d.at)[i]
		whole := len(m.Selects) == len(card.Selects) && len(m.Buttons) == len(card.Buttons)
		for _, line := range card.Lines {
			whole = whole && strings.Contains(m.Text, strings.TrimSpace(line.String()))
		}
		for i, b := range card.Buttons {
			whole = whole && strings.TrimSpace(m.Buttons[i]) == strings.TrimSpace(b.Label.String())
		}
		if shown := m.Text + strings.Join(m.Buttons, ""); !whole && !strings.Contains(shown, "…") {
			d.Errorf("%s: of %d lines, %d selects and %d buttons got %d, %d and %d, and no word about the rest", name,
				len(card.Lines), len(card.Selects), len(card.Buttons), strings.Count(m.Text, "\n"), len(m.Selects), len(m.Buttons))
		}
	}
}
