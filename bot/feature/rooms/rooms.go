// Package rooms shows who is where: the board, '/rooms', '/where' and '/away'.
// It shows only what is so now and keeps no history.
package rooms

import (
	"errors"
	"time"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/words"
	"github.com/engawa-bot/engawa/store"
)

// How the board is edited: after it has been quiet, and at most once in five
// seconds. Only when the platform wants no more edits of an old message a new one
// takes its place.
const (
	settle = 4 * time.Second
	pace   = 5 * time.Second

	windowPace = 30 * time.Second // of its twins elsewhere, for the other teams
)

// Feature is the board and its commands.
func Feature() bot.Feature {
	return bot.Feature{
		Name: "rooms",
		Commands: []bot.Command{
			{Name: "rooms", Way: bot.Slash, Who: bot.Teammate, Looks: true, Told: bot.Told{Help: "help.rooms", Typed: []string{"/rooms"}}, Run: rooms},
			{Name: "where", Way: bot.Slash, Who: bot.Teammate, Looks: true, Told: bot.Told{Help: "help.where"}, Run: where, Args: []bot.Param{
				{Name: "member", Kind: bot.ParamMember, Required: true},
			}},
			{Name: "away", Way: bot.Slash, Who: bot.Teammate, Told: bot.Told{Help: "help.away", Typed: []string{"/out", "/engawa away"}}, Run: away, Args: []bot.Param{
				{Name: "until", Kind: bot.ParamText, Max: 40},
			}},
			{Name: "away today", Way: bot.Press, Who: bot.Teammate, Run: awayToday},
			{Name: "back", Way: bot.Press, Who: bot.Teammate, Run: back},
		},
		Opened: func(s *bot.Scene) error { return errors.Join(show(s), takeTwins(s, false)) },
		Moved:  func(s *bot.Scene, _ []bot.Move) error { return show(s) },
		Home:   home,

		Closing: closing,
	}
}

// show says what the board should show.
func show(s *bot.Scene) error {
	var board bot.Card
	err := s.View(func(tx *store.Tx) error {
		var err error
		board, err = card(s, tx, s.Team.Lang)
		return err
	})
	if err != nil {
		return err
	}
	board.Silent = true
	err = s.Show(bot.Display{
		Key: s.Key("board"), Kind: bot.ShowBoard, Place: string(s.Team.BoardChannel()),
		Settle: settle, Pace: pace,
	}, board)
	return errors.Join(err, windows(s, board))
}

// closing says on the boards that Engawa rests, lest they look like now. When it was
// taken out of the server, the twins go: for how long, nobody knows. When the team is
// deleted, all of them go.
func closing(s *bot.Scene) error {
	if s.Parting() {
		return takeTwins(s, true)
	}
	if s.Leaving() {
		own := bot.Display{Key: s.Key("board"), Kind: bot.ShowBoard, Place: string(s.Team.BoardChannel())}
		return errors.Join(takeTwins(s, true), s.Show(own, nil))
	}
	var board bot.Card
	err := s.View(func(tx *store.Tx) error {
		var err error
		board, err = card(s, tx, s.Team.Lang)
		return err
	})
	if err != nil {
		return err
	}
	board.Silent = true
	at := words.At("at", s.Now)
	if len(s.Seats) > 0 {
		board.Lines = append(board.Lines, s.Words("rooms.resting", at))
	} else {
		board.Lines = []words.Text{s.Words("rooms.resting.nobody", at)}
	}
	err = s.Show(bot.Display{Key: s.Key("board"), Kind: bot.ShowBoard, Place: string(s.Team.BoardChannel()), Last: true}, board)
	board.Title = s.Words("rooms.window", words.Quote("team", s.Team.Name))
	for _, d := range twins(s) {
		if d.Last = true; d.Place != "" {
			err = errors.Join(err, s.Show(d, board))
		}
	}
	return err
}

// windows shows the board's twins to the other teams, where they read.
func windows(s *bot.Scene, board bot.Card) (err error) {
	board.Title = s.Words("rooms.window", words.Quote("team", s.Team.Name))
	if len(s.Seats) == 0 {
		board.Lines = []words.Text{s.Words("rooms.window.nobody")}
	}
	for _, d := range twins(s) {
		if d.Place != "" {
			err = errors.Join(err, s.Show(d, board))
		}
	}
	return err
}

// takeTwins takes the twins away from where the other teams do not read any more, or
// from everywhere.
func takeTwins(s *bot.Scene, all bool) (err error) {
	for _, d := range twins(s) {
		if d.Place == "" || all {
			err = errors.Join(err, s.Show(d, nil))
		}
	}
	return err
}

func twins(s *bot.Scene) (list []bot.Display) {
	for _, w := range s.Windows() {
		list = append(list, bot.Display{
			Key: w.Key, Face: w.On, Kind: bot.ShowBoard, Place: string(w.ID), Settle: settle, Pace: windowPace,
		})
	}
	return list
}

// card is the board as members of lang read it.
func card(s *bot.Scene, tx *store.Tx, lang words.Lang) (bot.Card, error) {
	c := bot.Card{Tone: bot.Calm, Title: words.Say(lang, "rooms.title")}
	for _, r := range s.Team.Rooms {
		in := s.Seats.In(r.ID)
		if len(in) == 0 {
			continue
		}
		names, err := people(s, tx, lang, in)
		if err != nil {
			return c, err
		}
		c.Lines = append(c.Lines, words.Say(lang, "rooms.room",
			words.Nest("icon", words.Text{{Text: icon(r.Kind)}}), words.Room("room", string(r.ID)),
			words.Nest("people", names)))
	}
	if len(c.Lines) == 0 {
		c.Lines = []words.Text{words.Say(lang, "rooms.nobody", words.Room("room", string(s.Lounge())))}
	}
	return c, nil
}

// people names who sits in a room; those who chose it are only counted.
func people(s *bot.Scene, tx *store.Tx, lang words.Lang, in []bot.Seat) (words.Text, error) {
	var names []words.Text
	unnamed := 0
	for _, seat := range in {
		m, err := s.Member(tx, seat.Member)
		if err != nil {
			return nil, err
		}
		if m.Hidden {
			unnamed++
			continue
		}
		names = append(names, words.Say(lang, "rooms.person", words.Person("name", string(seat.Member)),
			words.At("since", seat.Since.In(s.Now.Location())), words.Nest("signs", words.Text{{Text: signs(seat)}})))
	}
	if unnamed > 0 {
		names = append(names, words.Say(lang, "rooms.unnamed", words.Count("n", unnamed)))
	}
	return words.Join(names, words.Say(lang, "list.and").String()), nil
}

func signs(seat bot.Seat) string {
	var signs string
	if seat.Screen {
		signs += " 🖥️"
	}
	if seat.Camera {
		signs += " 📷"
	}
	return signs
}

func icon(kind bot.RoomKind) string {
	switch kind {
	case bot.Focus:
		return "🎧"
	case bot.Pairing:
		return "🤝"
	case bot.Break:
		return "🛋️"
	case bot.Meeting:
		return "🗓️"
	case bot.Consult:
		return "💬"
	default:
		return "🏡"
	}
}

// rooms answers who is in which room.
func rooms(a *bot.Ask) (bot.Reply, error) {
	var c bot.Card
	err := a.View(func(tx *store.Tx) error {
		var err error
		c, err = card(a.Scene, tx, a.From.Lang)
		return err
	})
	return bot.Reply{Card: &c}, err
}

// where answers in which room somebody is, and how to reach them.
func where(a *bot.Ask) (bot.Reply, error) {
	id := bot.MemberID(a.Values["member"])
	var m bot.Member
	err := a.View(func(tx *store.Tx) error {
		var err error
		m, err = a.Member(tx, id)
		return err
	})
	if err != nil {
		return bot.Reply{}, err
	}
	name := words.Person("name", string(id))
	seat, in := a.Seats[id]
	switch {
	case m.Hidden && id != a.From.ID:
		return a.Tell("where.hidden", name)
	case in:
		r, _ := a.Team.Room(seat.Room)
		key := "where.in"
		if r.Kind == bot.Focus {
			key = "where.focus"
		}
		return a.Tell(key, name, words.Room("room", string(r.ID)), words.At("since", seat.Since.In(a.Now.Location())))
	case !m.Away.Before(a.Today()):
		return a.Tell("where.away", name, bot.Day("day", a.From.Lang, m.Away))
	}
	return a.Tell("where.none", name)
}
