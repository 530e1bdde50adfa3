package bot

import (
	"fmt"
	"slices"
	"strings"

	"github.com/engawa-bot/engawa/bot/words"
	"github.com/engawa-bot/engawa/kpt"
)

// A Google Doc, a team's own channel elsewhere and a voice room each belong to one team of
// the installation, whatever server the team is on. Windows may be shared, but
// a team's own channel may be nobody else's window, and another's window becomes
// nobody's own channel before that team has let go of it. Text channels may be
// shared by the teams of one server.
//
// A store of an earlier version may hold two teams with one Doc or channel. Then
// the team whose id comes first has it: nothing else is known of who had it
// first. The other one is not served from it until one of them lets go. A window
// in another's own channel goes on, and the doctor says so to both.

// claim is something that a team uses.
type claim struct {
	kind claimKind
	on   Platform
	id   string
}

type claimKind byte

const (
	ofDoc    claimKind = iota + 1 // the Doc's id, see kpt.DocID
	ofOwn                         // a team's own channel elsewhere
	ofWindow                      // a window for other teams
	ofRoom
	ofText // a text channel, the board's too
)

// claims of a team, each with the field of a Fault.
func (t Team) claims() map[claim]string {
	all := map[claim]string{}
	add := func(kind claimKind, on Platform, id, field string) {
		if id != "" {
			all[claim{kind, on, id}] = field
		}
	}
	doc, _ := kpt.DocID(t.KPT.Doc)
	add(ofDoc, "", doc, "notebook.doc")
	for _, e := range t.Elsewhere {
		add(ofOwn, e.On, string(e.Channel), string(e.On)+".channel")
		add(ofWindow, e.On, string(e.Window), string(e.On)+".window")
	}
	add(ofText, t.Home, string(t.Text.Board), "board")
	add(ofText, t.Home, string(t.Text.Main), "text")
	for i, r := range t.Rooms {
		add(ofRoom, t.Home, string(r.ID), fmt.Sprintf("rooms.%d.id", i))
	}
	return all
}

// wants are the claims that a team makes and has not made before, also those that
// it only wishes to make.
func (t Team) wants(before Team) map[claim]string {
	all := t.claims()
	for c := range before.claims() {
		delete(all, c)
	}
	for _, e := range t.Elsewhere {
		old := before.At(e.On).Wishes
		if w := e.Wishes.Channel; w.Place != "" && w != old.Channel {
			all[claim{ofOwn, e.On, string(w.Place)}] = string(e.On) + ".channel"
		}
		if w := e.Wishes.Window; w.Place != "" && w != old.Window {
			all[claim{ofWindow, e.On, string(w.Place)}] = string(e.On) + ".window"
		}
	}
	return all
}

// holders are the teams that hold each claim; who has it is the first of them.
// The slices are never changed.
type holders map[claim][]TeamID

// put takes over what a team holds now.
func (h holders) put(before, now Team) {
	had, has := before.claims(), now.claims()
	for c := range had {
		if _, still := has[c]; still {
			continue
		}
		rest := slices.DeleteFunc(slices.Clone(h[c]), func(id TeamID) bool { return id == before.ID })
		if h[c] = rest; len(rest) == 0 {
			delete(h, c)
		}
	}
	for c := range has {
		if !slices.Contains(h[c], now.ID) {
			h[c] = append(h[c][:len(h[c]):len(h[c])], now.ID)
		}
	}
}

// has tells whether a claim is a team's, or nobody's.
func (h holders) has(c claim, team TeamID) bool { return len(h[c]) == 0 || h[c][0] == team }

// rivals are the kinds of claim of other teams that stand in the way of a claim.
func (k claimKind) rivals() []claimKind {
	switch k {
	case ofOwn:
		return []claimKind{ofOwn, ofWindow}
	case ofWindow:
		return []claimKind{ofOwn}
	case ofText, ofRoom:
		return []claimKind{ofRoom, ofText}
	}
	return []claimKind{k}
}

// conflicts tells which claims of a team are another team's already. team finds
// a team by id.
func (h holders) conflicts(t, before Team, team func(TeamID) Team, known Platforms) (faults Faults) {
	for c, field := range t.wants(before) {
		for _, kind := range c.kind.rivals() {
			for _, id := range h[claim{kind, c.on, c.id}] {
				other := team(id)
				shared := (c.kind == ofText || kind == ofText) && other.Server == t.Server
				if id != t.ID && !shared {
					faults = append(faults, Fault{field, taken(c, kind, t, other, known)})
				}
			}
		}
	}
	slices.SortFunc(faults, func(a, b Fault) int { return strings.Compare(a.Field, b.Field) })
	return slices.CompactFunc(faults, func(a, b Fault) bool { return a.Field == b.Field })
}

// taken says that something is another team's, and as what that team has it.
// Whose it is, is told only where both are on one server.
func taken(c claim, as claimKind, t, other Team, known Platforms) *Sorry {
	key := map[claimKind]string{ofDoc: "fault.doc", ofOwn: "fault.channel", ofWindow: "fault.channel", ofRoom: "fault.room", ofText: "fault.text"}[c.kind]
	if as == ofWindow {
		key = "fault.window"
	}
	args := []words.Arg{known.Of(c.on).Arg()}
	if c.kind == ofRoom || c.kind == ofText {
		args = append(args, words.Room("room", c.id))
	}
	if other.Server != t.Server {
		return &Sorry{key + ".elsewhere", args}
	}
	return &Sorry{key + ".taken", append(args, words.Quote("team", other.Name))}
}

// served is a team without those channels of its own elsewhere that are another
// team's own.
func (h *homes) served(t Team) Team {
	h.mu.RLock()
	defer h.mu.RUnlock()
	theirs := func(e Elsewhere) bool { return !h.held.has(claim{ofOwn, e.On, string(e.Channel)}, t.ID) }
	if !slices.ContainsFunc(t.Elsewhere, theirs) {
		return t
	}
	t.Elsewhere = slices.Clone(t.Elsewhere)
	for i, e := range t.Elsewhere {
		if theirs(e) {
			t.Elsewhere[i].Channel = ""
		}
	}
	return t
}

// HasDoc tells whether the Doc that a team has linked is the team's. It is not
// where an earlier version let two teams link one Doc; see [Bot.Whose].
func (b *Bot) HasDoc(id TeamID) bool {
	b.home.mu.RLock()
	defer b.home.mu.RUnlock()
	t := b.home.teams[id]
	doc, ok := kpt.DocID(t.KPT.Doc)
	return !ok || b.home.held.has(claim{ofDoc, "", doc}, id)
}

// Whose finds, for the doctor, what of a team's is another team's too, and the
// channels elsewhere that nobody has said yes to.
func (b *Bot) Whose(id TeamID, lang words.Lang) []Finding {
	t, ok := b.Team(id)
	if !ok {
		return nil
	}
	var found []Finding
	b.home.mu.RLock()
	if doc, linked := kpt.DocID(t.KPT.Doc); linked {
		if c := (claim{ofDoc, "", doc}); len(b.home.held[c]) > 1 && b.home.held.has(c, id) {
			found = append(found, Finding{Key: "doctor.whose.doc"}) // the other one's notebook says it
		}
	}
	for _, e := range t.Elsewhere {
		found = append(found, b.home.whoseElsewhere(t, e, b.around.Platforms)...)
	}
	b.home.mu.RUnlock()
	for _, w := range t.Pending(b.now()) {
		f := Finding{Key: "doctor.wish", Args: []words.Arg{words.Quote("channel", string(w.Place)), b.around.Platforms.Of(w.On).Arg()}}
		if at := b.Comes(id, w); !at.IsZero() {
			at = at.In(t.Location())
			f.Key, f.Args = "doctor.wish.later", append(f.Args, words.Date("day", lang, at), words.Clock("clock", at))
		}
		found = append(found, f)
	}
	return found
}

// whoseElsewhere finds what of a team's on another platform is another team's too;
// hold mu.
func (h *homes) whoseElsewhere(t Team, e Elsewhere, known Platforms) (found []Finding) {
	others := func(kind claimKind, place ChannelID) bool {
		return place != "" && slices.ContainsFunc(h.held[claim{kind, e.On, string(place)}], func(id TeamID) bool { return id != t.ID })
	}
	own, window := e.Channel, e.Window
	find := func(key string, place ChannelID) {
		found = append(found, Finding{Key: key, Args: []words.Arg{words.Quote("channel", string(place)), known.Of(e.On).Arg()}})
	}
	switch {
	case !h.held.has(claim{ofOwn, e.On, string(own)}, t.ID):
		find("doctor.whose.channel.not", own)
	case others(ofOwn, own):
		find("doctor.whose.channel", own)
	case others(ofWindow, own):
		find("doctor.whose.window.theirs", own)
	}
	if window != own && others(ofOwn, window) {
		find("doctor.whose.window", window)
	}
	return found
}
