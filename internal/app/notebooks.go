package app

import (
	"cmp"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"time"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/notebook"
	"github.com/engawa-bot/engawa/kpt"
	"github.com/engawa-bot/engawa/kpt/gdocs"
	"github.com/engawa-bot/engawa/kpt/markdown"
	"github.com/engawa-bot/engawa/schedule"
)

// notebooks finds each team's notebook: a Google Doc if one is linked, else a
// file in dir. It logs in to Google when the first Doc is asked for, for that
// may look around on the network.
type notebooks struct {
	dir    string
	now    func() time.Time
	google func() (*gdocs.Client, error)
}

func newNotebooks(cfg Config, now func() time.Time) notebooks {
	quota := gdocs.NewQuota(gdocs.ReadsPerMinute*9/10, gdocs.WritesPerMinute*9/10) // the rest is for a second process
	return notebooks{
		dir: cfg.notebookDir(), now: now,
		google: sync.OnceValues(func() (*gdocs.Client, error) {
			return gdocs.Connect(context.Background(), cfg.Google, quota) //nolint:forbidigo // the login outlives every call, and nothing is waited for
		}),
	}
}

// pace is how often notebooks are looked at.
func (c Config) pace() notebook.Pace {
	return notebook.Pace{
		Poll: cmp.Or(c.Pace.Poll, notebookPoll), Settle: cmp.Or(c.Pace.Settle, notebookSettle), Doubt: cmp.Or(c.Pace.Doubt, notebookDoubt),
	}
}

// notebookDir is where the notebooks of teams without a Doc are.
func (c Config) notebookDir() string {
	if c.Notebooks != "" {
		return c.Notebooks
	}
	return filepath.Join(filepath.Dir(c.Store), "notebooks")
}

// find gives a team's notebook. The error is a *kpt.Trouble.
func (n notebooks) find(t bot.Team) (notebook.Place, error) {
	titles := bot.Titles(t.Lang)
	titles.Today = func() schedule.Date { return schedule.DateOf(n.now().In(t.Location())) }
	if t.KPT.Doc == "" {
		path := filepath.Join(n.dir, string(t.ID)+".md")
		return notebook.Place{
			Notebook: markdown.At(path, titles), Name: "file", Address: path,
			Create: func() error { return createNotebook(path, t) },
		}, nil
	}
	client, err := n.google()
	if err != nil {
		return notebook.Place{}, &kpt.Trouble{Reason: kpt.NoAccount, Err: err}
	}
	layout := gdocs.NewestFirst
	if t.KPT.Tabs {
		layout = gdocs.Tabs
	}
	doc, err := gdocs.New(gdocs.Config{Client: client, Document: t.KPT.Doc, Titles: titles, Layout: layout})
	if err != nil {
		return notebook.Place{}, err
	}
	return notebook.Place{Notebook: doc, Name: doc.Address(), Address: doc.Address()}, nil
}

func createNotebook(path string, t bot.Team) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return fmt.Errorf("make the folder of the notebooks: %w", err)
	}
	return markdown.Create(path, t.Name)
}
