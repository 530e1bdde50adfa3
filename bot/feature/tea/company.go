package tea

import (
	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/words"
	"github.com/engawa-bot/engawa/schedule"
	"github.com/engawa-bot/engawa/store"
)

// cup is how lively a tea time was: team totals only.
type cup struct {
	Most  int  `json:"most"`           // sat together at one time, at the most
	First bool `json:"first,omitzero"` // the first to come was announced
}

var (
	cups   = store.NewTable[cup]("cups")
	lonely = store.NewTable[schedule.Date]("lonely")
)

const (
	company  = 2 // people make a tea time
	patience = 5 // tea times without company, then the team is asked
)

// moved watches a tea time that is being held: the first to come alone is
// announced once, so that the next may join them.
func moved(s *bot.Scene, _ []bot.Move) error {
	var o bot.Occasion
	var on bool
	var was cup
	err := s.View(func(tx *store.Tx) error {
		var err error
		if o, on, err = s.Running(tx, bot.Tea); err != nil || !on {
			return err
		}
		was, _, err = cups.Get(tx, cupKey(s, o))
		return err
	})
	if err != nil || !on {
		return err
	}
	now, alone := together(s)
	h, _ := s.Team.Habit(bot.Tea)
	first := !s.Online(h) && now == 1 && was.Most == 0 && len(o.Rooms) == 0 && !was.First
	if now <= was.Most && !first {
		return nil
	}
	return s.Update(func(tx *store.Tx) error {
		if first {
			if err := welcome(s, tx, o, alone); err != nil {
				return err
			}
		}
		return cups.Put(tx, cupKey(s, o), cup{Most: max(now, was.Most), First: was.First || first})
	})
}

func cupKey(s *bot.Scene, o bot.Occasion) store.Key { return s.Key(o.Date.String(), clockOf(o)) }

// together counts the people in the fullest room where tea is possible, and
// names the one who sits there alone.
func together(s *bot.Scene) (most int, alone bot.Seat) {
	seats := s.Seats.Ours()
	for _, r := range s.Team.Rooms {
		in := seats.In(r.ID)
		if r.Kind == bot.Focus || len(in) <= most {
			continue
		}
		most, alone = len(in), in[0]
	}
	return most, alone
}

// welcome says who is on the veranda.
func welcome(s *bot.Scene, tx *store.Tx, o bot.Occasion, who bot.Seat) error {
	name, err := s.Calls(tx, "name", who.Member)
	if err != nil {
		return err
	}
	text := s.Words("tea.first", name, words.Room("room", string(who.Room)))
	post := bot.Post{Channel: s.Team.Text.Main, Card: bot.Card{Silent: true, Lines: []words.Text{text}}}
	return bot.Owe(tx, o.Key+"/first", bot.KindPost, string(post.Channel), post, s.Now, o.Until)
}

// Farewell closes a tea time with thanks to whoever came, and no list. When
// nobody had company for five tea times, the team is asked once whether another
// time is better.
func Farewell(s *bot.Scene, tx *store.Tx, h bot.Habit, o bot.Occasion) (bot.Card, error) {
	c, _, err := cups.Get(tx, cupKey(s, o))
	if err != nil {
		return bot.Card{}, err
	}
	if now, _ := together(s); now > c.Most {
		c.Most = now
		if err := cups.Put(tx, cupKey(s, o), c); err != nil {
			return bot.Card{}, err
		}
	}
	line := s.Words("tea.close", s.Title(h))
	if s.Online(h) { // nobody knows who was there
		return bot.Card{Lines: []words.Text{line}}, nil
	}
	if err := wonder(s, tx, h); err != nil {
		return bot.Card{}, err
	}
	if c.Most == 0 && len(o.Rooms) == 0 {
		line = s.Words("tea.close.empty", s.Title(h))
	}
	return bot.Card{Lines: []words.Text{line}}, nil
}

// wonder asks, once, whether another time would be better.
func wonder(s *bot.Scene, tx *store.Tx, h bot.Habit) error {
	held, err := s.Occasions(tx, bot.Tea)
	if err != nil {
		return err
	}
	alone := 0
	for _, o := range held {
		c, _, err := cups.Get(tx, cupKey(s, o))
		switch {
		case err != nil:
			return err
		case c.Most >= company:
			alone = 0
		case !o.Few:
			alone++
		}
	}
	_, was, err := lonely.Get(tx, s.Key())
	switch {
	case err != nil:
		return err
	case alone == 0 && was:
		return lonely.Delete(tx, s.Key())
	case alone < patience || was:
		return nil
	}
	text := s.Words("tea.lonely", s.Title(h), words.Quote("rule", bot.RuleText(s.Team.Lang, h.Rule)))
	post := bot.Post{Channel: s.Team.Text.Main, Card: bot.Card{Silent: true, Lines: []words.Text{text}}}
	key := s.Key("tea", "lonely", s.Today().String())
	if err := bot.Owe(tx, key, bot.KindPost, string(post.Channel), post, s.Now, s.Now.AddDate(0, 0, 1)); err != nil {
		return err
	}
	return lonely.Put(tx, s.Key(), s.Today())
}
