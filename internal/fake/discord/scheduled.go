package discord

import (
	"encoding/json"
	"slices"
	"time"
)

const scheduledMost = 100

// scheduled is a scheduled event of a guild.
type scheduled struct {
	id         string
	g          *Guild
	plan       plan
	start, end time.Time
	status     int // 1 scheduled, 2 active, 3 completed, 4 cancelled
}

// plan is a scheduled event as the bot sends it.
type plan struct {
	Name        string          `json:"name"`
	Description string          `json:"description"`
	ChannelID   nullable        `json:"channel_id"`
	EntityType  int             `json:"entity_type"`
	Privacy     int             `json:"privacy_level"`
	Status      int             `json:"status"`
	Start       string          `json:"scheduled_start_time"`
	End         string          `json:"scheduled_end_time"`
	Recurrence  json.RawMessage `json:"recurrence_rule"`
	Metadata    *entityMetadata `json:"entity_metadata"`
}

// nullable is a text that null empties, also in an edit.
type nullable string

func (n *nullable) UnmarshalJSON(data []byte) error {
	var text *string
	err := json.Unmarshal(data, &text)
	if *n = ""; text != nil {
		*n = nullable(*text)
	}
	return err
}

type entityMetadata struct {
	Location string `json:"location,omitempty"`
}

const (
	entityVoice    = 2
	entityExternal = 3
)

// ScheduledEvent is an event in a guild's calendar.
type ScheduledEvent struct {
	ID, Name, Description string
	Channel, Location     string // the channel's name
	Start, End            time.Time
	Status                int             // 1 scheduled, 2 active, 3 completed, 4 cancelled
	Recurrence            json.RawMessage // null for none
}

// ScheduledEvents are those in the guild's calendar, oldest first; what is over is not among them.
func (g *Guild) ScheduledEvents() []ScheduledEvent {
	g.s.mu.Lock()
	defer g.s.mu.Unlock()
	g.pass()
	all := make([]ScheduledEvent, len(g.scheduled))
	for i, e := range g.scheduled {
		all[i] = ScheduledEvent{
			ID: e.id, Name: e.plan.Name, Description: e.plan.Description, Start: e.start, End: e.end,
			Status: e.status, Recurrence: slices.Clone(e.plan.Recurrence),
		}
		if c := g.s.world.channels[string(e.plan.ChannelID)]; c != nil {
			all[i].Channel = c.name
		}
		if e.plan.Metadata != nil {
			all[i].Location = e.plan.Metadata.Location
		}
	}
	return all
}

func (e *scheduled) wire() object {
	w := object{
		"id": e.id, "guild_id": e.g.id, "name": e.plan.Name, "description": orNull(e.plan.Description),
		"channel_id": orNull(string(e.plan.ChannelID)), "creator_id": e.g.bot.user.ID, "creator": e.g.bot.user.wire(), "image": nil,
		"scheduled_start_time": timestamp(e.start), "scheduled_end_time": nil, "status": e.status,
		"entity_type": e.plan.EntityType, "entity_id": nil, "entity_metadata": nil, "privacy_level": e.plan.Privacy,
		"recurrence_rule": nil, "guild_scheduled_event_exceptions": []string{}, "user_count": 0,
	}
	if !e.end.IsZero() {
		w["scheduled_end_time"] = timestamp(e.end)
	}
	if e.plan.Metadata != nil {
		w["entity_metadata"] = e.plan.Metadata
	}
	if present(e.plan.Recurrence) {
		w["recurrence_rule"] = recurrenceWire(e.plan.Recurrence)
	}
	return w
}

// Calendar sets the clock by which events are judged to be in the past: that of
// the bot, where a test pretends the time of day. At first it is the machine's.
func (s *Server) Calendar(now func() time.Time) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.world.wall.now = now
}

// Remembers is the clock by which an enforced nonce is forgotten, for programs that
// live by a clock of their own. The usual is that of this machine.
func (s *Server) Remembers(now func() time.Time) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.world.wall.nonces = now
}

// judge finds what Discord refuses in an event, and reads its times. Source: Discord's documentation,
// "Guild Scheduled Event".
func (e *scheduled) judge(w *world) error {
	var p problems
	p.length("name", e.plan.Name, 1, 100)
	p.length("description", e.plan.Description, 0, 1000)
	if e.plan.Privacy != 2 {
		p.add("privacy_level", "BASE_TYPE_CHOICES", "Value must be one of {2}.")
	}
	start, err := time.Parse(time.RFC3339, e.plan.Start)
	if err != nil {
		p.add("scheduled_start_time", "DATE_TIME_TYPE_PARSE", "Could not parse %q.", e.plan.Start)
	} else if !start.Equal(e.start) && !start.After(w.wall.now()) {
		p.add("scheduled_start_time", "GUILD_SCHEDULED_EVENT_SCHEDULE_PAST", "Cannot schedule event in the past.")
	}
	var end time.Time
	if e.plan.End != "" {
		if end, err = time.Parse(time.RFC3339, e.plan.End); err != nil || !end.After(start) {
			p.add("scheduled_end_time", "GUILD_SCHEDULED_EVENT_END_BEFORE_START", "Cannot end before it starts: %q.", e.plan.End)
		}
	}
	e.judgePlace(&p, w)
	if present(e.plan.Recurrence) {
		judgeRecurrence(&p, e.plan.Recurrence)
	}
	if err := p.err(); err != nil {
		return err
	}
	e.start, e.end = start, end
	return nil
}

func (e *scheduled) judgePlace(p *problems, w *world) {
	switch e.plan.EntityType {
	case entityVoice:
		if c := w.channels[string(e.plan.ChannelID)]; c == nil || c.g != e.g || c.kind != channelVoice {
			p.add("channel_id", "BASE_TYPE_REQUIRED", "A voice channel of the guild is needed.")
		}
		if e.plan.Metadata != nil && e.plan.Metadata.Location != "" {
			p.add("entity_metadata", "GUILD_SCHEDULED_EVENT_METADATA", "An event in a channel has no location.")
		}
	case entityExternal:
		if e.plan.ChannelID != "" {
			p.add("channel_id", "GUILD_SCHEDULED_EVENT_CHANNEL", "An external event has no channel.")
		}
		if e.plan.End == "" {
			p.add("scheduled_end_time", "BASE_TYPE_REQUIRED", "This field is required")
		}
		if e.plan.Metadata == nil {
			p.add("entity_metadata", "BASE_TYPE_REQUIRED", "This field is required")
		} else {
			p.length("entity_metadata.location", e.plan.Metadata.Location, 1, 100)
		}
	default:
		p.add("entity_type", "BASE_TYPE_CHOICES", "Value must be one of {2, 3}.")
	}
}
