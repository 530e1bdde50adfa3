package store_test

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strconv"
	"testing"
	"time"

	"github.com/engawa-bot/engawa/store"
)

// Some rules are about several processes, or about one that is killed. Then the
// test binary starts itself as a child, with the child's task and file in the
// environment.
const (
	childTask = "ENGAWA_STORE_TEST_CHILD"
	childFile = "ENGAWA_STORE_TEST_FILE"
)

func TestMain(m *testing.M) {
	tasks := map[string]func(path string) error{
		"hold":    childHolds,
		"write":   childWrites,
		"upgrade": childUpgrades,
		"fill":    childFills,
	}
	if task, ok := tasks[os.Getenv(childTask)]; ok {
		if err := task(os.Getenv(childFile)); err != nil {
			panic(err)
		}
		return
	}
	m.Run()
}

// child is a running child; out is what it prints, its input ends with in.
type child struct {
	cmd *exec.Cmd
	in  io.Closer
	out *bufio.Scanner
}

func startChild(t *testing.T, task, path string) child {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), childTask+"="+task, childFile+"="+path)
	cmd.Stderr = os.Stderr
	in, errIn := cmd.StdinPipe()
	out, errOut := cmd.StdoutPipe()
	if err := errors.Join(errIn, errOut, cmd.Start()); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { // of one that the test left behind
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
	})
	return child{cmd, in, bufio.NewScanner(out)}
}

// waitFor reads what the child prints until it is line.
func (c child) waitFor(t *testing.T, line string) {
	t.Helper()
	for c.out.Scan() {
		if c.out.Text() == line {
			return
		}
	}
	t.Fatalf("the child ended without saying %q", line)
}

// kill kills the child without warning; what it printed can still be read.
func (c child) kill(t *testing.T) {
	t.Helper()
	if err := c.cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
}

func childHolds(path string) error {
	s, err := store.Open(path)
	if err != nil {
		return err
	}
	fmt.Println("open")
	_, err = io.Copy(io.Discard, os.Stdin)
	return errors.Join(err, s.Close())
}

// pair is written to two tables, with one more thing owed in place of the last.
type pair struct{ N int }

var (
	left  = store.NewTable[pair]("left")
	right = store.NewTable[pair]("right")
)

func writePair(s *store.Store, team string, n int) error {
	return s.Update(func(tx *store.Tx) error {
		return errors.Join(
			left.Put(tx, store.KeyOf(team, "n"), pair{n}),
			right.Put(tx, store.KeyOf(team, "n"), pair{n}),
			store.Owe(tx, owedOf(team, strconv.Itoa(n))),
			store.Settle(tx, store.KeyOf(team, strconv.Itoa(n-1))),
		)
	})
}

func owedOf(team string, parts ...string) store.Owed {
	born := time.Date(2026, 11, 24, 7, 0, 0, 0, time.UTC)
	return store.Owed{
		Key: store.KeyOf(team, parts...), Face: "discord", Lane: "room-1", Kind: "post",
		Body: json.RawMessage(`{"text":"tea"}`), Born: born, Until: born.Add(5 * time.Minute),
	}
}

var writers = []string{"ana", "bo", "chie", "dai"}

// childWrites counts up for each writer, and prints each number when it is
// kept; beside that it makes backups.
func childWrites(path string) error {
	s, err := store.Open(path)
	if err != nil {
		return err
	}
	failed := make(chan error)
	for _, team := range writers {
		go func() {
			for n := 1; ; n++ {
				if err := writePair(s, team, n); err != nil {
					failed <- err
					return
				}
				fmt.Printf("%s %d\n", team, n)
			}
		}()
	}
	go func() {
		for {
			if err := s.Backup(path + ".backup"); err != nil {
				failed <- err
				return
			}
		}
	}()
	return <-failed
}
