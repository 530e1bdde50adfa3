package roster_test

import (
	"bytes"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/roster"
	"github.com/engawa-bot/engawa/store"
)

// addresses has the team file say whose e-mail is which.
func (w *town) addresses(emails map[bot.MemberID]string) {
	w.Helper()
	w.must(w.db.Update(func(tx *store.Tx) error { return roster.KeepAddresses(tx, w.team.ID, emails) }))
}

func guest(id bot.MemberID, name, email string) bot.Guest {
	return bot.Guest{ID: id, Name: name, Email: email}
}

func TestAnEMailThatBothSidesKnowLinksWithinAMinuteAndBothAreTold(t *testing.T) {
	live(t, []bot.Guest{guest(anaThere, "Ana Ito", "Ana@Example.com"), guest(cyThere, "Cy", "cy@example.com")}, func(w *town) {
		w.addresses(map[bot.MemberID]string{ana: " ana@example.COM", dan: "dan@example.com"})
		wait(2 * time.Minute)
		w.linked(ana, anaThere)
		w.got(
			"200000000000000001: This account is now one with Ana Ito on Slack. `/engawa link` parts them.",
			"U0ANA: This account is now one with Ana on Discord. `/engawa link` parts them.",
		)
		w.restart()
		wait(2 * time.Hour)
		w.got()
	})
}

func TestWhoPartsAccountsOfOneEMailIsNotLinkedByItAgain(t *testing.T) {
	live(t, []bot.Guest{guest(anaThere, "Ana", "ana@example.com")}, func(w *town) {
		w.set(func() { w.in[channel][0].Name = "Anna" })
		w.addresses(map[bot.MemberID]string{ana: "ana@example.com"})
		wait(2 * time.Minute)
		w.linked(ana, anaThere)
		w.says(w.asks(ana, "engawa link"), "one with Anna on Slack", "[Part them]")
		w.says(w.presses(ana, "link part"), "Parted.")
		w.addresses(map[bot.MemberID]string{ana: "ana@example.com"})
		w.restart()
		wait(2 * time.Hour)
		w.linked()
		w.addresses(map[bot.MemberID]string{ana: "anna@example.com"})
		w.set(func() { w.in[channel][0].Email = "anna@example.com" })
		wait(2 * time.Minute)
		w.linked(ana, anaThere)
	})
}

func TestWhatPeopleSaidThemselvesCountsMoreThanAnEMail(t *testing.T) {
	for name, press := range map[string][]string{"no": {"link no", string(ana)}, "Slack only": {"link alone"}} {
		t.Run(name, func(t *testing.T) {
			live(t, []bot.Guest{guest(anaThere, "Ana", "ana@example.com")}, func(w *town) {
				w.presses(anaThere, press[0], press[1:]...)
				w.addresses(map[bot.MemberID]string{ana: "ana@example.com"})
				wait(2 * time.Minute)
				w.linked()
			})
		})
	}
}

func TestNoEMailIsInTheStore(t *testing.T) {
	live(t, []bot.Guest{guest(anaThere, "Ana", "Ana.Ito@Example.com"), guest(cyThere, "Cy", "Cy@Example.com")}, func(w *town) {
		w.addresses(map[bot.MemberID]string{ana: "ana.ito@example.com", bo: "bo@example.com"})
		wait(2 * time.Minute)
		w.linked(ana, anaThere)
		w.restart()
		data, err := os.ReadFile(w.path)
		w.must(err)
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
	live(t, nil, func(w *town) {
		w.addresses(map[bot.MemberID]string{ana: "ana@example.com"})
		w.says(w.presses(ana, "kept"), "A fingerprint of your e-mail")
		w.addresses(map[bot.MemberID]string{})
		if got := read(w.presses(ana, "kept").Card); strings.Contains(got, "fingerprint") {
			t.Errorf("got %q, want no fingerprint any more", got)
		}
	})
}
