package topics_test

import (
	"regexp"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/engawa-bot/engawa/bot/feature/tea/topics"
)

var langs = []string{"en", "ja"}

func TestThereAreEnoughTopicsForATeaEachDayInSixtyDays(t *testing.T) {
	for _, lang := range langs {
		got := len(topics.All(lang))
		if got < 60 {
			t.Errorf("%s: got %d topics, want at least 60", lang, got)
		}
		t.Logf("%s: %d topics", lang, got)
	}
}

func TestBothLanguagesHaveTheSameTopicsInTheSameOrder(t *testing.T) {
	english, japanese := topics.All("en"), topics.All("ja")
	for i := range min(len(english), len(japanese)) {
		if english[i].ID != japanese[i].ID {
			t.Fatalf("topic %d: got %q in ja, want %q as in en", i, japanese[i].ID, english[i].ID)
		}
	}
	if len(english) != len(japanese) {
		t.Errorf("got %d topics in ja, want %d as in en", len(japanese), len(english))
	}
}

func TestNoTopicComesTwice(t *testing.T) {
	for _, lang := range langs {
		ids, texts := map[topics.ID]bool{}, map[string]bool{}
		for _, topic := range topics.All(lang) {
			if ids[topic.ID] || texts[topic.Text] {
				t.Errorf("%s: %q %q is there twice", lang, topic.ID, topic.Text)
			}
			ids[topic.ID], texts[topic.Text] = true, true
		}
	}
}

func TestATopicIsOneShortLineWithAnID(t *testing.T) {
	id := regexp.MustCompile(`^[a-z]+(-[a-z]+)*$`)
	for _, lang := range langs {
		for _, topic := range topics.All(lang) {
			if !id.MatchString(string(topic.ID)) {
				t.Errorf("%s: got id %q of %q, want small letters and hyphens", lang, topic.ID, topic.Text)
			}
			if n := utf8.RuneCountInString(topic.Text); n < 10 || n > 140 {
				t.Errorf("%s: %s has %d characters, want 10 to 140", lang, topic.ID, n)
			}
		}
	}
}

func TestEachTopicIsInItsLanguage(t *testing.T) {
	kana := func(r rune) bool { return unicode.In(r, unicode.Hiragana, unicode.Katakana) }
	for _, topic := range topics.All("ja") {
		if !strings.ContainsFunc(topic.Text, kana) {
			t.Errorf("%s: %q is not Japanese", topic.ID, topic.Text)
		}
	}
	for _, topic := range topics.All("en") {
		for _, r := range topic.Text {
			if r > unicode.MaxASCII {
				t.Errorf("%s: %q has %q, want plain English", topic.ID, topic.Text, r)
			}
		}
	}
}

func TestAnUnknownLanguageGetsEnglish(t *testing.T) {
	got, want := topics.All("fr"), topics.All("en")
	if len(got) == 0 || got[0] != want[0] {
		t.Errorf("got %v, want %v", got[:1], want[:1])
	}
}
