package discord

import (
	"encoding/json"
	"math/rand/v2"
	"net/http"
	"strconv"
	"strings"
	"testing"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/words"
	"github.com/engawa-bot/engawa/internal/fake/discord/spec"
)

// conforms fails the test if Discord's specification does not permit the body.
func conforms(t *testing.T, method, path string, body any) {
	t.Helper()
	raw, err := json.Marshal(body)
	if err != nil {
		t.Fatal(err)
	}
	r, err := http.NewRequestWithContext(t.Context(), method, "http://discord.invalid/api/v10"+path, nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/json")
	if err := spec.ForTest(t).Check(r, raw); err != nil {
		t.Fatalf("%v\n%s", err, raw)
	}
}

// judge holds a message against the specification and against what Discord
// says of Components V2 beside it.
func judge(t *testing.T, m message) {
	t.Helper()
	conforms(t, http.MethodPost, "/channels/300000000000000003/messages", m)
	count, text, ids := 0, 0, map[string]bool{}
	seen := func(id string) {
		if id == "" || len(id) > mostID || ids[id] {
			t.Fatalf("custom_id %q is empty, too long or not unique", id)
		}
		ids[id] = true
	}
	var walk func(any)
	walk = func(c any) {
		count++
		switch c := c.(type) {
		case container:
			each(c.Components, walk)
		case row:
			if len(c.Components) == 0 || len(c.Components) > rowOfButtons {
				t.Fatalf("a row of %d", len(c.Components))
			}
			each(c.Components, walk)
		case textDisplay:
			text += units(c.Content)
			if strings.TrimSpace(c.Content) == "" {
				t.Fatal("a text display without text")
			}
		case fileComponent:
		case button:
			if c.Style != styleLink {
				seen(c.CustomID)
			}
		case selectMenu:
			seen(c.CustomID)
			if c.Min > c.Max || c.Options != nil && c.Max > len(c.Options) || len(c.Chosen) > c.Max {
				t.Fatalf("a select of %d to %d, %d options, %d chosen", c.Min, c.Max, len(c.Options), len(c.Chosen))
			}
		default:
			t.Fatalf("a %T", c)
		}
	}
	each(m.Components, walk)
	if count > mostComponents || text > mostText {
		t.Fatalf("%d components and %d characters", count, text)
	}
}

func each(list []any, do func(any)) {
	for _, c := range list {
		do(c)
	}
}

func quoted(s string) words.Text { return words.Text{{Kind: words.Quoted, Text: s}} }

// anyCard is a card as no feature should make it.
func anyCard(r *rand.Rand) bot.Card {
	text := func() words.Text {
		var t words.Text
		for range r.IntN(4) {
			bad := hostile()
			t = append(t, words.Run{Kind: words.Kind(1 + r.IntN(8)), Text: bad[r.IntN(len(bad))]})
		}
		return t
	}
	with := func() []string { return []string{strconv.Itoa(r.IntN(8)), strings.Repeat("|", r.IntN(60))} }
	c := bot.Card{Title: text(), Silent: r.IntN(2) == 0, Tone: bot.Warm}
	for range r.IntN(8) {
		c.Lines = append(c.Lines, text())
	}
	for range r.IntN(30) {
		c.Buttons = append(c.Buttons, bot.Button{Label: text(), Do: "do", With: with(), URL: hostile()[r.IntN(len(hostile()))]})
		c.Ping = append(c.Ping, bot.MemberID(strconv.Itoa(r.IntN(20))), "<@1>")
	}
	for range r.IntN(10) {
		s := bot.Select{Pick: []bot.Pick{bot.PickOption, bot.PickRoom, bot.PickText, bot.PickRole}[r.IntN(4)], Hint: text(), Do: "pick", With: with()}
		for i := range r.IntN(30) {
			s.Options = append(s.Options, bot.Option{Value: strings.Repeat("v", i*5%120), Label: text(), Hint: text()})
			s.Chosen = append(s.Chosen, strconv.Itoa(i), strings.Repeat("v", i))
		}
		s.Min, s.Max = r.IntN(40)-5, r.IntN(40)-5
		c.Selects = append(c.Selects, s)
	}
	return c
}

func TestNoCardIsSuchThatDiscordRefusesIt(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	judge(t, render(bot.Card{}, "", 0))
	for range 60 {
		judge(t, render(anyCard(r), "sakura", r.Int32()))
	}
}

func content(t *testing.T, m message) string {
	t.Helper()
	box, ok := m.Components[0].(container)
	if !ok {
		t.Fatalf("got %T, want a container", m.Components[0])
	}
	text, ok := box.Components[0].(textDisplay)
	if !ok {
		t.Fatalf("got %T, want a text display", box.Components[0])
	}
	return text.Content
}

func TestOnlyThoseInPingArePinged(t *testing.T) {
	m := render(bot.Card{Ping: []bot.MemberID{"1", "1", "2", "@everyone"}}, "", 0)
	raw, err := json.Marshal(m.Mentions)
	if err != nil {
		t.Fatal(err)
	}
	if got, want := string(raw), `{"parse":[],"users":["1","2"]}`; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestALongListLosesWholeLinesFromItsEnd(t *testing.T) {
	var card bot.Card
	for range 100 {
		card.Lines = append(card.Lines, quoted(strings.Repeat("a", 99)))
	}
	got := content(t, render(card, "", 0))
	lines := strings.Split(got, "\n")
	if len(lines) != 40 || lines[38] != strings.Repeat("a", 99) || lines[39] != ellipsis {
		t.Errorf("got %d lines, the last ones %q", len(lines), lines[len(lines)-2:])
	}
}

func TestWhatExactlyFitsIsNotShortened(t *testing.T) {
	line := quoted(strings.Repeat("a", 1999))
	got := content(t, render(bot.Card{Lines: []words.Text{line, append(line, words.Run{Text: "b"})}}, "", 0))
	if units(got) != mostText || strings.Contains(got, ellipsis) {
		t.Errorf("got %d characters ending in %q", units(got), got[len(got)-5:])
	}
}

func TestALongTextKeepsItsBeginningAndItsBoldEnds(t *testing.T) {
	text := words.Text{{Text: "**"}, {Kind: words.Quoted, Text: strings.Repeat("👩‍👩‍👧*", 1000)}, {Text: "** end"}}
	got := content(t, render(bot.Card{Lines: []words.Text{quoted("Not saved."), text}}, "", 0))
	if units(got) > mostText || units(got) < mostText-20 {
		t.Errorf("got %d characters, want nearly %d", units(got), mostText)
	}
	if !strings.HasPrefix(got, "Not saved.\n**👩‍👩‍👧\\*") || !strings.HasSuffix(got, "**"+ellipsis) || strings.Count(strings.ReplaceAll(got, `\*`, ""), "**") != 2 {
		t.Errorf("got %q … %q", got[:60], got[len(got)-40:])
	}
}

func TestAMarkIsTheContainersID(t *testing.T) {
	raw, err := json.Marshal(render(bot.Card{}, "", 7).Components[0])
	if err != nil {
		t.Fatal(err)
	}
	if !strings.HasPrefix(string(raw), `{"type":17,"id":7,`) {
		t.Errorf("got %s", raw)
	}
}

func TestTwoControlsAlikeAreShownAndOnlyTheFirstCanBePressed(t *testing.T) {
	again := bot.Button{Label: quoted("Go"), Do: "go"}
	m := render(bot.Card{Buttons: []bot.Button{again, again}}, "sakura", 0)
	judge(t, m)
	raw, err := json.Marshal(m.Components)
	if err != nil {
		t.Fatal(err)
	}
	want := `{"type":2,"style":2,"label":"Go","custom_id":"go|sakura"},{"type":2,"style":2,"label":"Go","custom_id":"|1","disabled":true}`
	if !strings.Contains(string(raw), want) {
		t.Errorf("got %s, want %s in it", raw, want)
	}
}

func TestAnEditSaysNothingOfHowAMessageArrives(t *testing.T) {
	m := render(bot.Card{Silent: true}, "", 0)
	m.Nonce, m.EnforceNonce = "n", true
	conforms(t, http.MethodPatch, "/channels/1/messages/2", m.edit())
	if got := m.edit(); got.Flags != flagV2 || got.Nonce != "" || got.EnforceNonce {
		t.Errorf("got flags %d, nonce %q", got.Flags, got.Nonce)
	}
}

func BenchmarkACardOf4000Emoji(b *testing.B) {
	card := bot.Card{Lines: []words.Text{quoted(strings.Repeat("🍵", 4000))}}
	for b.Loop() {
		render(card, "sakura", 7)
	}
}
