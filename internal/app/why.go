package app

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"text/tabwriter"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/feature/remind"
	"github.com/engawa-bot/engawa/internal/plain"
	"github.com/engawa-bot/engawa/kpt"
	"github.com/engawa-bot/engawa/schedule"
	"github.com/engawa-bot/engawa/store"
)

// Question is what 'engawa why' asks: whose reminders, of which date. The team is
// empty where there is just one.
type Question struct{ Team, Member, Date string }

// Why prints what was decided about a member's reminders on a date.
func Why(ctx context.Context, w World, q Question) error {
	if _, err := dayMeant(q.Date, schedule.DateOf(w.Now())); err != nil {
		return err
	}
	q.Team = cmp.Or(q.Team, onlyTeam)
	path := "/why?" + url.Values{"team": {q.Team}, "member": {q.Member}, "date": {q.Date}}.Encode()
	return keeper{method: http.MethodGet, path: path, here: func(_ context.Context, a *App, out io.Writer, _ []byte) error {
		return a.Why(out, q)
	}}.run(ctx, w)
}

// Why writes what was decided about a member's reminders.
func (a *App) Why(w io.Writer, q Question) error {
	team, err := a.exported(cmp.Or(q.Team, onlyTeam))
	if err != nil {
		return err
	}
	date, err := dayMeant(q.Date, schedule.DateOf(a.now().In(team.Location())))
	if err != nil {
		return err
	}
	var who kpt.Author
	var decided []remind.Decision
	err = a.Store.View(func(tx *store.Tx) (err error) {
		roster, err := bot.Everybody(tx, team.ID)
		if err != nil {
			return err
		}
		if who, err = a.meant(team, roster, q.Member); err != nil {
			return err
		}
		decided, err = remind.Decisions(tx, team.ID, bot.MemberID(who.Member), date)
		return err
	})
	if err != nil {
		return err
	}
	return explain(w, team, who, date, decided)
}

// dayMeant is the day that somebody asks about, of those that have been: 2026-11-27, today,
// yesterday, or the last Friday, which is today on a Friday.
func dayMeant(text string, today schedule.Date) (schedule.Date, error) {
	switch text = strings.ToLower(strings.TrimSpace(text)); text {
	case "today":
		return today, nil
	case "yesterday":
		return today.AddDays(-1), nil
	case "tomorrow":
		return schedule.Date{}, errors.New("tomorrow is still to come, and nothing is decided yet; ask about today, yesterday, fri or 2026-11-27")
	}
	for back := range 7 {
		day := today.AddDays(-back)
		if name := strings.ToLower(day.Weekday().String()); text == name || text == name[:3] {
			return day, nil
		}
	}
	day, err := schedule.ParseDate(text)
	if err != nil {
		return day, fmt.Errorf("%q is not a day; write today, yesterday, fri or 2026-11-27", text)
	}
	return day, nil
}

// meant finds the member whom an id of theirs, on any platform, or a name means.
func (a *App) meant(team bot.Team, roster kpt.Roster, member string) (kpt.Author, error) {
	var named []kpt.Author
	for _, p := range roster {
		theirs := func(t bot.Traits) bool {
			account, _ := a.Bot.Called(team.ID, bot.MemberID(p.Author.Member), t.Platform)
			return account == member
		}
		switch {
		case p.Author.Member == member || slices.ContainsFunc(Platforms(), theirs):
			return p.Author, nil
		case strings.EqualFold(p.Author.Name, plain.Line(member)):
			named = append(named, p.Author)
		}
	}
	switch len(named) {
	case 0:
		return kpt.Author{}, fmt.Errorf("nobody in team %s has the id or the name %q; there are:\n%s", team.ID, member, listed(authors(roster)))
	case 1:
		return named[0], nil
	}
	return kpt.Author{}, fmt.Errorf("%d people in team %s are called %q; say which with --member ID:\n%s", len(named), team.ID, member, listed(named))
}

func authors(roster kpt.Roster) []kpt.Author {
	var all []kpt.Author
	for _, p := range roster {
		all = append(all, p.Author)
	}
	return all
}

func listed(people []kpt.Author) string {
	var lines []string
	for _, p := range people {
		lines = append(lines, "  "+p.Member+"  "+p.Name)
	}
	return strings.Join(lines, "\n")
}

// explain prints decisions by the team's clocks.
func explain(w io.Writer, team bot.Team, who kpt.Author, date schedule.Date, decided []remind.Decision) error {
	out := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	p := func(format string, args ...any) { _, _ = fmt.Fprintf(out, format, args...) } // Flush tells of errors
	if len(decided) == 0 {
		p("Nothing was decided about reminders for %s (%s) on %s: none was due, or what it was about was done already. Decisions are kept for 14 days.\n", who.Name, who.Member, date)
		return out.Flush()
	}
	p("Reminders for %s (%s) on %s, by the clocks of %s:\n", who.Name, who.Member, date, team.Location())
	for _, d := range decided {
		because, change := reason(d, team)
		p("%s\t%s\t%s\t%s\n", d.At.In(team.Location()).Format("15:04"), d.Event, d.Kind, because)
		if change != "" {
			p("\t\t\t%s\n", change)
		}
	}
	return out.Flush()
}

// reasons are what a keeper reads for each reason, and what would change it.
func reasons() map[remind.Why][2]string {
	return map[remind.Why][2]string{
		remind.Told:    {"not sent: this one was sent before.", ""},
		remind.Late:    {"not sent: it was of no use any more.", "Nothing: its time was over, or the KPT had begun."},
		remind.Muted:   {"not sent: they want no reminders.", "They turn them on again with /reminders."},
		remind.Closed:  {"not sent: they take no private messages, as was seen within 30 days.", "They allow messages from the server's members, then turn reminders on with /reminders."},
		remind.Stopped: {"not sent: they want no more about this one.", "Nothing: it is their choice for this one only."},
		remind.Enough:  {"not sent: two were sent about this one.", "Nothing: two is the most."},
		remind.Away:    {"not sent: they were away.", "They say 'I am back', or /away (in Slack /out) with another day."},
		remind.Hours:   {"not sent: their working hours did not come in time.", "It comes from 9:00 to 18:00 of their own clock, on the team's working days."},
		remind.Focus:   {"not sent: they were in a focus room.", "It comes when they leave that room, if it is of use still."},
		remind.Full:    {"not sent: three were sent on that day.", "Nothing: three a day is the most."},
		remind.Left:    {"not sent: they were not in the team when it was to come.", "Give them the team's role, or let them into its rooms or its channel in Slack."},
		remind.Snoozed: {"put off by themselves", "It comes back once, unless they have done it by then."},
	}
}

// reason words a decision. Of the KPT it is not told whether somebody was
// reminded or had written already.
func reason(d remind.Decision, team bot.Team) (because, change string) {
	known := reasons()[d.Why]
	because, change = known[0], known[1]
	if d.Why == "" {
		because = "sent"
		if remind.OfKPT(d.Event) {
			because = "sent, unless they had written already"
		}
	}
	switch {
	case !d.Later.IsZero() && d.Why == "":
		return because + ", for when their hours begin: " + d.Later.In(team.Location()).Format("Mon 2 Jan 15:04") + ".", change
	case !d.Later.IsZero():
		return because + " until " + d.Later.In(team.Location()).Format("Mon 2 Jan 15:04") + ".", change
	case d.Why == "":
		return because + ".", change
	case because == "":
		return "not sent: " + string(d.Why) + ".", ""
	}
	return because, change
}
