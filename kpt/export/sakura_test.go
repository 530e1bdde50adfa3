package export

import (
	"fmt"
	"time"

	"github.com/engawa-bot/engawa/kpt"
	"github.com/engawa-bot/engawa/schedule"
)

func day(d int) schedule.Date { return schedule.Date{Year: 2026, Month: 11, Day: d} }

func clock(d, hour, minute int) time.Time {
	return time.Date(2026, 11, d, hour, minute, 0, 0, time.UTC)
}

// noted is a note as the Book keeps it.
func noted(id string, kind kpt.Kind, author kpt.Author, text string, d int) kpt.Note {
	return kpt.Note{
		ID: kpt.NoteID(id), Kind: kind, Text: text, Author: author, Written: clock(d-2, 9, 30),
		Trace: kpt.Trace{Retro: day(d), Section: kind.Section(), Want: text, Seen: "seen " + text, Sending: kpt.Sending{Sent: []string{"sent"}}},
	}
}

var (
	ana    = kpt.Author{Member: "111111111111111111", Name: "Ana"}
	tanaka = kpt.Author{Member: "222222222222222222", Name: "田中"}
	masked = kpt.Author{Secret: "5ec2e7"}
)

// sakura is a team with a retro that ended and one that is in its meeting and
// has not shown its notes.
func sakura() Archive {
	ended := kpt.Retro{
		Date: day(20), Opened: clock(13, 7, 0), Starts: clock(20, 6, 0), Ends: clock(20, 7, 0),
		Begun: clock(20, 6, 2), Closed: clock(20, 7, 5),
	}
	meeting := kpt.Retro{
		Date: day(27), Opened: clock(20, 7, 5), Starts: clock(27, 6, 0), Ends: clock(27, 7, 0),
		Begun: clock(27, 6, 1), Reveal: kpt.RevealMeeting,
	}
	detail := noted("d3", kpt.Problem, ana, "特に月曜", 20)
	detail.Under = "p3"
	linked := noted("k3", kpt.Keep, ana, "朝会が10分で終わる\n雑談も楽しい", 20)
	linked.Link, linked.Changed = "https://discord.example/channels/1/2/3_4_5", clock(19, 10, 0)
	struck := noted("p4", kpt.Problem, kpt.Author{Name: "Bo"}, "# not a heading\n- not a bullet", 20)
	struck.Trace.Struck = true
	old := []kpt.Note{
		linked, noted("p3", kpt.Problem, tanaka, "レビューが遅い", 20), detail, struck,
		noted("k4", kpt.Keep, masked, "=HYPERLINK(\"http://evil.example\",\"tea\")", 20),
		noted("t3", kpt.Draft, tanaka, "*pair* on Tuesdays, see https://wiki.example/pair_ing?", 20),
	}
	now := []kpt.Note{
		noted("k5", kpt.Keep, ana, "confidential keep", 27), noted("p5", kpt.Problem, masked, "confidential problem", 27),
		noted("p6", kpt.Problem, tanaka, "confidential too", 27),
	}
	return Archive{
		Team:   "Sakura 🌸",
		Sheets: []Sheet{NewSheet(ended, kpt.Shown{Notes: old}), NewSheet(meeting, kpt.Shown{Notes: now})},
		Tries:  sakuraTries(),
	}
}

func sakuraTries() []kpt.Try {
	return []kpt.Try{
		{
			ID: "a1", Text: "カメラをオンにする", Owner: tanaka, Born: day(13), State: kpt.Done, Standing: kpt.Standing{Carried: 1},
			Verdicts: []kpt.Verdict{{Retro: day(20), Outcome: kpt.Worked, Word: "表情が見える\n続けたい"}},
			Trace:    kpt.Trace{Retro: day(20)},
		},
		{
			ID: "a2", Text: "-1 meeting a week", Born: day(13), State: kpt.Open, Standing: kpt.Standing{Carried: 2},
			Verdicts: []kpt.Verdict{{Retro: day(20), Outcome: kpt.Continue}},
			Trace:    kpt.Trace{Retro: day(27)},
		},
		{
			ID: "a3", Text: "レビューは当日中に見る", Owner: ana, Born: day(20), State: kpt.Open, Standing: kpt.Standing{Carried: 1},
			Answers: []kpt.NoteID{"p3", "p0"}, Trace: kpt.Trace{Retro: day(27)},
		},
		{ID: "a4", Text: "drop it", Owner: kpt.Author{Name: "confidential name", Secret: masked.Secret}, Born: day(13), State: kpt.Dropped, Trace: kpt.Trace{Retro: day(13)}},
	}
}

func japanese() Words {
	return Words{
		Titles: kpt.Titles{Sheet: "KPT", Sections: map[kpt.Section]string{
			kpt.Tries: "前回のTry", kpt.Keeps: "Keep", kpt.Problems: "Problem", kpt.NewTries: "Try",
		}},
		Outcomes: map[kpt.Outcome]string{
			kpt.Worked: "うまくいった", kpt.Failed: "だめだった", kpt.Continue: "継続", kpt.Drop: "やめた",
		},
		Hidden: func(n int) string { return fmt.Sprintf("ほか%d件はミーティングで表示します", n) },
	}
}
