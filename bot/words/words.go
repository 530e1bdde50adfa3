// Package words is the one catalogue of what members read, in English and Japanese.
//
// A sentence is looked up by its key and filled with arguments. The result is a
// [Text]: a list of runs that a face or a terminal turns into its
// own markup. Only the catalogue's own words may carry markup; what people typed
// travels as [Quote] and is escaped by the face, and a person is mentioned only
// by [Person], so no typed text can ever ping anybody.
//
// The package knows no platform, and of ours only what of a text can be seen.
//
// Catalogue files (en.txt, ja.txt) hold one 'key: sentence' a line; \n breaks a
// line, {name} is an argument, {n|person|people} chooses by a number's
// singular and plural, and **bold** is the only markup.
package words

import (
	"embed"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/engawa-bot/engawa/internal/plain"
)

// Lang is a language that Engawa speaks.
type Lang string

// The languages of the catalogue.
const (
	English  Lang = "en"
	Japanese Lang = "ja"
)

// Langs lists every language of the catalogue, English first.
func Langs() []Lang { return []Lang{English, Japanese} }

// Of gives the language for a platform's locale such as "ja", "ja-JP" or
// "en-GB"; what Engawa does not speak becomes English.
func Of(locale string) Lang {
	if strings.HasPrefix(strings.ToLower(locale), "ja") {
		return Japanese
	}
	return English
}

// Kind tells a face how to show a run.
type Kind int

// The kinds of run.
const (
	Plain  Kind = iota // the catalogue's own words; may hold **bold**
	Quoted             // what somebody typed, or a name; to be escaped
	Member             // a person's platform id; to be shown as a name, pinging only if the card says so
	Place              // a room's or channel's platform id
	Group              // a role's platform id
	Moment             // a time of day, in the reader's own zone where the face can
	Since              // a moment shown as how long ago it was, where the face can
	Day                // a calendar day
	Link               // an address to follow
)

// Run is a stretch of text of one kind.
type Run struct {
	Kind Kind      `json:"k,omitempty"`
	Text string    `json:"t,omitempty"`
	At   time.Time `json:"at,omitzero"`
}

// Text is what somebody reads, in order. The zero Text is empty.
type Text []Run

// Arg is one argument of a sentence.
type Arg struct {
	Name string
	Text Text
	n    int
}

// Quote passes somebody's own words, or a name they chose, as far as they can be
// seen.
func Quote(name, text string) Arg {
	return Arg{Name: name, Text: Text{{Kind: Quoted, Text: plain.Piece(text)}}}
}

// Person passes a member by platform id.
func Person(name, id string) Arg { return Arg{Name: name, Text: Text{{Kind: Member, Text: id}}} }

// Room passes a room or channel by platform id.
func Room(name, id string) Arg { return Arg{Name: name, Text: Text{{Kind: Place, Text: id}}} }

// Role passes a role by platform id.
func Role(name, id string) Arg { return Arg{Name: name, Text: Text{{Kind: Group, Text: id}}} }

// At passes a time of day. The text is the team's own HH:MM, for faces that
// cannot show a moment in the reader's zone.
func At(name string, t time.Time) Arg {
	return Arg{Name: name, Text: Text{{Kind: Moment, Text: t.Format("15:04"), At: t}}}
}

// Clock passes a time of day by the team's clock: beside a day, which is the team's too.
func Clock(name string, t time.Time) Arg {
	return Arg{Name: name, Text: Text{{Text: t.Format("15:04")}}}
}

// Ago passes a moment that is shown as the time since.
func Ago(name string, t time.Time) Arg {
	return Arg{Name: name, Text: Text{{Kind: Since, Text: t.Format("15:04"), At: t}}}
}

// URL passes an address to follow.
func URL(name, address string) Arg { return Arg{Name: name, Text: Text{{Kind: Link, Text: address}}} }

// Count passes a number; {name|one|many} in a sentence chooses by it.
func Count(name string, n int) Arg {
	return Arg{Name: name, Text: Text{{Text: fmt.Sprint(n)}}, n: n}
}

// Nest passes a text that is already made.
func Nest(name string, t Text) Arg { return Arg{Name: name, Text: t} }

//go:embed en.txt ja.txt
var files embed.FS

var catalogues = sync.OnceValue(func() map[Lang]map[string]string {
	all := map[Lang]map[string]string{}
	for _, lang := range Langs() {
		data, err := files.ReadFile(string(lang) + ".txt")
		if err != nil {
			panic("words: " + err.Error())
		}
		all[lang] = parse(string(data))
	}
	return all
})

func parse(data string) map[string]string {
	sentences := map[string]string{}
	for line := range strings.Lines(data) {
		line = strings.TrimRight(line, "\n")
		if key, text, ok := strings.Cut(line, ": "); ok && !strings.HasPrefix(line, "#") {
			sentences[strings.TrimSpace(key)] = strings.ReplaceAll(text, `\n`, "\n")
		}
	}
	return sentences
}

// Keys lists the keys of a language's catalogue, sorted.
func Keys(lang Lang) []string {
	var keys []string
	for key := range catalogues()[lang] {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	return keys
}

// Say gives the sentence for key in lang, filled with args. A key that the
// language lacks is said in English; one that nobody has is shown as the key
// itself, which a test forbids.
func Say(lang Lang, key string, args ...Arg) Text {
	sentence, ok := catalogues()[lang][key]
	if !ok {
		sentence, ok = catalogues()[English][key]
	}
	if !ok {
		sentence = key
	}
	return fill(sentence, args)
}

// fill replaces each {name} and {name|one|many} by its argument.
func fill(sentence string, args []Arg) Text {
	var out Text
	plain := func(s string) {
		if s != "" {
			out = append(out, Run{Text: s})
		}
	}
	for {
		before, rest, found := strings.Cut(sentence, "{")
		plain(before)
		if !found {
			return out
		}
		hole, after, _ := strings.Cut(rest, "}")
		name, forms, choosing := strings.Cut(hole, "|")
		i := slices.IndexFunc(args, func(a Arg) bool { return a.Name == name })
		switch {
		case i < 0:
			plain("{" + hole + "}")
		case choosing:
			one, many, _ := strings.Cut(forms, "|")
			if args[i].n != 1 {
				one = many
			}
			plain(one)
		default:
			out = append(out, args[i].Text...)
		}
		sentence = after
	}
}

// Join puts texts one after another with sep between them.
func Join(texts []Text, sep string) Text {
	var out Text
	for i, t := range texts {
		if i > 0 && sep != "" {
			out = append(out, Run{Text: sep})
		}
		out = append(out, t...)
	}
	return out
}

// Empty tells whether there is nothing to read.
func (t Text) Empty() bool { return t.String() == "" }

// String is the text without markup, for logs of keepers, lengths and faces
// that have no markup of their own. Ids stand as they are. It has nothing that
// cannot be seen, whoever made the text.
func (t Text) String() string {
	var b strings.Builder
	for _, r := range t {
		b.WriteString(plain.Piece(r.Text))
	}
	return strings.ReplaceAll(b.String(), "**", "")
}
