package apptest

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/feature/teamfile"
	"github.com/engawa-bot/engawa/internal/app"
	fake "github.com/engawa-bot/engawa/internal/fake/discord"
	"github.com/engawa-bot/engawa/store"
)

// TestWhatAKeeperDoesIsWholeOrNotThereHoweverOftenTheProgramIsKilled has one keeper
// apply a file with two teams and another send the form of a habit, night after
// night, while the real program, which makes a copy each night, is killed at
// random moments. With -kills=200 it takes two minutes.
func TestWhatAKeeperDoesIsWholeOrNotThereHoweverOftenTheProgramIsKilled(t *testing.T) {
	withProgram(t)
	dice := rand.New(rand.NewPCG(2031, uint64(*kills)))
	t.Logf("dice: seed 2031, %d", *kills)
	o := newKeepers(t, compile(t, nil, "-tags", "steppedclock"))
	for i := range *kills {
		o.live(dice, i)
		o.whole(i)
		if t.Failed() {
			return
		}
	}
	t.Logf("%d kills; %d of %d files applied, %d of %d forms saved; %d copies looked at", *kills, o.applied, o.files, o.saved, o.forms, o.looked)
	if o.files == 0 || *kills >= 50 && (o.applied == o.files || o.saved == o.forms) || o.saved == 0 || o.looked < *kills/4 {
		t.Error("nothing was cut off, or nothing done: the test sees nothing")
	}
}

// keepers are those who look after the teams of a stage.
type keepers struct {
	*programStage
	keeper *fake.Member
	file   state // of the two teams of the file
	form   state // of the team with the form

	files, applied, forms, saved, looked int
}

// state is how a set-up stands: by the number that was kept, or only tried.
type state struct{ kept, tried int }

func newKeepers(t *testing.T, bin string) *keepers {
	o := &keepers{programStage: newProgramStage(t, bin, instant(t, "2027-03-02T06:00:30Z"), 1), file: state{1, 1}, form: state{1, 1}}
	for _, id := range []bot.TeamID{"ame", "kiri", "sakura"} {
		h := o.addTeam(id, o.guild, "Asia/Tokyo", 1, call{habit: bot.Tea, rule: "weekdays 16:00"})
		o.numbered(&h.Team, 1)
	}
	o.keeper = o.guild.Member("keeper", fake.Manager())
	o.keeper.At(o.teams[2].text)
	o.setUp()
	return o
}

// numbered changes a team in two places at once.
func (o *keepers) numbered(t *bot.Team, n int) {
	t.Habits = []bot.Habit{t.Habits[0]}
	t.Habits[0].Title, t.Habits[0].Minutes = fmt.Sprint("tea ", n), 1+n%200
}

// number tells with which number a team was changed; not whole: with two.
func (o *keepers) number(t bot.Team) (n int, whole bool) {
	h := t.Habits[0]
	_, err := fmt.Sscanf(h.Title, "tea %d", &n)
	return n, err == nil && h.Minutes == 1+n%200
}

// live is one life of the program, in the n-th night.
func (o *keepers) live(dice *rand.Rand, n int) {
	o.clock.step(24 * time.Hour)
	n += 2
	if n%3 == 0 { // no bot runs, and it is the keeper's own process that is killed
		p := o.apply(n)
		select {
		case <-time.After(time.Duration(dice.IntN(120)) * time.Millisecond):
		case <-p.ended:
		}
		p.kill()
		o.told(p, n)
		return
	}
	p := o.run()
	p.awaitReady(20 * time.Second)
	var all sync.WaitGroup
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	all.Go(func() {
		for ctx.Err() == nil && o.fills(ctx) {
		}
	})
	var file *process
	life := 50 + dice.IntN(500)
	if n%2 == 0 {
		file = o.apply(n)
		life = 1000 + dice.IntN(150) // so long it waits for the store before it asks the bot
	}
	p.live(time.Duration(life) * time.Millisecond)
	p.kill()
	cancel()
	all.Wait()
	if file != nil {
		<-file.ended
		o.told(file, n)
	}
}

// apply applies the file with both teams.
func (o *keepers) apply(n int) *process {
	var teams []bot.Team
	for _, h := range o.teams[:2] {
		t := h.Team
		o.numbered(&t, n)
		teams = append(teams, t)
	}
	path := filepath.Join(o.t.TempDir(), "teams.yaml")
	if err := os.WriteFile(path, teamfile.Format(app.Platforms(), teams...), 0o600); err != nil {
		o.t.Fatal(err)
	}
	o.file.tried = n
	o.files++
	return launch(o.t, o.bin, o.environ(), "team", "apply", path)
}

// told notes what the keeper's process said at its end.
func (o *keepers) told(p *process, n int) {
	o.t.Helper()
	said := p.said.tail(4000)
	switch {
	case p.err == nil && strings.Count(said, "Team ") == 2:
		o.file.kept = n
		o.applied++
	case p.err == nil:
		o.t.Errorf("life %d: it ended well and said %q", n, said)
	case strings.Contains(said, "nothing is changed"):
		o.file.tried = o.file.kept
	}
}

// fills has the keeper change the name and the length of tea with one form, and
// tells whether that was answered.
func (o *keepers) fills(ctx context.Context) bool {
	a := o.keeper.Run("engawa settings", nil)
	if answered(ctx, a) == "" {
		return false
	}
	a = o.keeper.Choose(a.Message, "What would you like to change?", "tea")
	if answered(ctx, a) == "" {
		return false
	}
	a = o.keeper.Press(a.Message, "Time, name, link")
	if answered(ctx, a) == "" {
		return false
	}
	o.forms++
	n := o.forms + 1
	o.form.tried = n
	says := answered(ctx, o.keeper.Submit(a.Form, map[string]any{"rule": "weekdays 16:00", "minutes": fmt.Sprint(1 + n%200), "title": fmt.Sprint("tea ", n)}))
	if strings.Contains(says, "Saved") {
		o.saved++
		o.form.kept = n
	}
	return says != ""
}

// whole looks at the store, and at each copy of it, when nothing runs.
func (o *keepers) whole(life int) {
	o.t.Helper()
	look := func(path string) map[bot.TeamID]int {
		db, err := store.Open(path)
		if err != nil {
			o.t.Fatalf("life %d: %v", life, err)
		}
		defer func() { _ = db.Close() }()
		is := map[bot.TeamID]int{}
		err = db.View(func(tx *store.Tx) error {
			for row, err := range store.NewTable[bot.Team]("teams").Scan(tx, "") {
				if err != nil {
					return err
				}
				n, whole := o.number(row.Value)
				if is[row.Value.ID] = n; !whole {
					o.t.Errorf("life %d: %s: %s is half changed: %+v", life, path, row.Value.ID, row.Value.Habits[0])
				}
			}
			return nil
		})
		if err != nil || len(is) != 3 || is["ame"] != is["kiri"] {
			o.t.Errorf("life %d: %s: got %v and %v, want three teams, and the two of the file alike", life, path, err, is)
		}
		return is
	}
	is := look(o.path)
	for what, s := range map[string]struct {
		got int
		*state
	}{"file": {is["ame"], &o.file}, "form": {is["sakura"], &o.form}} {
		if s.got != s.kept && s.got != s.tried {
			o.t.Errorf("life %d: what the %s says is number %d, want %d or %d", life, what, s.got, s.kept, s.tried)
		}
		s.kept, s.tried = s.got, s.got
	}
	o.copies(life, look)
}

// copies looks at the newest copy, in a place of its own.
func (o *keepers) copies(life int, look func(string) map[bot.TeamID]int) {
	o.t.Helper()
	made, err := filepath.Glob(filepath.Join(o.path+".copies", filepath.Base(o.path)+".????-??-??"))
	if err != nil || len(made) > 7 {
		o.t.Fatalf("life %d: got %v and %v", life, err, made)
	}
	if len(made) == 0 {
		return
	}
	path := filepath.Join(o.t.TempDir(), "copy.db")
	if err := store.Restore(made[len(made)-1], path); err != nil {
		o.t.Fatalf("life %d: %v", life, err)
	}
	look(path)
	o.looked++
}
