package people_test

import (
	"bytes"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/bottest"
	"github.com/engawa-bot/engawa/bot/bottest/fixture"
	"github.com/engawa-bot/engawa/bot/feature/people"
	"github.com/engawa-bot/engawa/store"
)

// addresses has the team file say whose e-mail is which.
func (w *running) addresses(emails map[bot.MemberID]string) {
	w.Helper()
	accounts := map[bot.Account]string{}
	for id, email := range emails {
		accounts[bottest.Account(id)] = email
	}
	w.Update(func(tx *store.Tx) error { return people.KeepAddresses(tx, fixture.ID, accounts) })
}

func guest(id bot.MemberID, name, email string) bot.Guest {
	return bot.Guest{Account: bottest.Account(id), Name: name, Email: email}
}

const askIto = "U0ANA: The team's set-up has your e-mail for Ana in Sakura on Discord."

func TestAnEMailThatBothSidesKnowIsASuggestionWithinAMinute(t *testing.T) {
	play(t, []bot.Guest{guest(anaThere, "Ana Ito", "Ana@Example.com"), guest(cyThere, "Cy", "cy@example.com")}, func(w *running) {
		w.addresses(map[bot.MemberID]string{ana: " ana@example.COM", dan: "dan@example.com"})
		w.Wait(2 * time.Minute)
		w.linked()
		w.got(askIto)
		w.addresses(map[bot.MemberID]string{})
		w.addresses(map[bot.MemberID]string{ana: "ana@example.com"})
		w.Restart(0)
		w.Wait(2 * time.Hour)
		w.got()
		w.linked()
		number := shown(w.presses(anaThere, "link yes", string(ana)))
		w.got("200000000000000001: Ana Ito on Slack says that they are you.")
		w.says(w.types(ana, anaThere, number), "now linked with Ana Ito on Slack")
		w.linked(ana, anaThere)
	})
}

func TestWhoIsNotKnownOrHiddenIsNotSuggestedByTheirEMail(t *testing.T) {
	play(t, []bot.Guest{guest(anaThere, "Ito", "ana@example.com"), guest(cyThere, "Cy", "cy@example.com")}, func(w *running) {
		w.presses(ana, "hide")
		w.addresses(map[bot.MemberID]string{ana: "ana@example.com", dan: "cy@example.com"})
		w.Wait(2 * time.Hour)
		w.got()
		w.arrives(dan, "Dan")
		w.Wait(2 * time.Hour)
		w.got("U0CY: The team's set-up has your e-mail for Dan")
	})
}

func TestWhoPartsAccountsOfOneEMailIsNotAskedAgain(t *testing.T) {
	play(t, []bot.Guest{guest(anaThere, "Anna", "ana@example.com")}, func(w *running) {
		w.joins(ana, anaThere)
		w.says(w.asks(ana, "engawa link"), "linked with Anna on Slack", "[Unlink]")
		w.says(w.presses(ana, "link part"), "Unlinked.")
		w.addresses(map[bot.MemberID]string{ana: "ana@example.com"})
		w.Restart(0)
		w.Wait(2 * time.Hour)
		w.linked()
		w.got()
	})
}

func TestWhatPeopleSaidThemselvesCountsMoreThanAnEMail(t *testing.T) {
	for name, press := range map[string][]string{"no": {"link no", string(ana)}, "Slack only": {"link alone"}} {
		t.Run(name, func(t *testing.T) {
			play(t, []bot.Guest{guest(anaThere, "Ana", "ana@example.com")}, func(w *running) {
				w.got(askAna)
				w.presses(anaThere, press[0], press[1:]...)
				w.addresses(map[bot.MemberID]string{ana: "ana@example.com"})
				w.Wait(2 * time.Minute)
				w.linked()
				w.got()
			})
		})
	}
}

func TestNoEMailIsInTheStore(t *testing.T) {
	play(t, []bot.Guest{guest(anaThere, "Ana I.", "Ana.Ito@Example.com"), guest(cyThere, "Cy", "Cy@Example.com")}, func(w *running) {
		w.addresses(map[bot.MemberID]string{ana: "ana.ito@example.com", bo: "bo@example.com"})
		w.Wait(2 * time.Minute)
		w.got("U0ANA: The team's set-up has your e-mail")
		w.Restart(0)
		data, err := os.ReadFile(w.Path)
		w.Must(err)
		if !bytes.Contains(data, []byte("Ana")) {
			t.Fatal("the store does not hold Ana's name: the test sees nothing")
		}
		for _, part := range []string{"@example", "ana.ito", "bo@"} {
			if strings.Contains(strings.ToLower(string(data)), part) {
				t.Errorf("the store holds %q", part)
			}
		}
	})
}

func TestPeopleAreTakenOutOfTheAddressesByLeavingThemOutOfTheFile(t *testing.T) {
	play(t, nil, func(w *running) {
		w.addresses(map[bot.MemberID]string{ana: "ana@example.com"})
		w.says(w.presses(ana, "kept"), "A fingerprint of your e-mail")
		w.addresses(map[bot.MemberID]string{})
		if got := read(w.presses(ana, "kept").Card); strings.Contains(got, "fingerprint") {
			t.Errorf("got %q, want no fingerprint any more", got)
		}
	})
}
