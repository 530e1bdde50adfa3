package meeting

import (
	"github.com/engawa-bot/engawa/bot/words"
	"github.com/engawa-bot/engawa/kpt"
	rules "github.com/engawa-bot/engawa/kpt/meeting"
)

// parts says under which heading each item of a stage stands; most stages have none.
// Problems and ideas, and what is answered, decided and open, are told apart.
func parts(v rules.View) map[kpt.NoteID]string {
	all := map[kpt.NoteID]string{}
	under := false // a topic that the drafts after it are for
	var topic rules.Item
	for _, i := range v.Page.Items {
		switch stage := v.Step.Stage; {
		case stage == rules.InTry && i.Kind == rules.ItemTopic:
			topic, under = i, true
			all[i.ID] = "problems"
		case stage == rules.InTry && under && topic.For(i):
			all[i.ID] = "problems"
		case stage == rules.InTry:
			under = false
			all[i.ID] = "ideas"
		case stage == rules.InCommit && i.Kind == rules.ItemNote:
			all[i.ID] = "drafts"
		case stage == rules.InCommit, over(stage) && i.Kind == rules.ItemCommitment:
			all[i.ID] = "decided"
		case over(stage) && i.Kind == rules.ItemNote:
			all[i.ID] = "left"
		case over(stage) && i.Try.Verdict.Outcome != "":
			all[i.ID] = "answered"
		case over(stage):
			all[i.ID] = "open"
		}
	}
	return all
}

// over says whether a stage shows what came of the meeting.
func over(s rules.Stage) bool { return s == rules.InClose || s == rules.Ended }

// items lists what is on the page, part by part.
func (d *drawing) items() {
	if len(d.view.Page.Items) == 0 {
		key := "meeting.nothing"
		if d.view.Step.Stage == rules.Ended {
			key = "meeting.nothing.over"
		}
		d.say(key)
		return
	}
	last := ""
	for _, p := range d.page {
		if part := d.parts[p.ID]; part != last {
			d.say("meeting.part." + part)
			last = part
		}
		d.card.Lines = append(d.card.Lines, p.lines...)
	}
}

// ideaLines are the ideas for a topic that stand below another, which they are for too.
func (d *drawing) ideaLines(topic rules.Item) (lines []words.Text) {
	var above rules.Item
	for _, i := range d.view.Page.Items {
		switch {
		case i.Kind == rules.ItemTopic:
			above = i
		case topic.For(i) && above.ID != topic.ID:
			lines = append(lines, d.item("meeting.idea", noteLine(d.Team.Lang, i.Notes[0], d.view.Page.Of)))
		}
	}
	return lines
}

// left says how to take up an idea that nobody took up.
func (d *drawing) left() {
	for _, part := range d.parts {
		if part == "left" {
			d.say("meeting.left." + stageKey(d.view.Step.Stage))
			return
		}
	}
}
