package demo

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"sync"
	"time"

	"github.com/engawa-bot/engawa/bot/words"
	"github.com/engawa-bot/engawa/internal/dialogue"
	fakedocs "github.com/engawa-bot/engawa/internal/fake/gdocs"
)

const (
	demoReady = 10 * time.Second // for the bot to come
	demoQuiet = 7 * time.Second  // nothing was shown for so long: nothing is under way

	demoMoment = "100ms" // between an action and the next
)

// show is the demo's dialogue: what is typed and what is printed.
type show struct {
	in   io.Reader
	on   pretended
	play *dialogue.Play
	hint string
	link func(context.Context) error // of those who are in Slack and on Discord

	mu   sync.Mutex // guards what follows
	out  io.Writer
	last time.Time // when something was printed
}

func (s *show) say(line string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.last = time.Now()
	_, _ = fmt.Fprintln(s.out, line) // nobody is there to be told
}

// welcome says what can be done, and where the pretended platforms are.
func (s *show) welcome(lang words.Lang, tea time.Time, doc *fakedocs.Doc) {
	text := demoEnglish
	if lang == words.Japanese {
		text = demoJapanese
	}
	text, s.hint, _ = strings.Cut(text, "\n---\n")
	s.hint = strings.TrimSpace(s.hint)
	discord, docs, slack := s.on.discord, s.on.docs, s.on.slack
	s.say(strings.NewReplacer("{api}", discord.URL()+"/api/v10", "{token}", discord.Token(), "{tea}", tea.Format("15:04"),
		"{slack}", slack.URL()+"/api/", "{bottoken}", slack.BotToken(), "{apptoken}", slack.AppToken(),
		"{docs}", docs.URL()+"v1/documents/"+doc.ID(), "{docstoken}", docs.Token()).Replace(text))
}

// printed prints what is shown of what happens, until the events end.
func printed[E any](s *show, events <-chan E, shown func(E) string) error {
	for e := range events {
		if line := shown(e); line != "" {
			s.say(line)
		}
	}
	return nil
}

// perform lets ana and bo come in and then does what is typed, until the end of
// the input or of ctx.
func (s *show) perform(ctx context.Context) error {
	if err := s.opened(ctx); err != nil {
		return err
	}
	for _, line := range []string{"ana enters Lounge", "bo enters Pairing"} {
		s.say("> " + line)
		s.do(ctx, line)
	}
	lines, echo := linesOf(ctx, s.in), !terminal(s.in)
	for {
		select {
		case line, more := <-lines:
			if !more {
				return s.quiet(ctx)
			}
			line, acts := typed(line)
			if line == "quit" || line == "exit" {
				return nil
			}
			if !acts {
				continue
			}
			if echo {
				s.say("> " + line)
			}
			s.do(ctx, line)
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// ended is how a dialogue ended: an interrupt is a good end.
func ended(err error) error {
	if err == nil || errors.Is(err, context.Canceled) {
		return nil
	}
	return fmt.Errorf("demo: %w", err)
}

// typed is a line without the '> ' before it. Empty lines, remarks and answers
// that were pasted along are no actions.
func typed(line string) (action string, acts bool) {
	if strings.HasPrefix(line, "  ") || strings.HasPrefix(line, "<") || strings.HasPrefix(line, "#") {
		return "", false
	}
	action = strings.TrimSpace(strings.TrimPrefix(line, ">"))
	return action, action != ""
}

// do does what a line says, and gives its answer a moment to be printed.
func (s *show) do(ctx context.Context, line string) {
	if line == "help" {
		s.say(dialogue.Forms())
		return
	}
	err := s.play.Do(ctx, line)
	_ = s.play.Do(ctx, "wait "+demoMoment)
	for _, line := range s.play.Said() {
		s.say(line)
	}
	var refused *dialogue.Refused
	switch {
	case err == nil, ctx.Err() != nil:
	case errors.As(err, &refused):
		s.say("< " + refused.Error())
	case errors.Is(err, dialogue.ErrUnknown):
		s.say("? " + s.hint)
	default:
		s.say("? " + err.Error())
	}
}

// opened waits until the bot is there and its commands are.
func (s *show) opened(ctx context.Context) error {
	ready, cancel := context.WithTimeout(ctx, demoReady)
	defer cancel()
	if err := errors.Join(s.on.discord.Ready(ready), s.on.slack.Ready(ready), s.link(ready)); err != nil {
		return err
	}
	return until(ready, func() bool { return s.on.discord.Registrations() > 0 })
}

// quiet waits until nothing was shown for a while.
func (s *show) quiet(ctx context.Context) error {
	end := time.Now()
	return until(ctx, func() bool {
		s.mu.Lock()
		defer s.mu.Unlock()
		return time.Since(end) > demoQuiet && time.Since(s.last) > demoQuiet
	})
}

// until looks every now and then whether ok holds.
func until(ctx context.Context, ok func() bool) error {
	tick := time.NewTicker(50 * time.Millisecond)
	defer tick.Stop()
	for !ok() {
		select {
		case <-tick.C:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	return nil
}

// linesOf reads lines until the input or ctx ends. A terminal's read cannot be
// called off: after an interrupt its goroutine ends with the process.
func linesOf(ctx context.Context, in io.Reader) <-chan string {
	lines := make(chan string)
	go func() {
		defer close(lines)
		for scanner := bufio.NewScanner(in); scanner.Scan(); {
			select {
			case lines <- scanner.Text():
			case <-ctx.Done():
				return
			}
		}
	}()
	return lines
}

func terminal(in io.Reader) bool {
	file, ok := in.(*os.File)
	if !ok {
		return false
	}
	info, err := file.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}
