package app

import (
	"archive/zip"
	"bytes"
	"io"

	"github.com/engawa-bot/engawa/bot"
	teamfigures "github.com/engawa-bot/engawa/bot/feature/figures"
	"github.com/engawa-bot/engawa/bot/feature/notes"
	"github.com/engawa-bot/engawa/bot/feature/teamfile"
	"github.com/engawa-bot/engawa/kpt/export"
	"github.com/engawa-bot/engawa/store"
)

// everything is the format of all of a team: a ZIP file with its set-up as a team file, and
// its KPT to read and to read in.
const everything = "zip"

// whole is all of the asker's team.
func whole(a *bot.Ask) ([]byte, error) {
	var data bytes.Buffer
	err := a.View(func(tx *store.Tx) error {
		data.Reset()
		return writeWhole(&data, tx, a.Team)
	})
	return data.Bytes(), err
}

func writeWhole(w io.Writer, tx *store.Tx, t bot.Team) error {
	archive, err := notes.Archive(tx, t)
	if err != nil {
		return err
	}
	z := zip.NewWriter(w)
	file := func(name string, write func(io.Writer) error) {
		var into io.Writer
		if err == nil {
			into, err = z.Create(name)
		}
		if err == nil {
			err = write(into)
		}
	}
	file("team.yaml", func(w io.Writer) error {
		_, err := w.Write(teamfile.Format(Platforms(), t))
		return err
	})
	for _, f := range []export.Format{export.Markdown, export.JSON} {
		file("kpt."+string(f), func(w io.Writer) error { return export.Write(w, f, archive) })
	}
	file("room-totals.csv", func(w io.Writer) error { return teamfigures.Write(w, tx, t.ID) })
	if err != nil {
		return err
	}
	return z.Close()
}
