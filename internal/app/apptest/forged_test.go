package apptest

import (
	"context"
	"flag"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/bottest"
	"github.com/engawa-bot/engawa/bot/words"
	"github.com/engawa-bot/engawa/kpt"
)

var (
	forged     = flag.Int("forged", 3_000, "forged requests in all; 100000 in full")
	forgedSeed = flag.Uint64("forged-seed", 0, "seed of the forged requests; 0 draws one")
)

// Requests that no honest client sends: any command of the table, with ids of
// others, of other teams, of nothing; with replays of others' cards; on any
// server, in private and in Slack. Whoever sends them, nothing is read or changed
// beyond what they may read and change.
func TestNothingForgedReadsOrChangesWhatIsNotTheSenders(t *testing.T) {
	seed := *forgedSeed
	if seed == 0 {
		seed = rand.Uint64()
	}
	t.Logf("go test ./internal/app/apptest -run Forged -forged=%d -forged-seed=%d", *forged, seed)
	f := newForgery(t, seed)
	for _, who := range f.senders {
		for range *forged / len(f.senders) {
			f.send(who)
			if t.Failed() {
				return
			}
		}
	}
	f.afterwards()
	t.Logf("%d requests by %d senders: %d answered with a card, %d with a form, %d refused; %d rows of the table of commands",
		f.sent, len(f.senders), f.cards, f.forms, f.refused, len(f.table))
}

// sender is somebody who forges.
type sender struct {
	name    string
	person  bot.Person
	servers []bot.ServerID // on which they are; "" is in private
	inside  bool           // belongs to the team that is attacked
	meets   bool           // uses the meeting's commands too, after which all is shown
}

// forgery is a team with something to protect, and those who try.
type forgery struct {
	*protected
	rand    *rand.Rand
	table   []bot.Command
	senders []sender
	replays []bot.Request // what honest members' cards would send

	sent, cards, forms, refused int
}

func newForgery(t *testing.T, seed uint64) *forgery {
	f := &forgery{protected: newProtected(t), rand: rand.New(rand.NewPCG(seed, 1))}
	for _, feature := range f.app.Features() {
		f.table = append(f.table, feature.Commands...)
	}
	on, private := []bot.ServerID{sakuraServer}, []bot.ServerID{""}
	f.senders = []sender{
		{name: "a stranger on the server", person: f.who("eve"), servers: append(on, private...)},
		{name: "somebody who has left", person: f.who("dan"), servers: append(on, private...)},
		{name: "a member of another team", person: f.who("kim", kiriRole), servers: append(on, private...)},
		{name: "a keeper of another server", person: keeping(f.who("uma")), servers: []bot.ServerID{umiServer, ""}},
		{name: "a stranger in Slack", person: bot.Person{ID: "U0STRANGER", Name: "mallory"}, servers: private},
		{name: "who was taken out of the channel", person: bot.Person{ID: "U0FORMER", Name: "sam"}, servers: private},
		{name: "a plain member", person: f.who("bo", sakuraRole), servers: append(on, private...), inside: true},
		{name: "a plain member in Slack", person: bot.Person{ID: "U0CHIKA", Name: "chika"}, servers: private, inside: true},
		{name: "a plain member in the meeting", person: f.who("bo", sakuraRole), servers: append(on, private...), inside: true, meets: true},
	}
	f.honest()
	return f
}

func keeping(p bot.Person) bot.Person {
	p.Keeper = true
	return p
}

// send sends one request and looks at what came of it.
func (f *forgery) send(who sender) {
	f.t.Helper()
	r := f.request(who)
	before := f.picture(who)
	reply := f.ask(r)
	f.sent++
	switch {
	case reply.Form != nil:
		f.forms++
	case reply.Card != nil && reply.Card.Tone == bot.Amiss:
		f.refused++
	default:
		f.cards++
	}
	where := fmt.Sprintf("%s: %s %q on %q of %q, with %q, chosen %q, values %q", who.name, r.Way, r.Do, r.Server.ID, r.Whose, r.With, r.Chosen, r.Values)
	f.reads(who, where, reply)
	if reply.Card != nil && slices.ContainsFunc(reply.Card.Lines, func(l words.Text) bool { return l.String() == words.Say(words.English, "ask.internal").String() }) {
		f.t.Errorf("%s\nwas a fault of ours, see the log", where)
	}
	for _, change := range before.differences(f.picture(who)) {
		f.t.Errorf("%s\nchanged %s", where, change)
	}
}

// ask gives a request as a face would, and waits for what follows it.
func (f *forgery) ask(r bot.Request) bot.Reply {
	reply := f.app.Bot.Ask(f.t.Context(), r)
	if reply.Then == nil || slices.Contains([]string{"setup build", "engawa doctor", "doctor"}, r.Do) {
		return reply // the network is not there
	}
	ctx, cancel := context.WithTimeout(f.t.Context(), time.Second)
	defer cancel()
	then := reply.Then(ctx)
	if then.Card != nil && reply.Card != nil {
		then.Card.Lines = append(slices.Clone(reply.Card.Lines), then.Card.Lines...)
	}
	return then
}

// request draws a request of the sender's: forged from nothing, or one of an
// honest member's cards, sent by the wrong hand.
func (f *forgery) request(who sender) bot.Request {
	server := draw(f.rand, who.servers)
	r := bot.Request{
		From: who.person, Server: bot.Server{ID: server}, Channel: draw(f.rand, []bot.ChannelID{sakuraText, kiriText, bot.ChannelID(lounge), sakuraSlack, "", "999999999999999999"}),
		Room: draw(f.rand, []bot.RoomID{lounge, "", "999999999999999998"}), Whose: draw(f.rand, []bot.TeamID{"sakura", "sakura", "kiri", "umi", "", "%", "../sakura"}),
	}
	if bottest.Guest(who.person.ID) {
		r.On, r.Once = "slack", fmt.Sprint("trigger ", f.sent)
	}
	if f.rand.IntN(3) == 0 && len(f.replays) > 0 {
		old := draw(f.rand, f.replays)
		r.Way, r.Do, r.Whose, r.Input = old.Way, old.Do, old.Whose, old.Input
		return r
	}
	for {
		c := draw(f.rand, f.table)
		if strings.HasPrefix(c.Name, "meeting ") || c.Name == "kpt start" {
			if who.inside && !who.meets {
				continue
			}
		}
		r.Way, r.Do = c.Way, c.Name
		break
	}
	r.Input = f.input()
	return r
}

// input draws what comes with a request.
func (f *forgery) input() bot.Input {
	in := bot.Input{Values: map[string]string{}, About: bot.Message{Text: f.word(), Link: "https://discord.com/channels/1/2/3"}}
	for range f.rand.IntN(5) {
		in.With = append(in.With, f.word())
	}
	for range f.rand.IntN(3) {
		in.Chosen = append(in.Chosen, f.word())
	}
	for _, key := range fieldNames() {
		if f.rand.IntN(2) == 0 {
			in.Values[key] = f.word()
			in.Typed = append(in.Typed, in.Values[key])
		}
	}
	return in
}

// fieldNames are the names of arguments and fields, as far as they matter here.
func fieldNames() []string {
	return []string{
		"text", "kind", "name", "word", "way", "as", "when", "check", "owner", "title", "rule", "minutes", "zone", "lang", "channel", "window",
		"address", "until", "member", "format", "number", "token", "stages", "standup", "tea", "kpt", "measure", "code",
	}
}

// word draws something that might be meant: ids of what there is, words of ours,
// and garbage.
func (f *forgery) word() string {
	switch f.rand.IntN(4) {
	case 0:
		return draw(f.rand, f.ids)
	case 1:
		return draw(f.rand, []string{
			"0", "1", "7", "-1", "99999999999", "worked", "failed", "continue", "drop", "done", "stuck", "help", "yes", "no", "of", "for", "now", "new", "+", "-",
			"keep", "problem", "try", "named", "anonymous", "evil", "tell", "note", "md", "json", "csv", "team", "rooms", "board", "tea", "kpt", "standup", "off",
			"called", "chime", "focus", "reveal", "file", "tabs", "here", "event", "eve", "soon", "midweek", "2026-11-27", "2026-12-04", "16:00", "UTC",
			"kpt/2026-11-27", "daily 10:00", "C0UMI", "https://docs.google.com/document/d/" + sakuraDoc + "/edit",
		})
	case 2:
		return draw(f.rand, []string{
			"", " ", "x --> <!-- y", "\x1b[31mred", "\u202eevil", "ㅤ", "\u200b\u200d", "a|b~c", "<@100>", "@everyone", "</script>", "%2F", "../../etc", "\x00", "\xff\xfe",
			strings.Repeat("長", 200), strings.Repeat("a", 5000), "ana: I am slow", "【ana】", "=1+1", "{text}", "${jndi:x}", "'; DROP TABLE notes", "\n\n# Keep\n- x",
		})
	}
	return string(kpt.NewID())
}

func draw[T any](r *rand.Rand, from []T) T { return from[r.IntN(len(from))] }

// reads looks for what the sender may not read in all that they are told.
func (f *forgery) reads(who sender, where string, reply bot.Reply) {
	f.t.Helper()
	var told strings.Builder
	if c := reply.Card; c != nil {
		told.WriteString(c.Title.String())
		for _, l := range c.Lines {
			told.WriteString("\n" + l.String())
		}
		for _, s := range c.Selects {
			for _, o := range s.Options {
				told.WriteString("\n" + o.Label.String() + o.Hint.String())
			}
		}
	}
	if form := reply.Form; form != nil {
		for _, field := range form.Fields {
			told.WriteString("\n" + field.Value)
			for _, o := range field.Options {
				told.WriteString("\n" + o.Label.String())
			}
		}
	}
	if reply.File != nil {
		told.Write(reply.File.Data)
	}
	for _, secret := range f.secrets(who) {
		if strings.Contains(told.String(), secret) {
			f.t.Errorf("%s\nwas told %q: %s", where, secret, told.String())
		}
	}
}

// picture is every row that the sender may not change.
type picture map[string]string

func (p picture) differences(now picture) (lines []string) {
	for _, key := range slices.Sorted(maps.Keys(p)) {
		if after, still := now[key]; !still {
			lines = append(lines, key+": gone")
		} else if after != p[key] {
			lines = append(lines, fmt.Sprintf("%s: %s → %s", key, p[key], after))
		}
	}
	for _, key := range slices.Sorted(maps.Keys(now)) {
		if _, was := p[key]; !was {
			lines = append(lines, key+": new: "+now[key])
		}
	}
	return lines
}
