package teamfile_test

import (
	"fmt"
	"math/rand/v2"
	"os"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/bottest"
	"github.com/engawa-bot/engawa/bot/feature/teamfile"
	"github.com/engawa-bot/engawa/bot/words"
	"github.com/engawa-bot/engawa/internal/need"
	"github.com/engawa-bot/engawa/kpt"
	"github.com/engawa-bot/engawa/schedule"
)

func TestParseGivesBackWhatFormatWrote(t *testing.T) {
	need.Unraced(t)
	for seed := range uint64(200) {
		g := generator{rand.New(rand.NewPCG(seed, 0))}
		want := []bot.Team{g.team("one"), g.team("2"), g.team("0x3")}[:1+g.IntN(3)]
		for _, team := range want {
			if err := team.Check(bottest.Platforms()); err != nil {
				t.Fatalf("seed %d: the generator made a wrong team: %v", seed, err)
			}
		}
		text := teamfile.Format(bottest.Platforms(), want...)
		got, err := teamfile.Parse(text, bottest.Platforms())
		if err != nil || !reflect.DeepEqual(got, want) {
			t.Fatalf("seed %d: got %v and\n%+v\nwant\n%+v\nfrom\n%s", seed, err, got, want, text)
		}
	}
}

// generator makes teams that pass Check and are awkward in YAML.
type generator struct{ *rand.Rand }

func (g generator) one(of ...string) string { return of[g.IntN(len(of))] }

func (g generator) yes() bool { return g.IntN(2) == 0 }

func (g generator) id() string { return fmt.Sprint(100_000_000_000_000_000 + g.Uint64N(1<<63)) }

func (g generator) name() string {
	awkward := []string{
		"null", "~", "true", "No", "on", "- x", "# x", "a: b", "a #b", "'", `"`, `\n`, "{}", "[a]", "*a", "&a", "!x", "%", "@x", "`",
		"2026-12-28", "1e3", "0123", "10:00", "---", "...", "<<", "?", "|", ">", "朝会", "🏴\U000e0067\U000e0062\U000e007f", "👩\u200d💻",
		"a, b", "a,b", "e\u0301", "\u00a0x\u00a0"[2:3], "x:", "x: ", ":x", "a b:12 c", "\ufffd",
	}
	name := g.one(awkward...)
	if g.yes() {
		name += " " + g.one(awkward...)
	}
	if name = words.Clean(name); name == "" {
		return "x"
	}
	return name
}

func (g generator) team(id bot.TeamID) bot.Team {
	t := bot.Team{
		ID: id, Name: g.name(), Server: bot.ServerID(g.id()),
		Manner: bot.Manner{Zone: g.one("Asia/Tokyo", "UTC", "Etc/GMT+9", "America/Port-au-Prince"), Lang: words.Langs()[g.IntN(2)]},
		Text:   bot.Channels{Main: bot.ChannelID(g.id())}, Days: g.days(),
	}
	if g.yes() {
		t.Role, t.Text.Board = bot.RoleID(g.id()), bot.ChannelID(g.id())
	}
	if g.yes() {
		t = t.Put(bot.Elsewhere{On: "slack", Channel: bot.ChannelID(g.one("", "C0123456789")), Window: bot.ChannelID(g.one("", "G0ABCDEF"))})
	}
	if g.yes() {
		t.KPT = bot.KPTSet{Doc: g.one("", "https://docs.google.com/document/d/x#y"), Tabs: g.yes(), Reveal: kpt.Reveal(g.one("", "meeting")), Stages: g.one("", "keep 10, close")}
	}
	for range 1 + g.IntN(5) {
		t.Rooms = append(t.Rooms, bot.Room{ID: bot.RoomID(g.id()), Name: g.name(), Kind: bot.RoomKinds()[g.IntN(6)]})
	}
	if g.yes() { // a room whose name is another's id, one without a name, two of one name
		t.Rooms = append(t.Rooms, bot.Room{ID: bot.RoomID(g.id()), Name: string(t.Rooms[0].ID), Kind: bot.Focus},
			bot.Room{ID: bot.RoomID(g.id()), Kind: bot.Break}, bot.Room{ID: bot.RoomID(g.id()), Name: t.Rooms[0].Name, Kind: bot.Lounge})
	}
	for _, i := range g.Perm(3)[:g.IntN(4)] {
		t.Habits = append(t.Habits, g.habit([]bot.HabitName{bot.Standup, bot.Tea, bot.KPT}[i], t.Rooms))
	}
	for i := range g.IntN(4) {
		h := g.habit(bot.HabitName("gathering-"+g.one("party", "on", "2", "0x3", "null", "a-b", "1e3")+fmt.Sprint(i)), t.Rooms)
		h.Title, h.Rule = fmt.Sprint(g.name(), i), g.one("weekdays 16:00", "0 9,12 1 * *", "first mon 17:00", "2026-12-18 19:00", "最終金曜 17:00")
		if g.yes() {
			h.For = bot.RoleID(g.id())
		}
		t.Habits = append(t.Habits, h)
	}
	return t
}

func (g generator) habit(name bot.HabitName, rooms []bot.Room) bot.Habit {
	h := bot.Habit{
		Name: name, Minutes: 1 + g.IntN(240), Cameras: g.yes(), Focus: g.yes(),
		Rule:    g.one("weekdays 16:00", "mon,wed 9:30", "*/5 9-17 * * 1-5", "平日 16:00", "0 16 * * *"),
		Options: bot.HabitSet{Off: g.yes(), Quiet: g.yes(), NoCalendarEvent: g.yes()},
	}
	if g.yes() {
		h.Place, h.Title = rooms[g.IntN(len(rooms))].ID, g.name()
		h.Emoji, h.Link = g.one("🍵", "👩\u200d💻", ":tea:", "#", "null"), g.one("https://x.example/?a=b#c", "https://x.example/:", "https://x.example/'\"{}")
	}
	return h
}

func (g generator) days() schedule.Calendar {
	c := schedule.Calendar{Country: g.one("", "jp")}
	for _, day := range g.Perm(7)[:g.IntN(8)] {
		c.Weekdays = append(c.Weekdays, time.Weekday(day))
	}
	for range g.IntN(4) {
		if c.Days == nil {
			c.Days = map[schedule.Date]schedule.Day{}
		}
		day := schedule.Day{Works: g.yes()}
		if g.yes() {
			day.Name = g.name()
		}
		c.Days[schedule.Date{Year: 2026, Month: 1, Day: 1}.AddDays(g.IntN(700))] = day
	}
	return c
}

// FuzzParse: whatever the file, Parse ends, its faults are inside the file, and
// teams that it reads are written and read again as they are.
func FuzzParse(f *testing.F) {
	example, err := os.ReadFile("testdata/sakura.yaml")
	if err != nil {
		f.Fatal(err)
	}
	for _, seed := range []string{
		"", string(example), written, wrong, "---\n...\n", "\ufeffa: &b\r\n\tc", "{a: {b: [c, ? d]}}", "a: |\n x\n", "%a\n---\n!!x y", "? - a\n: *b",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		teams, err := teamfile.Parse([]byte(text), bottest.Platforms())
		if err != nil {
			lines := strings.Count(text, "\n") + strings.Count(text, "\r") + 1
			for _, fault := range faultsOf(t, text) {
				if fault.Line < 1 || fault.Line > lines || fault.Column < 1 || fault.Text == "" {
					t.Errorf("got the fault %+v in a file of %d lines", fault, lines)
				}
			}
			return
		}
		again, err := teamfile.Parse(teamfile.Format(bottest.Platforms(), teams...), bottest.Platforms())
		if err != nil || !reflect.DeepEqual(again, teams) {
			t.Errorf("got %v and\n%+v\nwant\n%+v", err, again, teams)
		}
	})
}
