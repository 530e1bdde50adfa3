package notes

import (
	"bytes"
	"cmp"
	"fmt"
	"strings"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/words"
	"github.com/engawa-bot/engawa/kpt"
	"github.com/engawa-bot/engawa/kpt/export"
	"github.com/engawa-bot/engawa/store"
)

// exported gives the asker all that everyone may see, as a file.
func exported(a *bot.Ask) (bot.Reply, error) {
	if _, err := formatOf(a); err != nil {
		return bot.Reply{}, err
	}
	return a.Study(bot.Reply{}, exportedFile), nil
}

func formatOf(a *bot.Ask) (export.Format, error) {
	format, err := export.ParseFormat(cmp.Or(strings.TrimSpace(a.Values["format"]), string(export.Markdown)))
	if err != nil {
		return "", bot.Sorryf("kpt.format", words.Quote("format", words.Clean(a.Values["format"])))
	}
	return format, nil
}

func exportedFile(a *bot.Ask) (bot.Reply, error) {
	format, err := formatOf(a)
	if err != nil {
		return bot.Reply{}, err
	}
	var file bytes.Buffer
	var archive export.Archive
	err = a.View(func(tx *store.Tx) (err error) {
		archive, err = Archive(tx, a.Team)
		return err
	})
	if err != nil {
		return bot.Reply{}, err
	}
	if err := export.Write(&file, format, archive); err != nil {
		return bot.Reply{}, err
	}
	if file.Len() > bot.MostFile {
		return a.Tell("kpt.export.large", words.Count("n", megabytes(file.Len())), words.Count("most", megabytes(bot.MostFile)),
			words.Quote("command", fmt.Sprintf("engawa export --team %s --format %s", a.Team.ID, format)))
	}
	name := fmt.Sprintf("kpt-%s-%s.%s", a.Team.ID, a.Today(), format)
	reply := bot.Tell(a.Say("kpt.exported"))
	reply.File = &bot.File{Name: name, Data: file.Bytes()}
	return reply, nil
}

// megabytes is a size in MB, not less than it is.
func megabytes(n int) int { return (n + 1<<20 - 1) >> 20 }

// Archive is all of a team's KPT that everyone may see.
func Archive(tx *store.Tx, t bot.Team) (export.Archive, error) {
	b := kpt.Of(string(t.ID))
	a := export.Archive{Team: t.Name, Words: export.Words{
		Titles: bot.Titles(t.Lang), Outcomes: map[kpt.Outcome]string{}, Nameless: bot.Nameless(t.Lang),
		Hidden: func(n int) string { return words.Say(t.Lang, "kpt.unshown", words.Count("n", n)).String() },
	}}
	for _, o := range []kpt.Outcome{kpt.Worked, kpt.Failed, kpt.Continue, kpt.Drop, kpt.Rewrite} {
		a.Words.Outcomes[o] = words.Say(t.Lang, "try."+string(o)).String()
	}
	retros, err := b.Retros(tx)
	if err != nil {
		return a, err
	}
	for _, r := range retros {
		shown, err := b.Notes(tx, r.Date, kpt.Viewer{})
		if err != nil {
			return a, err
		}
		a.Sheets = append(a.Sheets, export.NewSheet(r, shown))
	}
	a.Tries, err = b.Tries(tx)
	return a, err
}
