package demo

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/engawa-bot/engawa/bot/words"
	"github.com/engawa-bot/engawa/internal/dialogue"
	fakedocs "github.com/engawa-bot/engawa/internal/fake/gdocs"
)

const demoReady = 10 * time.Second // for the bot to come

// show is the demo's dialogue: what is typed and what is printed.
type show struct {
	screen

	in    script
	deeds <-chan deed
	on    pretended
	play  *dialogue.Play
	own   dialogue.Words
	time  passing
	link  func(context.Context) error // of those who are in Slack and on Discord
}

// welcome says what can be done, and where the pretended platforms are.
func (s *show) welcome(doc *fakedocs.Doc) {
	s.stamps.last = s.time.moment(s.time.clock.now())
	discord, docs, slack := s.on.discord, s.on.docs, s.on.slack
	now := s.time.clock.now().In(s.time.zone)
	s.say(strings.NewReplacer("{api}", discord.URL()+"/api/v10", "{token}", discord.Token(),
		"{now}", words.DayName(s.time.lang, now)+now.Format(" 15:04"),
		"{slack}", slack.URL()+"/api/", "{bottoken}", slack.BotToken(), "{apptoken}", slack.AppToken(),
		"{docs}", docs.URL()+"v1/documents/"+doc.ID(), "{docstoken}", docs.Token()).Replace(welcomeOf(s.time.lang)))
}

// printed prints what is shown of what happens, until the events end.
func printed[E any](s *show, events <-chan E, shows func(E) string) error {
	for e := range events {
		if line := shows(e); line != "" {
			s.shown(line)
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
		if err := s.do(ctx, line); err != nil {
			return err
		}
	}
	if err := s.until(ctx, s.time.clock.now().Add(lookAhead)); err != nil { // the board, and the calendar
		return err
	}
	s.deeds = s.in.deeds(ctx)
	err := s.plays(ctx)
	if errors.Is(err, errQuit) {
		return nil
	}
	return err
}

// plays does what is typed, the tour first if it is wanted.
func (s *show) plays(ctx context.Context) error {
	if s.in.tour {
		if err := s.tour(ctx); err != nil {
			return err
		}
	}
	for {
		line, more, err := s.next(ctx)
		if err == nil && more {
			err = s.typed(ctx, line)
		}
		switch {
		case err != nil:
			return err
		case !more:
			return s.until(ctx, s.time.clock.now().Add(lookAhead)) // and what is under way
		}
	}
}

// errQuit ends the demo.
var errQuit = errors.New("quit")

// next is the next line; false: there are no more.
func (s *show) next(ctx context.Context) (line deed, more bool, err error) {
	select {
	case line, more = <-s.deeds:
		return line, more, nil
	case <-ctx.Done():
		return deed{}, false, ctx.Err()
	}
}

// typed does what a line says, also one that is for the demo itself. An error of a script
// ends it; who types reads it and goes on.
func (s *show) typed(ctx context.Context, d deed) error {
	line, acts := typed(d.text)
	if !acts {
		return nil
	}
	if !s.in.typed {
		s.say("> " + line)
	}
	switch strings.ToLower(line) {
	case "quit", "exit":
		return errQuit
	case "help":
		s.say(s.play.Help() + "\n\n" + s.own.Tell("help"))
		return nil
	case "tour":
		return s.tour(ctx)
	}
	err := s.do(ctx, line)
	switch {
	case err == nil, ctx.Err() != nil:
		return ctx.Err()
	case s.in.name != "":
		return s.in.at(d, s.explained(err))
	}
	s.say("? " + s.explained(err))
	return nil
}

// explained is what an error of a deed says.
func (s *show) explained(err error) string {
	var unknown *dialogue.Unknown
	if errors.As(err, &unknown) {
		if meant := unknown.Meant(); meant != "" {
			return s.own.Tell("unknown") + meant + "\n" + s.own.Tell("unknown-help")
		}
		return s.own.Tell("unknown") + " " + s.own.Tell("unknown-help")
	}
	return err.Error()
}

// ended is how a dialogue ended: an interrupt is a good end.
func ended(err error) error {
	if err == nil || errors.Is(err, context.Canceled) {
		return nil
	}
	var wrong *fault
	if errors.As(err, &wrong) {
		return err
	}
	return fmt.Errorf("demo: %w", err)
}

// do does what a line says, and gives its answer a moment to be printed. What the
// platform itself refuses is an answer.
func (s *show) do(ctx context.Context, line string) error {
	err := s.play.Do(ctx, line)
	if settled := s.soon(ctx); settled != nil {
		return settled
	}
	for _, line := range s.play.Said() {
		s.say(s.play.Told(line))
	}
	var refused *dialogue.Refused
	if errors.As(err, &refused) {
		s.say("< " + refused.Error())
		return nil
	}
	return err
}

// opened waits until the bot is there and its commands are.
func (s *show) opened(ctx context.Context) error {
	ready, cancel := context.WithTimeout(ctx, demoReady)
	defer cancel()
	if err := errors.Join(s.on.discord.Ready(ready), s.on.slack.Ready(ready), s.link(ready)); err != nil {
		return err
	}
	return until(ready, 10*glance, func() bool { return s.on.discord.Registrations() > 0 })
}

// until looks every now and then whether ok holds.
func until(ctx context.Context, pause time.Duration, ok func() bool) error {
	tick := time.NewTicker(pause)
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
