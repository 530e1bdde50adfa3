package notes

import (
	"context"
	"errors"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/notebook"
	"github.com/engawa-bot/engawa/bot/words"
	"github.com/engawa-bot/engawa/kpt"
	"github.com/engawa-bot/engawa/store"
)

// What a press on the notebook's page sets.
const (
	useFile = "file"
	tabs    = "tabs"
	reveal  = "reveal"
)

// notebook links a Google Doc, or shows where the team's notebook is. A Doc is tried
// before the notebook of before is let go: one that cannot be written yet is not linked.
func (f feature) notebook(a *bot.Ask) (bot.Reply, error) {
	address := words.Clean(a.Values["address"])
	if address == "" {
		return f.look(a, nil), nil
	}
	address, ok := kpt.DocAddress(address)
	if !ok {
		return bot.Reply{}, bot.Sorryf("fault.doc")
	}
	return f.link(a, address)
}

// link tries a Doc, and links it if that went well.
func (f feature) link(a *bot.Ask, address string) (bot.Reply, error) {
	wanted := a.Team
	wanted.KPT.Doc = address
	if err := ofDoc(a.Fits(wanted)); err != nil {
		return bot.Reply{}, err
	}
	trying := a.Say("notebook.trying", words.URL("address", address))
	reply := bot.Reply{Card: notebookCard(a, a.Team.KPT, nil, trying)}
	reply.Then = func(ctx context.Context) bot.Reply {
		if err := f.notebooks.Try(ctx, wanted); err != nil {
			card := notebookCard(a, a.Team.KPT, a.Say("notebook.unlinked"), stateOf(a.From.Lang, err))
			card.Tone = bot.Amiss
			return bot.Reply{Card: card}
		}
		err := a.Again(ctx, func(s *bot.Scene) error {
			return s.Change(func(t *bot.Team) error {
				t.KPT.Doc = address
				wanted.KPT = t.KPT
				return nil
			})
		})
		if err != nil {
			return bot.Tell(bot.Undone(a.From.Lang, err))
		}
		f.notebooks.Wake(a.Team.ID)
		return bot.Reply{Card: notebookCard(a, wanted.KPT, a.Say("notebook.linked"), a.Say("notebook.well"))}
	}
	return reply, nil
}

// ofDoc are the faults of a set-up that are about its Doc.
func ofDoc(err error) error {
	faults, _ := errors.AsType[bot.Faults](err)
	for _, f := range faults {
		if f.Field == "notebook.doc" {
			return bot.Faults{f}
		}
	}
	return nil
}

// stateOf says how a look at a notebook went.
func stateOf(lang words.Lang, err error) words.Text {
	if err == nil {
		return words.Say(lang, "notebook.well")
	}
	if trouble, ok := errors.AsType[*kpt.Trouble](err); ok {
		return notebook.Sentence(lang, trouble)
	}
	return notebook.Sentence(lang, &kpt.Trouble{Reason: kpt.Down})
}

func (f feature) set(a *bot.Ask, change func(*bot.KPTSet)) error {
	err := a.Change(func(t *bot.Team) error {
		change(&t.KPT)
		return nil
	})
	if err == nil {
		f.notebooks.Wake(a.Team.ID)
	}
	return err
}

// setNotebook changes what a button of the notebook's page is about.
func (f feature) setNotebook(a *bot.Ask) (bot.Reply, error) {
	if len(a.With) != 1 {
		return f.updated(f.look(a, nil)), nil
	}
	err := f.set(a, func(k *bot.KPTSet) {
		switch a.With[0] {
		case useFile:
			k.Doc, k.Tabs = "", false
		case tabs:
			k.Tabs = !k.Tabs
		case reveal:
			k.Reveal = map[bool]kpt.Reveal{true: "", false: kpt.RevealMeeting}[k.Reveal == kpt.RevealMeeting]
		}
	})
	if err != nil {
		return bot.Reply{}, err
	}
	news := a.Say("settings.saved")
	if a.With[0] == reveal {
		if news, err = revealNews(a); err != nil {
			return bot.Reply{}, err
		}
	}
	return f.updated(f.look(a, news)), nil
}

// revealNews says from when on a new choice holds: what somebody has written already is
// shown as it was promised.
func revealNews(a *bot.Ask) (words.Text, error) {
	var r kpt.Retro
	err := a.Update(func(tx *store.Tx) (err error) {
		if _, _, err = a.Turn(tx); err == nil {
			r, err = a.Taking(tx)
		}
		return err
	})
	if err == nil && r.Noted && (r.Reveal == kpt.RevealMeeting) != (a.Team.KPT.Reveal == kpt.RevealMeeting) {
		return a.Say("notebook.reveal.next", a.Called(a.From.Lang, r)), nil
	}
	return a.Say("settings.saved"), err
}

// doc is the address of the team's Doc; "" if there is none to be opened.
func (f feature) doc(a *bot.Ask) string {
	if a.Team.KPT.Doc == "" || !a.HasDoc() {
		return ""
	}
	return f.notebooks.Address(a.Team)
}

// updated has both the first answer and the one after it take the card's place.
func (feature) updated(r bot.Reply) bot.Reply {
	r.Update = true
	return r
}

// look shows the notebook's page: at once what is set up, then whether the
// notebook can be read and written.
func (f feature) look(a *bot.Ask, news words.Text) bot.Reply {
	reply := bot.Reply{Card: notebookCard(a, a.Team.KPT, news, a.Say("notebook.looking"))}
	team, theirs, lang := a.Team, a.HasDoc(), a.From.Lang
	reply.Then = func(ctx context.Context) bot.Reply {
		err := f.notebooks.Look(ctx, team, theirs)
		card := notebookCard(a, team.KPT, news, stateOf(lang, err))
		if err == nil {
			f.notebooks.Wake(team.ID) // which may be waiting for somebody to mend it
		} else {
			card.Tone = bot.Amiss
		}
		return bot.Reply{Card: card}
	}
	return reply
}

// notebookCard is the notebook's page of a team that is set up so.
func notebookCard(a *bot.Ask, set bot.KPTSet, news, state words.Text) *bot.Card {
	where := a.Say("notebook.file")
	if set.Doc != "" {
		where = a.Say("notebook.doc", words.URL("address", set.Doc))
	}
	shows := "notebook.open"
	if set.Reveal == kpt.RevealMeeting {
		shows = "notebook.meeting"
	}
	c := &bot.Card{Tone: bot.Calm, Title: a.Say("notebook.title"), Lines: []words.Text{where, a.Say(shows), state}}
	if !news.Empty() {
		c.Lines = append([]words.Text{news}, c.Lines...)
	}
	button := func(key, what string) {
		b := bot.Button{Label: a.Say(key), Do: "notebook set"}
		if what != "" {
			b.With = []string{what}
		}
		c.Buttons = append(c.Buttons, b)
	}
	button(shows+".change", reveal)
	c.Buttons = append(c.Buttons, bot.Button{Label: a.Say("notebook.stages"), Do: "notebook stages"})
	if set.Doc != "" {
		tabsNow := map[bool]string{true: "notebook.tabs.on", false: "notebook.tabs.off"}[set.Tabs]
		button(tabsNow, tabs)
		button("notebook.file.use", useFile)
	}
	button("notebook.again", "")
	return c
}
