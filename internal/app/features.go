package app

import (
	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/feature/announce"
	"github.com/engawa-bot/engawa/bot/feature/decision"
	teamfigures "github.com/engawa-bot/engawa/bot/feature/figures"
	"github.com/engawa-bot/engawa/bot/feature/meeting"
	"github.com/engawa-bot/engawa/bot/feature/notes"
	"github.com/engawa-bot/engawa/bot/feature/people"
	"github.com/engawa-bot/engawa/bot/feature/recall"
	"github.com/engawa-bot/engawa/bot/feature/remind"
	"github.com/engawa-bot/engawa/bot/feature/rooms"
	"github.com/engawa-bot/engawa/bot/feature/setup"
	"github.com/engawa-bot/engawa/bot/feature/status"
	"github.com/engawa-bot/engawa/bot/feature/tea"
	"github.com/engawa-bot/engawa/bot/feature/tries"
	"github.com/engawa-bot/engawa/bot/habit"
	"github.com/engawa-bot/engawa/bot/notebook"
	"github.com/engawa-bot/engawa/bot/words"
	"github.com/engawa-bot/engawa/kpt"
	"github.com/engawa-bot/engawa/schedule"
	"github.com/engawa-bot/engawa/store"
)

// Parts are what features are made of: what they ask of the platforms, and what goes on
// beside the bot.
type Parts struct {
	Builder   setup.Builder
	Doctor    setup.Doctor
	Elsewhere []bot.Platform                  // on which a team may read besides its server's
	Insiders  map[bot.Platform]setup.Insiders // of those that are set up
	Scribe    *notebook.Scribe
	Moods     *status.Mood
	Draw      func() string // the numbers that link accounts; nil: at random
}

// parts are those of the platforms that there are.
func parts(cfg Config, f Faces, doctor checkup, scribe *notebook.Scribe, moods *status.Mood) Parts {
	p := Parts{
		Builder: f.Discord, Doctor: doctor, Insiders: map[bot.Platform]setup.Insiders{},
		Scribe: scribe, Moods: moods, Draw: cfg.Slack.Draw,
	}
	for _, traits := range Platforms() {
		if !traits.Roomy {
			p.Elsewhere = append(p.Elsewhere, traits.Platform)
		}
	}
	for on, guests := range f.guests() {
		p.Insiders[on] = guests
	}
	return p
}

// Features are all there are, in the order in which they hear of what happens.
func Features(p Parts) []bot.Feature {
	kpts, follow := meeting.Feature(p.Scribe, meeting.Hooks{Gauge: gauge, Week: week, Form: notes.Form, Offer: tries.Offer})
	all := []bot.Feature{
		rooms.Feature(),
		decision.Feature(),
		tea.Feature(),
		notes.Feature(p.Scribe, recall.New(), follow),
		kpts,
		remind.Feature(),
		tries.Feature(p.Scribe),
		teamfigures.Feature(),
		p.Moods.Feature(),
		announce.Feature(map[habit.Kind]announce.Hooks{
			habit.Tea: {Invite: tea.Invite, Farewell: tea.Farewell},
			habit.KPT: {Below: meeting.Call, Done: meeting.Held},
		}),
		people.Feature(p.Draw),
		setup.Feature(p.Builder, p.Doctor, whole, p.Elsewhere...),
	}
	if len(p.Insiders) > 0 {
		all = append(all, setup.Answers(p.Insiders))
	}
	return all
}

// Commands are those of all features, whatever is set up.
func Commands() (list []bot.Command) {
	for _, f := range Features(Parts{Moods: status.New(nil, nil, Faces{}.statuses())}) {
		list = append(list, f.Commands...)
	}
	return list
}

// week says what the team's rooms tell of the seven days up to one.
func week(s *bot.Scene, tx *store.Tx, to schedule.Date) (words.Text, error) {
	w, err := teamfigures.WeekOf(tx, s.Team.ID, to)
	return teamfigures.SayWeek(s.Team.Lang, w), err
}

// gauge says a figure of the team's rooms, from a day until today.
func gauge(s *bot.Scene, tx *store.Tx, m kpt.Measure, since schedule.Date) (words.Text, error) {
	f, err := teamfigures.Of(tx, s.Team.ID, m, since, s.Today())
	return teamfigures.Say(s.Team.Lang, f), err
}
