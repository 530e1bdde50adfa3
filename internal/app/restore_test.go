package app

import (
	"bytes"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/store"
)

// open is a bot that does not run, on a store.
func open(t *testing.T, path string, do func(*bot.Bot)) {
	t.Helper()
	db, err := store.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	cfg, err := ReadConfig(map[string]string{"ENGAWA_STORE": path})
	if err != nil {
		t.Fatal(err)
	}
	cfg.Token = "none" // nothing is sent
	a, err := New(cfg, db, slog.New(slog.DiscardHandler), time.Now)
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	do(a.Bot)
}

// visit does something to what is kept of sakura.
func visit(t *testing.T, path string, do func(*bot.Scene, *store.Tx) error) {
	t.Helper()
	open(t, path, func(b *bot.Bot) {
		err := b.Visit(t.Context(), "sakura", func(s *bot.Scene) error {
			return s.Update(func(tx *store.Tx) error { return do(s, tx) })
		})
		if err != nil {
			t.Fatal(err)
		}
	})
}

// Who had all deleted after a copy was made is deleted again when it is restored; who did
// before, and came back, is not.
func TestWhatWasDeletedIsDeletedAgainAfterARestore(t *testing.T) {
	path := unpacked(t, "../../cmd/engawa/testdata/stores/format-3-two-platforms.db.gz")
	const ana, bo, dan = bot.MemberID("1575370474127360010"), bot.MemberID("1575370474127360012"), bot.MemberID("1575370474127360014")
	known := func() (names string) {
		visit(t, path, func(s *bot.Scene, tx *store.Tx) error {
			for _, id := range []bot.MemberID{ana, bo, dan} {
				m, err := s.Member(tx, id)
				if names += fmt.Sprintf("%q ", m.Name); err != nil {
					return err
				}
			}
			return nil
		})
		return names
	}
	before := known()
	forget := func(id bot.MemberID) {
		visit(t, path, func(s *bot.Scene, tx *store.Tx) error { return s.ForgetEverywhere(tx, id) })
	}
	forget(dan)
	visit(t, path, func(s *bot.Scene, tx *store.Tx) error {
		return s.KeepMember(tx, dan, func(m *bot.Member) {
			m.Name, m.Accounts = "dan is back", bot.Accounts{"discord": string(dan)}
		})
	})
	copied := filepath.Join(t.TempDir(), "copy.db")
	var out bytes.Buffer
	w := World{Environ: map[string]string{"ENGAWA_STORE": path}, Out: &out, Err: &out, Now: time.Now}
	if err := Backup(t.Context(), w, copied); err != nil {
		t.Fatal(err)
	}
	forget(ana)
	if err := Restore(w, copied); err != nil {
		t.Fatal(err)
	}
	if got, want := known(), `"" "bo" "dan is back" `; got != want {
		t.Errorf("known are %s, want %s (before: %s)", got, want, before)
	}
	if !strings.Contains(out.String(), "Deleted again, for it was deleted after the backup was made: 1.\n") {
		t.Errorf("said %s", out.String())
	}
	if left, _ := filepath.Glob(filepath.Join(filepath.Dir(path), ".restoring-*")); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
}

func TestADeletedTeamIsDeletedAgainAfterARestore(t *testing.T) {
	path := unpacked(t, "../../cmd/engawa/testdata/stores/format-3-two-platforms.db.gz")
	copied := filepath.Join(t.TempDir(), "copy.db")
	var out bytes.Buffer
	w := World{Environ: map[string]string{"ENGAWA_STORE": path}, Out: &out, Err: &out, Now: time.Now}
	if err := Backup(t.Context(), w, copied); err != nil {
		t.Fatal(err)
	}
	there := func() (is bool) {
		open(t, path, func(b *bot.Bot) { _, is = b.Team("sakura") })
		return is
	}
	open(t, path, func(b *bot.Bot) {
		sakura, _ := b.Team("sakura")
		reply := b.Ask(t.Context(), bot.Request{
			Way: bot.Press, Do: "leave now", Whose: "sakura", On: "discord", Server: bot.Server{ID: sakura.Server},
			From: bot.Person{Account: bot.Account{On: "discord", ID: "1575370474127360010"}, Name: "ana", Keeper: true}, Input: bot.Input{With: []string{"yes"}},
		})
		if reply.Card == nil || reply.Card.Tone == bot.Amiss {
			t.Errorf("got %+v", reply.Card)
		}
	})
	if there() {
		t.Error("the team is still there")
	}
	if err := Restore(w, copied); err != nil {
		t.Fatal(err)
	}
	if there() || !strings.Contains(out.String(), "Deleted again, for it was deleted after the backup was made: 1.\n") {
		t.Errorf("the team came back with a copy; said %s", out.String())
	}
}

func TestARestoreOverAStoreThatCannotBeReadSaysWhatMayComeBack(t *testing.T) {
	path := unpacked(t, "../../cmd/engawa/testdata/stores/format-3-two-platforms.db.gz")
	copied := filepath.Join(t.TempDir(), "copy.db")
	var out bytes.Buffer
	w := World{Environ: map[string]string{"ENGAWA_STORE": path}, Out: &out, Err: &out, Now: time.Now}
	if err := Backup(t.Context(), w, copied); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, bytes.Repeat([]byte("not a store "), 1000), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := Restore(w, copied); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(out.String(), "may be in it again") {
		t.Errorf("said %s", out.String())
	}
	open(t, path, func(b *bot.Bot) {
		if _, there := b.Team("sakura"); !there {
			t.Error("the team is not restored")
		}
	})
}
