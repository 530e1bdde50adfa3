package discord

import (
	"slices"
	"time"
)

// Stages of a scheduled event. Source: Discord's documentation, "Guild Scheduled Event Status".
const (
	eventScheduled = 1
	eventActive    = 2
	eventCompleted = 3
	eventCancelled = 4
)

// cancelledAfter is how long after its start an event in a room that nobody begins is cancelled. Discord says
// "after a few hours".
const cancelledAfter = 3 * time.Hour

// pass does what Discord does by itself as time passes: an event elsewhere begins and ends, and one in a room
// that nobody has begun is cancelled, with all its recurrences. It is called before anybody looks.
func (g *Guild) pass() {
	now := g.s.world.wall.now()
	for _, e := range slices.Clone(g.scheduled) {
		for e.passes(now) {
		}
	}
}

// passes does one step, if it is time for it.
func (e *scheduled) passes(now time.Time) bool {
	switch {
	case e.status == eventScheduled && e.plan.EntityType == entityExternal && !now.Before(e.start):
		e.become(eventActive)
	case e.status == eventActive && e.plan.EntityType == entityExternal && !now.Before(e.end):
		e.become(eventCompleted)
	case e.status == eventScheduled && e.plan.EntityType == entityVoice && now.Sub(e.start) >= cancelledAfter:
		e.become(eventCancelled)
	default:
		return false
	}
	return true
}

// become changes the status. One that has ended goes on to its next time if it has one; else it is over, and
// nothing can change it any more.
func (e *scheduled) become(status int) {
	e.status = status
	kind := map[int]EventKind{eventActive: EventBegun, eventCompleted: EventEnded, eventCancelled: EventCancelled}[status]
	if next, again := e.next(); status == eventCompleted && again {
		length := e.end.Sub(e.start)
		e.start, e.plan.Start = next, next.Format(time.RFC3339)
		if !e.end.IsZero() {
			e.end = next.Add(length)
			e.plan.End = e.end.Format(time.RFC3339)
		}
		e.status = eventScheduled
	}
	if e.status == eventCompleted || e.status == eventCancelled {
		e.g.scheduled = slices.DeleteFunc(e.g.scheduled, func(x *scheduled) bool { return x == e })
		e.g.over = append(e.g.over, e)
	}
	e.tell("GUILD_SCHEDULED_EVENT_UPDATE", kind)
}

// next is the event's next time by its rule; false: it has none.
func (e *scheduled) next() (time.Time, bool) {
	if !present(e.plan.Recurrence) {
		return time.Time{}, false
	}
	r := readRecurrence(e.plan.Recurrence)
	for day := 1; day <= 2*366; day++ {
		if at := e.start.UTC().AddDate(0, 0, day); r.on(at, e.start.UTC()) {
			return at, true
		}
	}
	return time.Time{}, false
}

// CancelEvent is a member's deed, who takes an event of that name out of the calendar, with all its recurrences.
func (g *Guild) CancelEvent(name string) bool {
	g.s.mu.Lock()
	defer g.s.mu.Unlock()
	for _, e := range g.scheduled {
		if e.plan.Name == name {
			e.remove()
			return true
		}
	}
	return false
}

func (e *scheduled) remove() {
	gone := func(x *scheduled) bool { return x == e }
	e.g.scheduled, e.g.over = slices.DeleteFunc(e.g.scheduled, gone), slices.DeleteFunc(e.g.over, gone)
	e.tell("GUILD_SCHEDULED_EVENT_DELETE", EventCancelled)
}

func (c *call) scheduled() (*Guild, *scheduled, error) {
	g, err := c.guild()
	if err != nil {
		return nil, nil, err
	}
	g.pass()
	for _, e := range slices.Concat(g.scheduled, g.over) {
		if e.id == c.PathValue("guild_scheduled_event_id") {
			return g, e, nil
		}
	}
	return nil, nil, errUnknownEvent
}

// mayPlan says whether the bot may make the event, or change it. Since 2026-02-23 the right to manage events
// is not enough to make one.
func (e *scheduled) mayPlan(w *world, made bool) error {
	if !e.g.bot.has(createEvents) && (!made || !e.g.bot.has(manageEvents)) {
		return errMissingPermissions
	}
	if ch := w.channels[string(e.plan.ChannelID)]; ch != nil {
		return ch.demand(connect)
	}
	return nil
}

func listScheduled(c *call) (any, error) {
	g, err := c.guild()
	if err != nil {
		return nil, err
	}
	g.pass()
	all := []object{}
	for _, e := range g.scheduled {
		all = append(all, e.wire())
	}
	return all, nil
}

func getScheduled(c *call) (any, error) {
	_, e, err := c.scheduled()
	if err != nil {
		return nil, err
	}
	return e.wire(), nil
}

func createScheduled(c *call) (any, error) {
	g, err := c.guild()
	if err != nil {
		return nil, err
	}
	g.pass()
	e := &scheduled{g: g, status: eventScheduled}
	if err := c.decode(&e.plan); err != nil {
		return nil, err
	}
	if err := e.mayPlan(c.s.world, false); err != nil {
		return nil, err
	}
	if err := e.judge(c.s.world); err != nil {
		return nil, err
	}
	if len(g.scheduled) >= scheduledMost {
		return nil, errManyEvents
	}
	e.id = c.s.world.newID()
	g.scheduled = append(g.scheduled, e)
	e.tell("GUILD_SCHEDULED_EVENT_CREATE", EventScheduled)
	return e.wire(), nil
}

func (e *scheduled) tell(event string, kind EventKind) {
	s := e.g.s
	s.dispatch(intentScheduled, e.g.id, event, e.wire())
	s.tell(Event{Kind: kind, Guild: e.g, Channel: s.world.channels[string(e.plan.ChannelID)], Text: e.plan.Name})
}

func editScheduled(c *call) (any, error) {
	_, e, err := c.scheduled()
	if err != nil {
		return nil, err
	}
	next := *e
	next.plan.Status = 0
	if err := c.decode(&next.plan); err != nil {
		return nil, err
	}
	if err := next.mayPlan(c.s.world, true); err != nil {
		return nil, err
	}
	if e.status == eventCompleted || e.status == eventCancelled {
		return nil, errFinishedEvent
	}
	if err := next.judge(c.s.world); err != nil {
		return nil, err
	}
	to, kind := next.plan.Status, EventChanged
	switch {
	case to == 0 || to == e.status:
		if next.sameBut(e) {
			kind = EventMoved
		}
		*e = next
		e.tell("GUILD_SCHEDULED_EVENT_UPDATE", kind)
	case e.status == eventScheduled && (to == eventActive || to == eventCancelled), e.status == eventActive && to == eventCompleted:
		*e = next
		e.become(to)
	default:
		return nil, invalid("status", "GUILD_SCHEDULED_EVENT_STATUS", "Status cannot go from %d to %d.", e.status, to)
	}
	return e.wire(), nil
}

// sameBut says whether only the time differs.
func (e *scheduled) sameBut(old *scheduled) bool {
	return e.plan.Name == old.plan.Name && e.plan.Description == old.plan.Description && e.plan.ChannelID == old.plan.ChannelID &&
		e.plan.EntityType == old.plan.EntityType && !e.start.Equal(old.start)
}

func deleteScheduled(c *call) (any, error) {
	_, e, err := c.scheduled()
	if err != nil {
		return nil, err
	}
	if err := e.mayPlan(c.s.world, true); err != nil {
		return nil, err
	}
	e.remove()
	return nil, nil
}
