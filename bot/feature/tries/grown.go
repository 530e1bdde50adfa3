package tries

import (
	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/words"
	"github.com/engawa-bot/engawa/kpt"
	"github.com/engawa-bot/engawa/schedule"
	"github.com/engawa-bot/engawa/store"
)

// sprout is what came of a Try on the team's schedule.
type sprout struct {
	Habit    bot.HabitName `json:"habit,omitzero"`
	Rule     string        `json:"rule,omitzero"`
	Cameras  bool          `json:"cameras,omitzero"`
	On       schedule.Date `json:"on,omitzero"`
	Proposed bool          `json:"proposed,omitzero"` // to the keepers, who have read it
}

var grown = store.NewTable[sprout]("grown")

// settable is the Try that a press is about, if the team may still set it up.
func settable(a *bot.Ask, tx *store.Tx) (kpt.Try, error) {
	id, err := which(a)
	if err != nil {
		return kpt.Try{}, err
	}
	t, ok, err := a.Book().Try(tx, id)
	if err == nil && (!ok || t.State != kpt.Open && t.State != kpt.Done) {
		err = kpt.ErrNoTry
	}
	return t, err
}

// set puts a Try on the team's schedule, as the presser has seen it.
func set(a *bot.Ask) (bot.Reply, error) {
	if len(a.With) < 2 {
		return bot.Reply{}, bot.Sorryf("ask.unknown")
	}
	var t kpt.Try
	err := a.View(func(tx *store.Tx) (err error) {
		t, err = settable(a, tx)
		return err
	})
	if err != nil {
		return bot.Reply{}, sorry(err)
	}
	h, ok := asked(a.Team, t.Text)
	if ok && mark(t.Text, h) != a.With[1] {
		line, buttons := Offer(a, t)
		return bot.Reply{Card: &bot.Card{Lines: []words.Text{a.Say("tries.help.changed"), line}, Buttons: buttons}}, nil
	}
	err = a.Change(func(team *bot.Team) (err error) {
		if h, ok = asked(*team, t.Text); !ok {
			return bot.Sorryf("tries.setting.already")
		}
		if h.Name.Word() == "" && h.Name.Row().Several() {
			if h.Name, err = a.FreeName(*team, h.Name.Kind(), h.Title); err != nil {
				return err
			}
		}
		place(team, since(h, a.Now))
		return nil
	})
	if err != nil {
		return bot.Reply{}, err
	}
	came := sprout{Habit: h.Name, Rule: h.Rule, Cameras: ofCameras(t.Text), On: a.Today(), Proposed: true}
	err = a.Update(func(tx *store.Tx) error { return grown.Put(tx, a.Key(string(t.ID)), came) })
	lang := a.From.Lang
	if len(a.With) > 2 { // on the card that the team reads
		lang = a.Team.Lang
	}
	what := words.Nest("what", settingText(a.Team, lang, h, came.Cameras))
	return bot.Reply{Update: true, Card: &bot.Card{Tone: bot.Calm, Lines: []words.Text{
		words.Say(lang, "tries.setting.done", what, words.Quote("text", brief(t.Text, longestInList))),
	}}}, err
}

// propose asks the keepers, in the team's channel, to put a Try on the schedule: once.
func propose(a *bot.Ask) (bot.Reply, error) {
	key := "tries.setting.already"
	err := a.Update(func(tx *store.Tx) error {
		t, err := settable(a, tx)
		if err != nil {
			return err
		}
		h, ok := asked(a.Team, t.Text)
		if !ok {
			return nil
		}
		key = "tries.setting.proposed"
		row := a.Key(string(t.ID))
		was, _, err := grown.Get(tx, row)
		if err != nil || was.Proposed {
			return err
		}
		if err := grown.Put(tx, row, sprout{Proposed: true}); err != nil {
			return err
		}
		by, err := a.Calls(tx, "who", a.From.ID)
		if err != nil {
			return err
		}
		what := words.Nest("what", settingText(a.Team, a.Team.Lang, h, ofCameras(t.Text)))
		card := bot.Card{Silent: true, Tone: bot.Calm, Lines: []words.Text{
			a.Words("tries.setting.wish", by, words.Quote("text", brief(t.Text, longestInList)), what),
		}, Buttons: []bot.Button{{Label: a.Words("tries.setting.set"), Do: "tries set", With: []string{string(t.ID), mark(t.Text, h), "all"}, Look: bot.Main}}}
		post := bot.Post{Channel: a.Team.Text.Main, Card: card}
		return bot.Owe(tx, a.Key("try", string(t.ID), "setting"), bot.KindPost, string(a.Team.Text.Main), post, a.Now, a.Now.Add(helpUntil))
	})
	if err != nil {
		return bot.Reply{}, sorry(err)
	}
	return a.Tell(key)
}

// settings says which settings came of a Try, as far as they are still so.
func (r *reader) settings(id kpt.NoteID) (words.Text, error) {
	came, _, err := grown.Get(r.tx, r.Key(string(id)))
	h, has := r.Team.Habit(came.Habit)
	if err != nil || !has || h.Options.Off || came.Cameras && !h.Cameras || !came.Cameras && h.Rule != came.Rule {
		return nil, err
	}
	what := words.Nest("what", settingText(r.Team, r.From.Lang, h, came.Cameras))
	return r.Say("tries.practices.setting", what, words.Quote("day", came.On.String())), nil
}

// sprouts are the settings that came of Tries which are no practices, the oldest Try first.
func (r *reader) sprouts(practices []kpt.Practice) (lines []words.Text, err error) {
	in := map[kpt.NoteID]bool{}
	for _, p := range practices {
		for _, id := range p.Lineage {
			in[id] = true
		}
	}
	tries, err := r.book.Tries(r.tx)
	for _, t := range tries {
		line, err := r.settings(t.ID)
		if err != nil {
			return nil, err
		}
		if in[t.ID] || line == nil {
			continue
		}
		of := r.Say("tries.practices.try", r.day(t.Born), words.Quote("text", brief(t.Text, longestInList)))
		lines = append(lines, words.Join([]words.Text{line, of}, "\n"))
	}
	return lines, err
}
