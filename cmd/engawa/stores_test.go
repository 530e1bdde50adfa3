package main

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/internal/app"
	"github.com/engawa-bot/engawa/store"
)

// storeOf unpacks a store that a program of before wrote.
func storeOf(t *testing.T, name string) (path string) {
	t.Helper()
	packed, err := os.Open(filepath.Join("testdata", "stores", name))
	if err != nil {
		t.Fatal(err)
	}
	defer packed.Close()
	unpacked, err := gzip.NewReader(packed)
	if err != nil {
		t.Fatal(err)
	}
	data, err := io.ReadAll(unpacked)
	if err != nil {
		t.Fatal(err)
	}
	path = filepath.Join(t.TempDir(), "engawa.db")
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// Each file of testdata/stores is a team in the middle of its KPT of 20 November
// 2026, with notes of every kind, somebody hidden, somebody away, accounts linked
// and asked about, and reminders, as the program of that format left it.
func TestAStoreOfEachFormerFormatOpensWithAllThatWasWritten(t *testing.T) {
	files, err := filepath.Glob(filepath.Join("testdata", "stores", "format-*.db.gz"))
	if err != nil || len(files) == 0 {
		t.Fatal(files, err)
	}
	for _, file := range files {
		name := strings.TrimSuffix(filepath.Base(file), ".db.gz")
		path := storeOf(t, filepath.Base(file))
		environ := map[string]string{"ENGAWA_STORE": path, "HOME": t.TempDir(), "ENGAWA_LOG": "text,error"}
		var out bytes.Buffer
		err := dispatch(t.Context(), app.World{Environ: environ, Out: &out, Err: t.Output(), Now: time.Now}, []string{"export", "--format", "md"})
		if err != nil {
			t.Errorf("%s: %v", name, err)
		}
		wants := []string{"bo: Tea at four", "ana: Reviews take days", "- Too many meetings", "yuki: お茶を15時半にする", "chika: Pairing on Tuesdays"}
		if name == "format-3-two-platforms" {
			wants = []string{"ana: Tea at four", "bo: Reviews take days", "chika: Pairing on Tuesdays", "ren: From London with love"}
		}
		for _, want := range wants {
			if !strings.Contains(out.String(), want) {
				t.Errorf("%s: got %s, want %q in it", name, out.String(), want)
			}
		}
		if _, err := os.Stat(path + "." + strings.TrimSuffix(name, "-two-platforms")); err != nil {
			t.Errorf("the file as it was is not kept: %v", err)
		}
		wantHidden(t, path)
	}
}

// wantHidden looks whether bo is still hidden, and linked.
func wantHidden(t *testing.T, path string) {
	t.Helper()
	db := opened(t, path)
	defer db.Close()
	b, err := bot.New(bot.Surroundings{Store: db, Screen: nothing{}, Log: slog.New(slog.DiscardHandler), Now: time.Now})
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- b.Run(ctx) }()
	var hidden, linked int
	err = b.Visit(ctx, b.Teams()[0].ID, func(s *bot.Scene) error {
		return s.View(func(tx *store.Tx) error {
			people, err := s.People(tx)
			for _, m := range people {
				if m.Hidden {
					hidden++
				}
				if m.Linked() {
					linked++
				}
				if m.Out || m.Deleted {
					t.Errorf("%s is out of the team", m.Name)
				}
			}
			return err
		})
	})
	stop()
	if err := errors.Join(err, <-ended); err != nil {
		t.Fatal(err)
	}
	if hidden != 1 || linked != 2 {
		t.Errorf("got %d hidden and %d linked, want bo hidden, and ana and bo linked", hidden, linked)
	}
}

// nothing shows no display.
type nothing struct{}

func (nothing) Show(bot.Display) {}
