package bot

import (
	"context"
	"errors"
	"slices"
	"strings"

	"github.com/engawa-bot/engawa/bot/words"
)

// Ask answers a command, a press or a form. It always answers: what a member
// can mend is said in a sentence, anything else goes to the log and the member
// is told that it was not their fault. What was typed into a form that could
// not be saved comes back to its author, with the buttons of the reply that came
// with the error.
func (b *Bot) Ask(ctx context.Context, r Request) Reply {
	b.Tally.Asks.Add(1)
	reply, err := b.ask(ctx, &r)
	if err != nil {
		again := reply.Card
		reply = b.sorry(r, err)
		if again != nil {
			reply.Card.Buttons = again.Buttons
		}
	}
	reply.Team = r.Whose
	return reply
}

func (b *Bot) ask(ctx context.Context, r *Request) (Reply, error) {
	command, ok := b.commands[commandKey{r.Way, r.Do}]
	if !ok {
		return Reply{}, Sorryf("ask.unknown")
	}
	if command.Who == Keeper && !r.From.Keeper {
		return Reply{}, Sorryf("ask.keeper")
	}
	if !b.serves(r.Server.ID) {
		return Reply{}, unserved(r.Server.ID)
	}
	v, err := b.of(r)
	if err != nil && !command.Free {
		return Reply{}, err
	}
	private := r.Server.ID == "" // a button that we sent to one person; platforms tell no roles there
	if v != nil && command.Who == Teammate && !private && !b.teammate(v.id, r.From) {
		return Reply{}, Sorryf("ask.teammate")
	}
	if v == nil {
		scene := &Scene{Now: b.now().UTC(), bot: b}
		return command.Run(&Ask{Scene: scene, Request: *r})
	}
	r.Whose = v.id
	var reply Reply
	err = v.do(ctx, func() error {
		s := v.scene()
		if r.Face == Slack {
			if err := v.recognise(s, r); err != nil {
				return err
			}
		}
		var err error
		reply, err = command.Run(&Ask{Scene: s, Request: *r})
		return err
	})
	return reply, err
}

// of finds the team that a request is about, on the face where it was heard.
func (b *Bot) of(r *Request) (*veranda, error) {
	if r.Face == Slack {
		return b.guest(r)
	}
	return b.whose(r)
}

// teammate tells whether somebody belongs to a team.
func (b *Bot) teammate(id TeamID, p Person) bool {
	team, _ := b.Team(id)
	return team.Role == "" || p.Keeper || slices.Contains(p.Roles, team.Role)
}

// whose finds the team that a request is about: the one whose button it was,
// the one whose private message it was in or whose channel it was given in or whose room the asker sits in, or the
// only one on the server.
func (b *Bot) whose(r *Request) (*veranda, error) {
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
	return nil, Sorryf("ask.which")
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
			card.Lines = append(card.Lines, f.Sorry.Say(r.From.Lang))
		}
	case errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		card.Lines = []words.Text{words.Say(r.From.Lang, "ask.stopping")}
	default:
		b.log.Error("command failed", "way", r.Way, "do", r.Do, "team", r.Whose, "err", err)
		card.Lines = []words.Text{words.Say(r.From.Lang, "ask.internal")}
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
