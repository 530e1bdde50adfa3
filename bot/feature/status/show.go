package status

import (
	"time"
	"unicode/utf8"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/words"
	"github.com/engawa-bot/engawa/schedule"
	"github.com/engawa-bot/engawa/store"
)

const (
	settle = 10 * time.Second // walking through rooms is no mood
	pace   = 30 * time.Second

	lasts = time.Hour        // how long a status says it holds, at most
	renew = 30 * time.Minute // how often that is moved on

	// putBack is what the face has to put a status back, which may have to wait for
	// its pace; the token is deleted at the next full minute.
	putBack = 40 * time.Second

	mostText = 100 // characters of a status, which platforms take
)

// The emoji of a status, by the names that platforms have for them.
const (
	focusing = ":dart:"
	pairing  = ":busts_in_silhouette:"
)

// The plans.
const (
	renewing = "mood/renew"
	deleting = "mood/delete"
)

// plans watches the clock for teams with tokens only.
func (m *Mood) plans(t bot.Team) []bot.Plan {
	some, leaving := false, false
	err := m.db.View(func(tx *store.Tx) error {
		for row, err := range moods.Scan(tx, store.KeyOf(string(t.ID))) {
			if err != nil {
				return err
			}
			some, leaving = true, leaving || row.Value.leaves()
		}
		return nil
	})
	if err != nil {
		m.log.Error("cannot read who has a status", "team", t.ID, "err", err)
		some, leaving = true, true
	}
	var list []bot.Plan
	plan := func(id, rule string, grace time.Duration, due func(*bot.Scene, schedule.Due) error) {
		r, _ := schedule.ParseRule(rule) // these two are rules
		// Nothing was missed while nobody ran: an old status has ended by itself.
		since := m.now().Add(-schedule.DefaultGrace)
		list = append(list, bot.Plan{ID: id, Plan: schedule.Plan{Rule: r, Grace: grace, Since: since}, Due: due})
	}
	if some {
		plan(renewing, "*/30 * * * *", renew, m.renew)
	}
	if leaving {
		plan(deleting, "* * * * *", schedule.DefaultGrace, deleteLeft)
	}
	return list
}

func (m *Mood) renew(s *bot.Scene, _ schedule.Due) error {
	if err := m.takeBackParted(s); err != nil {
		return err
	}
	return m.show(s)
}

// deleteLeft deletes the tokens that were taken back.
func deleteLeft(s *bot.Scene, _ schedule.Due) error {
	deleted := false
	err := s.Update(func(tx *store.Tx) error {
		deleted = false
		_, err := moods.Sweep(tx, s.Key(), func(row store.Row[consent]) bool {
			old := row.Value.leaves() && s.Now.Sub(row.Value.Leaving) >= putBack
			deleted = deleted || old
			return old
		})
		return err
	})
	if err == nil && deleted {
		s.Refresh() // there may be nothing more to watch for
	}
	return err
}

// takeBackParted takes back the tokens of accounts that are not linked any more
// as they were, or that the team has forgotten.
func (m *Mood) takeBackParted(s *bot.Scene) error {
	var parted []store.Row[consent]
	err := s.View(func(tx *store.Tx) error {
		list, err := rows(tx, s, "")
		if err != nil {
			return err
		}
		for _, row := range list {
			who, err := s.Member(tx, memberOf(row.Key))
			if err != nil {
				return err
			}
			if who.Accounts[m.way.On] != accountOf(row.Key) && !row.Value.leaves() {
				parted = append(parted, row)
			}
		}
		return nil
	})
	if err != nil || len(parted) == 0 {
		return err
	}
	return s.Update(func(tx *store.Tx) error { return leave(s, tx, parted) })
}

// show says what the statuses of the team's members should be.
func (m *Mood) show(s *bot.Scene) error {
	if m.way.Tokens == nil {
		return nil
	}
	var list []store.Row[consent]
	var bodies []any
	err := s.View(func(tx *store.Tx) (err error) {
		if list, err = rows(tx, s, ""); err != nil {
			return err
		}
		for _, row := range list {
			body, err := m.body(s, tx, row)
			if err != nil {
				return err
			}
			bodies = append(bodies, body)
		}
		return nil
	})
	if err != nil {
		return err
	}
	for i, row := range list {
		account := accountOf(row.Key)
		d := bot.Display{Face: m.way.On, Key: s.Key("mood", account), Kind: bot.ShowMood, Place: account}
		if !row.Value.leaves() {
			d.Settle, d.Pace = settle, pace
		}
		if err := s.Show(d, bodies[i]); err != nil {
			return err
		}
	}
	return nil
}

// body is the bot.Status that Engawa should show of a member; nil for none.
func (m *Mood) body(s *bot.Scene, tx *store.Tx, row store.Row[consent]) (any, error) {
	id := memberOf(row.Key)
	who, err := s.Member(tx, id)
	if err != nil || row.Value.leaves() || who.Accounts[m.way.On] != accountOf(row.Key) || who.Hidden {
		return nil, err
	}
	if _, opens := open(m.key, row.Key, row.Value.Sealed); !opens {
		return nil, nil
	}
	until := s.Now.UTC().Truncate(renew).Add(lasts)
	room, _ := s.Team.Room(s.Seats[id].Room)
	switch room.Kind {
	case bot.Focus:
		return bot.Status{Text: s.Words("mood.focus").String(), Emoji: focusing, Until: until}, nil
	case bot.Pairing:
		text, err := pairingText(s, tx, id)
		return bot.Status{Text: text, Emoji: pairing, Until: until}, err
	}
	return nil, nil
}

// pairingText names those with whom a member is pairing, without those who prefer
// not to be shown.
func pairingText(s *bot.Scene, tx *store.Tx, id bot.MemberID) (string, error) {
	var names []words.Text
	for _, seat := range s.Seats.Ours().In(s.Seats[id].Room) {
		m, err := s.Member(tx, seat.Member)
		if err != nil {
			return "", err
		}
		if name := words.Clean(seat.Name); seat.Member != id && !m.Hidden && name != "" {
			names = append(names, words.Text{{Kind: words.Quoted, Text: name}})
		}
	}
	if len(names) > 0 {
		with := words.Join(names, words.Say(s.Team.Lang, "list.and").String())
		text := s.Words("mood.pairing.with", words.Nest("names", with)).String()
		if utf8.RuneCountInString(text) <= mostText {
			return text, nil
		}
	}
	return s.Words("mood.pairing").String(), nil
}
