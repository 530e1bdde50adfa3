package notebook

import (
	"context"
	"errors"
	"time"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/words"
	"github.com/engawa-bot/engawa/kpt"
	"github.com/engawa-bot/engawa/store"
)

// told is what a team was last told of its notebook's trouble.
type told struct {
	Reason kpt.Reason `json:"reason"`
	At     time.Time  `json:"at"`
	What   string     `json:"what,omitzero"` // is not understood, if that is the trouble
}

var tolds = store.NewTable[told]("notebooks")

// known is a failure of the place: one that was there once is missing, whoever
// gave us its address. The place itself knows that only while the process lives.
func (p Place) known(err error, follow kpt.Follow) error {
	var trouble *kpt.Trouble
	if p.used(follow) && errors.As(err, &trouble) && trouble.Reason == kpt.WrongAddress {
		return &kpt.Trouble{Reason: kpt.Missing, Help: trouble.Help, Err: trouble.Err}
	}
	return err
}

// report logs a failure, and tells the team, once, of a trouble that one of them
// has to mend. When it is over it is forgotten.
func (w *worker) report(err error) {
	var trouble *kpt.Trouble
	switch {
	case err == nil && w.state == well:
		return
	case err == nil:
		if w.state == ill {
			w.scribe.log.Info("the notebook is up to date again", "team", w.team)
		}
		w.state = well
		err = w.scribe.db.Update(func(tx *store.Tx) error { return tolds.Delete(tx, store.KeyOf(string(w.team))) })
	default:
		w.scribe.Tally.Failures.Add(1)
		var why kpt.Reason
		if errors.As(err, &trouble) {
			why = trouble.Reason
		}
		if w.state != ill || w.why != why {
			w.scribe.log.Warn("cannot keep the notebook up to date, and will try again", "team", w.team, "err", err)
		}
		w.state, w.why = ill, why
		if trouble == nil || trouble.Passes() {
			return
		}
		err = w.scribe.db.Update(func(tx *store.Tx) error { return w.say(tx, trouble) })
	}
	if err != nil {
		w.scribe.log.Error("cannot keep what a team was told", "team", w.team, "err", err)
	}
}

// say tells the team of a trouble that it was not told of yet.
func (w *worker) say(tx *store.Tx, trouble *kpt.Trouble) error {
	key := store.KeyOf(string(w.team))
	before, _, err := tolds.Get(tx, key)
	if err != nil || before.Reason == trouble.Reason {
		return err
	}
	team, ok := w.teams.Team(w.team)
	if !ok {
		return nil
	}
	now := w.scribe.now().UTC()
	if err := tolds.Put(tx, key, told{Reason: trouble.Reason, At: now}); err != nil {
		return err
	}
	return w.owe(tx, team, trouble, now)
}

// owe owes the team's channel the sentence about a trouble.
func (w *worker) owe(tx *store.Tx, team bot.Team, trouble *kpt.Trouble, now time.Time) error {
	card := bot.Card{Tone: bot.Amiss, Silent: true, Lines: []words.Text{Sentence(team.Lang, trouble)}}
	post := bot.Post{Channel: team.Text.Main, Card: card}
	owed := store.KeyOf(string(w.team), "notebook", string(trouble.Reason), now.Format(time.RFC3339Nano))
	return bot.Owe(tx, owed, bot.KindPost, string(team.Text.Main), post, now, now.Add(tellWithin))
}

// Sentence says what is wrong with a notebook and what to do.
func Sentence(lang words.Lang, trouble *kpt.Trouble) words.Text {
	f := finding(trouble)
	return words.Say(lang, "doctor.line",
		words.Nest("what", words.Say(lang, f.Key, f.Args...)), words.Nest("fix", words.Say(lang, f.Key+".fix", f.Args...)))
}

// Check looks at a team's notebook for the doctor; see Look.
func (s *Scribe) Check(ctx context.Context, t bot.Team, theirs bool) bot.Finding {
	err := s.Look(ctx, t, theirs)
	var trouble *kpt.Trouble
	if err == nil {
		err = s.stuck(t.ID)
	}
	if puzzle, unread := s.puzzle(t.ID); err == nil && puzzle != nil {
		err = puzzle
	} else if err == nil {
		err = unread
	}
	switch {
	case err == nil && s.leftOut(t.ID) > 0:
		return bot.Finding{Key: "notebook.left_out", Args: []words.Arg{words.Count("n", s.leftOut(t.ID))}}
	case err == nil:
		return bot.Finding{OK: true, Key: "notebook.well"}
	case errors.As(err, &trouble):
		return finding(trouble)
	}
	return finding(&kpt.Trouble{Reason: kpt.Down})
}

// stuck is the trouble with our own record that a team was told of.
func (s *Scribe) stuck(id bot.TeamID) error {
	var last told
	err := s.db.View(func(tx *store.Tx) (err error) {
		last, _, err = tolds.Get(tx, store.KeyOf(string(id)))
		return err
	})
	if err == nil && last.Reason == kpt.Stuck {
		return &kpt.Trouble{Reason: kpt.Stuck}
	}
	return err
}

// finding is a trouble as the doctor reports it. Where nobody knows the address
// to share with, it says where to find it.
func finding(trouble *kpt.Trouble) bot.Finding {
	key := "notebook." + string(trouble.Reason)
	if trouble.Help == "" && (trouble.Reason == kpt.NotShared || trouble.Reason == kpt.ReadOnly) {
		key += ".someone"
	}
	return bot.Finding{Key: key, Args: []words.Arg{words.Quote("help", trouble.Help)}}
}
