package discord

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"sync"
	"time"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/discord/rest"
)

// askAgain is how seldom Discord is asked for what it refused as a whole: a
// server's calendar, the commands.
const askAgain = 6 * time.Hour

// health is what Discord refuses as a whole.
type health struct {
	mu        sync.Mutex
	calendars map[string]time.Time // server → until when its calendar is not asked for
	listed    bool                 // the commands are as they should be
	unlisted  error                // why they are not, if Discord has said so
}

var errNoCalendar = errors.New("discord: the calendar was refused a while ago")

// events lists what stands in a server's calendar. Once it was refused it is
// refused without asking, for hours.
func (f *Face) events(ctx context.Context, server string) ([]eventThere, error) {
	if f.health.calendarRefused(server, f.now()) {
		return nil, &bot.Refusal{Reason: bot.NoPlace, Err: errNoCalendar}
	}
	return f.askEvents(ctx, server)
}

func (f *Face) askEvents(ctx context.Context, server string) ([]eventThere, error) {
	var there []eventThere
	path := "/guilds/" + server + "/scheduled-events"
	err := judged(f.api.Do(ctx, rest.Call{Method: http.MethodGet, Path: path, Out: &there, Urgency: rest.Idle}))
	if _, final := bot.Refused(err); err == nil || final {
		f.health.calendar(server, final, f.now())
	}
	if err != nil {
		return nil, fmt.Errorf("discord: read the calendar: %w", err)
	}
	return there, nil
}

func (h *health) calendar(server string, refused bool, now time.Time) {
	h.mu.Lock()
	defer h.mu.Unlock()
	delete(h.calendars, server)
	if refused {
		h.calendars[server] = now.Add(askAgain)
	}
}

func (h *health) calendarRefused(server string, now time.Time) bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	until := h.calendars[server]
	return now.Before(until) && until.Sub(now) <= askAgain // else the clock was put back
}

func (h *health) commands(listed bool, why error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.listed, h.unlisted = listed, why
}

// Listed tells whether Discord lists our commands as they should be.
func (f *Face) Listed() bool {
	f.health.mu.Lock()
	defer f.health.mu.Unlock()
	return f.health.listed
}

// checkHealth says what Discord refuses as a whole. A calendar that was refused
// is asked for again: somebody may have mended it.
func (f *Face) checkHealth(ctx context.Context, server string) []bot.Finding {
	f.health.mu.Lock()
	why := f.health.unlisted
	_, refused := f.health.calendars[server]
	f.health.mu.Unlock()
	if refused {
		_, err := f.askEvents(ctx, server)
		refused = err != nil
	}
	var found []bot.Finding
	if why != nil {
		found = append(found, bot.Finding{Key: "doctor.discord.commands"})
	}
	if refused {
		found = append(found, bot.Finding{Key: "doctor.discord.calendar"})
	}
	return found
}
