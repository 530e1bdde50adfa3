package bot

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"github.com/engawa-bot/engawa/bot/words"
)

// Ask answers a command, a press or a form. It always answers: what a member
// can mend is said in a sentence, anything else goes to the log and the member
// is told that it was not their fault. What was typed into a form that could
// not be saved comes back to its author, with the buttons of the reply that came
// with the error.
func (b *Bot) Ask(ctx context.Context, r Request) Reply {
	b.Tally.Asks.Add(1)
	r = b.heard(r).seen()
	reply, err := b.ask(ctx, &r)
	if err == nil && reply.Form != nil {
		if err = reply.Form.fault(); err == nil && r.Do != againDo {
			b.forms.put(r.From.Account, openForm{r.Whose, *reply.Form})
		}
	}
	if err != nil {
		given := reply.Card
		reply = b.sorry(r, err)
		if given != nil {
			reply.Card.Buttons = given.Buttons
		}
		b.offerAgain(r, given, reply.Card)
	}
	reply.Team = r.Whose
	return reply
}

func (b *Bot) ask(ctx context.Context, r *Request) (Reply, error) {
	if r.Way == Press && r.Do == againDo {
		return b.again(r)
	}
	command, ok := b.meant(r)
	if !ok {
		return Reply{}, Sorryf("ask.unknown")
	}
	r.From.Keeper = r.From.Keeper && r.Server.ID != "" // platforms tell who keeps a server there only
	if command.Who == Keeper && !r.From.Keeper {
		return Reply{}, Sorryf("ask.keeper")
	}
	if err := r.checkWire(); err != nil {
		return Reply{}, err
	}
	if !b.serves(r.Server.ID) {
		return Reply{}, unserved(r.Server.ID)
	}
	v, err := b.of(ctx, r, command)
	if err != nil && !command.Free {
		return which(r, err)
	}
	ours := false
	if v != nil {
		if ours, err = b.ours(ctx, v.id, r, command.Who); err != nil {
			return Reply{}, err
		}
	}
	if v == nil {
		r.From.ID = cmp.Or(r.From.ID, MemberID(r.From.Account.String()))
		scene := &Scene{Now: b.now().UTC(), bot: b}
		return command.Run(&Ask{Scene: scene, Request: *r})
	}
	r.Whose = v.id
	var reply Reply
	err = v.do(ctx, func() error {
		s := v.scene()
		if err := v.recognise(s, r, ours); err != nil {
			return err
		}
		var err error
		reply, err = command.Run(&Ask{Scene: s, Request: *r, Ours: ours})
		return err
	})
	return reply, err
}

// of finds the team that a request is about, on the face where it was heard.
func (b *Bot) of(ctx context.Context, r *Request, command Command) (*veranda, error) {
	if b.isGuest(r) {
		return b.guest(ctx, r)
	}
	return b.whose(ctx, r, command)
}

// askPatience is how long somebody who asks in private waits until it is known
// whether they belong to the team.
const askPatience = 5 * time.Second

// asksFrom tells whether the asker belongs to the team: with the account that they
// use, or on its server with another that is theirs too.
func (b *Bot) asksFrom(ctx context.Context, team Team, r *Request) (in bool, err error) {
	ctx, enough := context.WithTimeout(ctx, askPatience)
	defer enough()
	account, home := r.From.Account, r.From.Account.On == team.Home
	if r.Server.ID != "" && home {
		in = b.admits(team, r.From)
		b.stands(ctx, team.ID, account, in)
	} else {
		in, err = b.Belongs(ctx, team, account)
	}
	if in || err != nil || !home {
		return in, err
	}
	for _, other := range b.others(team, account) {
		if in, err = b.Belongs(ctx, team, other); in || err != nil {
			return in, err
		}
	}
	return false, nil
}

// ours tells whether the asker belongs to the team now, and refuses a command
// that is for those who do. A request on a server says who it comes from; for any
// other the platform is asked. Who does not belong may still do what protects
// them: see Anyone.
func (b *Bot) ours(ctx context.Context, id TeamID, r *Request, who Who) (bool, error) {
	team, _ := b.Team(id)
	in, err := b.asksFrom(ctx, team, r)
	switch {
	case who != Teammate || in:
		return in, nil
	case err != nil:
		b.log.Warn("cannot see whether somebody is in the team", "team", id, "err", err)
		return false, Sorryf("ask.unsure")
	case b.isGuest(r):
		return false, Sorryf("ask.guest.stranger")
	case r.Server.ID == "":
		return false, Sorryf("ask.left", words.Quote("team", team.Name))
	case team.Role == "":
		return false, Sorryf("ask.teammate.rooms", words.Quote("team", team.Name))
	}
	return false, Sorryf("ask.teammate")
}

// whose finds the team that a request is about: the one whose button it was,
// the one whose private message it was in or whose channel it was given in or whose room the asker sits in, or the
// only one on the server that it can be about. Of several the asker chooses: see
// unplain.
func (b *Bot) whose(ctx context.Context, r *Request, command Command) (*veranda, error) {
	if r.Server.ID == "" && r.Whose != "" {
		if v := b.veranda(r.Whose); v != nil {
			return v, nil
		}
		return nil, Sorryf("ask.gone")
	}
	on := b.TeamsOn(r.Server.ID)
	mine := func(match func(Team) bool) *veranda {
		if i := slices.IndexFunc(on, match); i >= 0 {
			return b.veranda(on[i].ID)
		}
		return nil
	}
	if r.Whose != "" {
		if v := mine(func(t Team) bool { return t.ID == r.Whose }); v != nil {
			return v, nil
		}
		return nil, Sorryf("ask.gone")
	}
	if len(on) == 0 {
		return nil, Sorryf("ask.noteam")
	}
	if len(on) == 1 {
		return b.veranda(on[0].ID), nil
	}
	for _, place := range []ChannelID{r.Channel, r.Room.Chat()} {
		if v := mine(func(t Team) bool { return t.owns(place) }); v != nil {
			return v, nil
		}
	}
	if on = b.count(ctx, on, r, command); len(on) == 1 && command.Who == Teammate {
		return b.veranda(on[0].ID), nil
	}
	return nil, &unplain{on}
}

// owns tells whether a channel is the team's text channel or a room's chat.
func (t Team) owns(place ChannelID) bool {
	_, room := t.Room(RoomID(place))
	return place != "" && (room || place == t.Text.Main || place == t.Text.Board)
}

// sorry turns an error into what the asker reads.
func (b *Bot) sorry(r Request, err error) Reply {
	card := &Card{Tone: Amiss}
	var mendable *Sorry
	var faults Faults
	switch {
	case errors.As(err, &mendable):
		card.Lines = []words.Text{mendable.Say(r.From.Lang)}
	case errors.As(err, &faults):
		for _, f := range faults {
			card.Lines = append(card.Lines, b.inField(r, f))
		}
	case errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		card.Lines = []words.Text{words.Say(r.From.Lang, "ask.stopping")}
	default:
		b.log.Error("command failed", "way", r.Way, "do", r.Do, "team", r.Whose, "err", err)
		card.Lines = []words.Text{Undone(r.From.Lang, err)}
	}
	if typed := b.typed(r); typed != "" {
		card.Lines = append(card.Lines, words.Say(r.From.Lang, "ask.typed", words.Quote("text", typed)))
	}
	return Reply{Card: card}
}

// typed is what somebody wrote in a request and may read again.
func (b *Bot) typed(r Request) string {
	command := b.commands[commandKey{r.Way, r.Do}]
	if command.Secret {
		return ""
	}
	typed := r.Typed
	for _, arg := range command.Args {
		if arg.Words {
			typed = append(typed, r.Values[arg.Name])
		}
	}
	return strings.TrimSpace(strings.Join(typed, "\n"))
}

// Unheard is why a request is not carried out although it is understood.
type Unheard string

// Why a request is not carried out.
const (
	TooMany Unheard = "ask.busy" // ask at once
	TooLate Unheard = "ask.late" // the platform has told the asker that nobody answered
)

// Decline counts a request that is not carried out, and gives what the asker
// reads: why, and all that they wrote.
func (b *Bot) Decline(r Request, why Unheard) Reply {
	if why == TooLate {
		b.Tally.Expired.Add(1)
	} else {
		b.Tally.Shed.Add(1)
	}
	r = r.seen()
	card := &Card{Tone: Amiss, Lines: []words.Text{words.Say(r.From.Lang, string(why))}}
	if typed := b.typed(r); typed != "" {
		card.Lines = append(card.Lines, words.Say(r.From.Lang, "ask.typed", words.Quote("text", typed)))
	}
	return Reply{Card: card, Team: r.Whose}
}
