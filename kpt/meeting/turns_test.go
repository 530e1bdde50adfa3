package meeting

import (
	"slices"
	"testing"
	"time"

	"github.com/engawa-bot/engawa/kpt"
	"github.com/engawa-bot/engawa/store"
)

func TestWhoComesBackTakesNobodysTurn(t *testing.T) {
	for _, c := range []struct {
		name  string
		after func(h *hall)
		want  []MemberID // who speaks, one after another
	}{
		{"their turn went by", func(h *hall) {
			h.do("bo", Leave{})
			h.do("ana", NextSpeaker{"ana"})
			h.do("bo", Join{})
		}, []MemberID{"cy", "bo", "dan"}},
		{"the turns of two went by", func(h *hall) {
			h.do("bo", Leave{})
			h.do("cy", Leave{})
			h.do("ana", NextSpeaker{"ana"})
			h.do("cy", Join{})
			h.do("bo", Join{})
		}, []MemberID{"dan", "bo", "cy"}},
		{"they were away for a moment in their own turn", func(h *hall) {
			h.do("ana", Leave{}, Join{})
		}, []MemberID{"ana", "bo", "cy", "dan"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			h := openHall(t, all(), kpt.Retro{Date: date(27)})
			for _, who := range []MemberID{"ana", "bo", "cy", "dan"} {
				h.do(string(who), Join{})
			}
			h.do("ana", Start{}, Goto{InKeep})
			c.after(h)
			var got []MemberID
			for speaks := h.speaker(); speaks != ""; speaks = h.speaker() {
				got = append(got, speaks)
				h.do("ana", NextSpeaker{speaks})
			}
			if !slices.Equal(got, c.want) {
				t.Errorf("%v speak, want %v", got, c.want)
			}
		})
	}
}

func TestTwoAccountsOfWhichNobodyKnowsWhoseTheyAreShowNothingAhead(t *testing.T) {
	h := openHall(t, all(), kpt.Retro{Date: date(27), Reveal: kpt.RevealMeeting, Starts: time.Date(2026, 11, 27, 6, 0, 0, 0, time.UTC)})
	one := func(_ *store.Tx, members []MemberID) (int, error) { return min(1, len(members)), nil }
	h.Hall = h.Counts(one)
	h.do("bo", AddNote{ID: "a", Kind: kpt.Problem, Text: "a"})
	h.do("ana", Join{}, Start{}, Goto{InKeep})
	if out := h.do("ana in Slack", Join{}); out.Revealed {
		t.Error("what is hidden was shown to one person with two accounts")
	}
	h.update(func(tx *store.Tx) error {
		m, err := h.Meeting(tx, h.retro)
		if err != nil {
			return err
		}
		n, err := h.Company(tx, m)
		if n != 1 {
			t.Errorf("%d were in it, want 1", n)
		}
		return err
	})
}

// speaker is whose turn it is.
func (h *hall) speaker() (who MemberID) {
	h.update(func(tx *store.Tx) error {
		m, err := h.Meeting(tx, h.retro)
		who = m.Speaker()
		return err
	})
	return who
}
