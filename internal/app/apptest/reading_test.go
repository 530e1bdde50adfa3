package apptest

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/bottest"
)

// looking are the rows of the table of commands that only show something. They
// are answered while nothing can be written.
func looking() []string {
	return []string{
		"slash engawa doctor", "press doctor", "slash engawa help", "slash engawa link", "press engawa link", "slash engawa notebook",
		"slash engawa privacy", "press privacy keep", "slash engawa settings", "slash engawa status", "press home",
		"slash kpt export", "slash kpt mine", "press kpt mine", "press kpt note", "press kpt edit", "slash kpt numbers", "slash kpt vote",
		"slash kpt write", "press kpt write", "press meeting group", "press meeting link", "press meeting note", "press meeting page",
		"press meeting similar", "press meeting vote", "press meeting commit", "press notebook set", "press notebook stages", "slash practices", "press practices",
		"slash reminders", "slash rooms", "press settings add", "press settings edit", "press settings pick", "press settings show", "press settings slack", "press setup build", "press setup habits", "press setup times",
		"press snooze back", "press status on", "press link number", "slash tries done", "slash tries find", "slash tries list", "press tries help",
		"press tries list", "press tries mine", "slash tries show", "press tries show", "press tries stuck", "press tries word", "slash where",
	}
}

// doing are those that are for changing something.
func doing() []string {
	return []string{
		"press away today", "slash away", "press back", "slash decision", "slash engawa setup", "slash keep", "menu kpt add", "press kpt delete",
		"submit kpt edit", "press kpt seen", "slash kpt start", "submit kpt write", "press link alone", "press link back", "press link choose",
		"press link no", "submit link number", "press link part", "press link yes", "press meeting back", "press meeting close", "submit meeting commit",
		"press meeting commitment", "press meeting count", "press meeting dot", "press meeting finished", "press meeting idea", "press meeting lead",
		"press meeting next", "press meeting once more", "press meeting practice", "press meeting recount", "press meeting reopen", "press meeting skip",
		"press meeting spoken", "press meeting start", "press meeting swap", "press meeting table", "press meeting take over", "press meeting undo",
		"press meeting ungroup", "press meeting verdict", "press meeting withdraw", "press meeting word", "submit meeting word", "submit notebook stages",
		"press privacy forget", "press privacy hide", "slash problem", "press remind off", "press remind on", "press remind stop", "press settings flip",
		"submit settings added", "press settings delete", "press settings for", "submit settings habit", "press settings kind", "press settings place", "submit settings slack", "submit settings team", "submit setup done",
		"press setup page", "press setup rooms", "press setup text", "press setup want", "press snooze", "submit status on", "press status off", "press tea another",
		"press tea remove", "slash tea topic", "press tries done", "press tries drop", "press tries keep", "press tries post", "submit tries stuck",
		"submit tries word", "slash try",
	}
}

func TestEveryCommandEitherLooksOrDoes(t *testing.T) {
	var table []string
	for _, feature := range newProtected(t).app.Features() {
		for _, c := range feature.Commands {
			table = append(table, fmt.Sprintf("%s %s", c.Way, c.Name))
		}
	}
	slices.Sort(table)
	listed := slices.Sorted(slices.Values(append(looking(), doing()...)))
	for _, row := range table {
		if !slices.Contains(listed, row) {
			t.Errorf("nobody says whether %q only shows something", row)
		}
	}
	if len(listed) != len(slices.Compact(slices.Clone(listed))) {
		t.Error("a row is listed twice")
	}
}

// What only shows something writes nothing, whoever asks and whatever comes along
// with it: so it is answered when the disk is full.
func TestWhatOnlyShowsWritesNothing(t *testing.T) {
	f := newForgery(t, 5) // with notes, Tries and a meeting, and what their cards would send
	path := f.path
	real := map[string][]bot.Input{}
	for _, r := range f.replays {
		key := fmt.Sprintf("%s %s", r.Way, r.Do)
		real[key] = append(real[key], r.Input)
	}
	answered := map[string]bool{}
	for _, row := range looking() {
		way, do, _ := strings.Cut(row, " ")
		inputs := append(real[row], bot.Input{}, bot.Input{Values: map[string]string{"text": "tea", "words": "tea", "member": string(f.people["ana"])}})
		for _, who := range []bot.Person{f.who("ana", sakuraRole), f.who("bo", sakuraRole), keeping(f.who("bo", sakuraRole)), f.who("eve"), {ID: "U0CHIKA", Name: "chika"}} {
			for _, in := range inputs {
				r := bot.Request{Way: bot.Way(way), Do: do, From: who, Server: bot.Server{ID: sakuraServer}, Channel: sakuraText, Room: lounge, Whose: "sakura", Input: in}
				if bottest.Guest(who.ID) {
					r.On, r.Server, r.Channel, r.Room, r.Whose = "slack", bot.Server{}, sakuraSlack, "", ""
				}
				var reply bot.Reply
				writes := true
				for range 5 { // the scribe may write meanwhile, and who is new is met once
					before := commits(t, path)
					reply = f.ask(r)
					if writes = commits(t, path) != before; !writes {
						break
					}
				}
				if writes {
					t.Errorf("/%s of %s with %q writes each time", row, who.Name, in.With)
				}
				if reply.Form != nil || reply.Card != nil && reply.Card.Tone != bot.Amiss {
					answered[row] = true
				}
			}
		}
	}
	if len(answered) < len(looking())/2 {
		t.Errorf("only %v were answered: the test sees nothing", slices.Sorted(maps.Keys(answered)))
	}
}
