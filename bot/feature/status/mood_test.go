package status_test

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/bottest"
	"github.com/engawa-bot/engawa/bot/bottest/fixture"
	"github.com/engawa-bot/engawa/bot/words"
	"github.com/engawa-bot/engawa/store"
)

func TestAStatusFollowsTheRoomOfWhoTurnedItOn(t *testing.T) {
	play(t, func(s *running) {
		s.move(ana, "Ana", focus)
		s.wants(s.page(ana), "does not follow you")
		s.wants(s.page(ana), "Nothing is kept")
		s.wants(s.give(ana, " "+anaToken+"\n"), "follows you now")
		s.wants(s.page(ana), "It follows the room")
		s.has(anaThere, anaToken)
		s.shows(anaThere, ":dart: focus")
		s.move(ana, "Ana", pairs)
		s.shows(anaThere, ":busts_in_silhouette: pairing")
		s.move(bo, "Bo", pairs)
		s.shows(anaThere, ":busts_in_silhouette: pairing with Bo")
		s.move(ana, "Ana", lounge)
		s.shows(anaThere, "")
		s.move(ana, "Ana", focus)
		s.shows(anaThere, ":dart: focus")
		s.move(ana, "Ana", "")
		s.shows(anaThere, "")
		if shown := s.screen.list[string(boThere)]; len(shown) > 0 {
			s.Errorf("bo never agreed, and %v was shown", shown)
		}
	})
}

func TestATokenIsTakenForItsOwnAccountOnly(t *testing.T) {
	play(t, func(s *running) {
		s.move(ana, "Ana", focus)
		s.wants(s.give(ana, boToken), "not of your own")
		s.wants(s.page(ana), "Nothing is kept")
		s.has(anaThere, "")
		s.has(boThere, "")
		s.shows(anaThere, "")
		s.press(ana, "part")
		s.wants(s.give(ana, anaToken), "/engawa link")
		s.wants(s.page(ana), "/engawa link")
		s.has(anaThere, "")
	})
}

func TestWhoseAccountIsPartedDuringTheCheckGivesNothing(t *testing.T) {
	play(t, func(s *running) {
		first := s.Ask(bot.Request{
			Way: bot.Submit, Do: "status on", Whose: "sakura", Server: bot.Server{ID: fixture.Server},
			From: bot.Person{ID: ana, Lang: words.English}, Input: bot.Input{Values: map[string]string{"token": anaToken}},
		})
		s.press(ana, "part")
		s.wants(text(first.Then(s.Context())), "/engawa link")
		s.has(anaThere, "")
	})
}

func TestARefusedTokenIsExplainedAndNeverSaidBack(t *testing.T) {
	strange, down, weak := "xox"+"p-fake-of-nobody", "xox"+"p-fake-of-down", "xox"+"p-fake-of-weak"
	play(t, func(s *running) {
		s.slack.(owners)[down], s.slack.(owners)[weak] = "down", "no scopes"
		for token, want := range map[string]string{
			strange:                             "does not take that token",
			down:                                "did not answer",
			weak:                                "users.profile:write",
			"xox" + "b-fake-of-bot":             "begin with xoxp-",
			"xox" + "p-fake-of ana":             "begin with xoxp-",
			"fake-of-" + anaToken:               "begin with xoxp-",
			anaToken + strings.Repeat("0", 300): "begin with xoxp-",
			"":                                  "begin with xoxp-",
		} {
			s.wants(s.give(ana, token), want)
		}
		s.wants(s.page(ana), "Nothing is kept")
		s.noToken("the log", s.log.String())
		s.wants(s.log.String(), "[token]")
	})
}

func TestATokenIsNowhereToBeRead(t *testing.T) {
	play(t, func(s *running) {
		s.move(ana, "Ana", focus)
		s.give(ana, anaToken)
		s.page(ana)
		s.wants(s.kept(ana), "Your Slack token, encrypted")
		form := s.ask(bot.Request{Way: bot.Press, Do: "status on", Whose: "sakura", From: bot.Person{ID: ana}})
		if form.Form == nil {
			s.Error("no form")
		}
		var file bytes.Buffer
		_, err := s.DB.WriteTo(&file)
		s.Must(err)
		if !bytes.Contains(file.Bytes(), []byte(anaThere)) {
			s.Error("the store does not hold the row: the test sees nothing")
		}
		if bytes.Contains(file.Bytes(), []byte("fake-of")) {
			s.Error("the store holds a token in the plain")
		}
		s.press(ana, "status off")
		s.noToken("the log", s.log.String())
	})
}

func TestTurningOffPutsTheStatusBackAndThenDeletesTheToken(t *testing.T) {
	for what, off := range map[string]string{"off": "status off", "privacy": "forget me"} {
		t.Run(what, func(t *testing.T) {
			play(t, func(s *running) {
				s.move(ana, "Ana", focus)
				s.give(ana, anaToken)
				s.give(bo, boToken)
				s.press(ana, off)
				s.shows(anaThere, "")
				s.has(anaThere, anaToken) // for the face to put it back
				s.Wait(39 * time.Second)
				s.has(anaThere, anaToken)
				s.move(ana, "Ana", lounge)
				s.move(ana, "Ana", focus)
				s.shows(anaThere, "")
				s.Wait(81 * time.Second)
				s.has(anaThere, "")
				s.has(boThere, boToken)
				if n := s.rows(); n != 1 {
					s.Errorf("%d rows are kept, want bo's", n)
				}
			})
		})
	}
}

// rows counts what is kept of all tokens.
func (s *running) rows() (n int) {
	s.Helper()
	s.View(func(tx *store.Tx) error {
		n = 0
		for _, err := range moods.Scan(tx, "") {
			s.Must(err)
			n++
		}
		return nil
	})
	return n
}

func TestWhatIsBeingDeletedSaysSoAndCanBeGivenAnew(t *testing.T) {
	play(t, func(s *running) {
		s.move(ana, "Ana", focus)
		s.give(ana, anaToken)
		s.wants(s.press(ana, "status off"), "within two minutes")
		s.wants(s.page(ana), "is being deleted")
		s.wants(s.kept(ana), "It is being deleted")
		s.give(ana, anaToken)
		s.shows(anaThere, ":dart: focus")
		s.Wait(time.Hour)
		s.has(anaThere, anaToken)
	})
}

func TestARestartInBetweenStillPutsBackAndDeletes(t *testing.T) {
	play(t, func(s *running) {
		s.move(ana, "Ana", focus)
		s.give(ana, anaToken)
		s.press(ana, "status off")
		s.Stop()
		s.screen.list = map[string][]shown{}
		s.Start(bot.Move{Member: ana, Name: "Ana", Room: focus})
		if list := s.screen.list[string(anaThere)]; len(list) == 0 {
			s.Error("nothing is put back after the restart")
		}
		s.shows(anaThere, "")
		s.has(anaThere, anaToken)
		s.Wait(2 * time.Minute)
		s.has(anaThere, "")
	})
}

func TestAPartedAccountLosesItsTokenWithinHalfAnHour(t *testing.T) {
	play(t, func(s *running) {
		s.move(ana, "Ana", focus)
		s.give(ana, anaToken)
		s.press(ana, "part")
		s.shows(anaThere, "")
		s.press(bo, "meet", "Bo", string(anaThere)) // whoever has the account now has not agreed
		s.move(bo, "Bo", focus)
		s.shows(anaThere, "")
		s.wants(s.page(bo), "does not follow you")
		s.Wait(32 * time.Minute)
		s.has(anaThere, "")
	})
}

func TestAnAccountFollowsOneTeamOnly(t *testing.T) {
	play(t, func(s *running) {
		ume := s.Team()
		ume.ID, ume.Name, ume.Text.Main, ume.Rooms = "ume", "Ume", "100000000000000012", []bot.Room{{ID: "100000000000000013", Name: "Ume", Kind: bot.Focus}}
		ume = ume.Put(bot.Elsewhere{On: "slack", Channel: "C00000UME", Window: ume.At("slack").Window})
		s.Must(s.Bot.Found(ume))
		s.Must(bottest.SayYes(s.Context(), s.Bot, ume.ID))
		s.give(ana, anaToken)
		there := func(way bot.Way, do string, in bot.Input) string {
			return text(s.ask(bot.Request{Way: way, Do: do, Whose: "ume", From: bot.Person{ID: ana}, Input: in}))
		}
		there(bot.Press, "meet", bot.Input{With: []string{"Ana", string(anaThere)}})
		token := bot.Input{Values: map[string]string{"token": anaToken}}
		s.wants(there(bot.Submit, "status on", token), "in another team")
		s.press(ana, "status off")
		s.wants(there(bot.Submit, "status on", token), "follows you now")
		s.Wait(3 * time.Minute)
		s.has(anaThere, anaToken)
		if n := s.rows(); n != 1 {
			s.Errorf("%d rows, want that of ume", n)
		}
		newer := anaToken + "-newer"
		s.slack.(owners)[newer] = string(anaThere)
		there(bot.Press, "status off", bot.Input{})
		s.give(ana, newer)
		s.has(anaThere, newer)
	})
}

func TestItIsTheSamePersonInSlack(t *testing.T) {
	play(t, func(s *running) {
		there := func(way bot.Way, do string) string {
			return text(s.ask(bot.Request{On: "slack", Way: way, Do: do, Channel: "C0SAKURA", From: bot.Person{ID: anaThere, Name: "ana"}}))
		}
		s.wants(there(bot.Slash, "engawa status"), "does not follow you")
		s.give(ana, anaToken)
		s.wants(there(bot.Slash, "engawa status"), "It follows the room")
		there(bot.Press, "status off")
		s.Wait(2 * time.Minute)
		s.has(anaThere, "")
		stranger := bot.Person{ID: "U0CY", Name: "cy"}
		s.wants(text(s.ask(bot.Request{On: "slack", Way: bot.Slash, Do: "engawa status", Channel: "C0SAKURA", From: stranger})), "/engawa link")
	})
}

func TestWithoutAKeyOrSlackItSaysWhoCanSwitchItOn(t *testing.T) {
	play(t, func(s *running) {
		s.give(ana, anaToken)
		again := func(key []byte, slack owners) {
			s.Stop()
			s.key, s.slack = key, nil
			if slack != nil {
				s.slack = slack
			}
			s.Start()
		}
		again(nil, owners{boToken: string(boThere)})
		s.wants(s.page(bo), "ENGAWA_KEY")
		s.wants(s.give(bo, boToken), "ENGAWA_KEY")
		s.wants(s.press(bo, "status on"), "ENGAWA_KEY")
		s.wants(s.page(ana), "Kept for it")
		s.screen.list = map[string][]shown{}
		again(aKey(7), nil)
		s.move(ana, "Ana", focus)
		if list := s.screen.list[string(anaThere)]; len(list) > 0 {
			s.Errorf("%v is shown without Slack", list)
		}
		s.wants(s.page(bo), "not connected with Slack")
		s.wants(s.page(ana), "Kept for it")
		s.press(ana, "status off") // what is kept can be deleted all the same
		s.Wait(2 * time.Minute)
		if n := s.rows(); n != 0 {
			s.Errorf("%d rows are kept, want none", n)
		}
	})
}
