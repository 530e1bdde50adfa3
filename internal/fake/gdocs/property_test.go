package gdocs_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"maps"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"

	fake "github.com/engawa-bot/engawa/internal/fake/gdocs"
	"github.com/engawa-bot/engawa/internal/need"
)

var rounds = flag.Uint64("rounds", 6, "how many random histories")

// words are what random people type.
var words = []string{"tea", "お茶", "🍵", "🇫🇷", "e\u0301", "a b", "\ttab", "soft\vbreak", "-", "👩‍👩‍👧"}

// TestRandomEditsKeepTheDocumentWhole plays people and a bot, who edit one document at random.
func TestRandomEditsKeepTheDocumentWhole(t *testing.T) {
	need.Unraced(t)
	for seed := range *rounds {
		s := start(t, fake.Options{Quota: fake.Quota{Writes: 1 << 20, Reads: 1 << 20}})
		d, copies := bare(t, s), start(t, fake.Options{})
		r := rand.New(rand.NewPCG(seed, 1))
		var open []string
		for step := range 40 {
			before := d.Revision()
			var what string
			if r.IntN(3) == 0 {
				what = randomBatch(t, r, s, d, before)
			} else {
				what, open = randomEdit(r, d, open)
			}
			checkWhole(t, d, copies, fmt.Sprintf("seed %d, step %d: %s", seed, step, what))
		}
		data := d.JSON()
		copied, err := copies.Load(bytes.Replace(data, []byte(d.ID()), []byte("copy"), 1))
		must(t, err)
		got, want := parse(t, copied.JSON()), parse(t, data)
		if want["documentId"] = "copy"; !reflect.DeepEqual(got, want) {
			t.Fatalf("seed %d: got %s\nwant %s", seed, brief(got), brief(want))
		}
		s.Close()
		copies.Close()
	}
}

// randomEdit is a person's edit; it may fail, as when the line is no bullet.
func randomEdit(r *rand.Rand, d *fake.Doc, open []string) (string, []string) {
	lines := d.Lines()
	n := r.IntN(len(lines))
	at, other, word := d.LineAt(n), d.LineAt(r.IntN(len(lines))), words[r.IntN(len(words))]
	piece := ""
	if text := []rune(lines[n].Text); len(text) > 0 {
		i := r.IntN(len(text))
		piece = string(text[i : i+1+r.IntN(len(text)-i)])
	}
	suggestion := func(id string, err error) error {
		if err == nil {
			open = append(open, id)
		}
		return err
	}
	edits := map[string]func() error{
		"type":            func() error { return at.Type(word) },
		"append":          func() error { return at.Append(word) },
		"insert":          func() error { return at.Insert(piece, word) },
		"replace":         func() error { return at.Replace(piece, word) },
		"cut":             func() error { return at.Cut(piece) },
		"delete":          at.Delete,
		"paste":           func() error { return at.Paste(word, "pasted") },
		"move":            func() error { return at.MoveAfter(other) },
		"bold":            func() error { return at.Bold(piece) },
		"strike":          func() error { return at.Strike("") },
		"link":            func() error { return at.Link(piece, "https://example.invalid/") },
		"heading":         func() error { return at.Heading(r.IntN(4)) },
		"bullet":          func() error { return at.Bullet("NUMBERED_DECIMAL_NESTED") },
		"unbullet":        at.Unbullet,
		"relist":          func() error { return at.Relist("BULLET_CHECKBOX") },
		"nest":            at.Nest,
		"unnest":          at.Unnest,
		"chip":            func() error { return at.Chip(piece, "Ana", "ana@example.invalid") },
		"table":           func() error { return at.TableAround(1 + r.IntN(2)) },
		"suggest":         func() error { return suggestion(at.Suggest(piece, word)) },
		"suggestLine":     func() error { return suggestion(at.SuggestLine(word)) },
		"suggestDeletion": func() error { return suggestion(at.SuggestDeletion(piece)) },
		"decide": func() error {
			if len(open) == 0 {
				return nil
			}
			id := open[0]
			open = open[1:]
			return []func(string) error{d.Accept, d.Reject}[r.IntN(2)](id)
		},
	}
	names := slices.Sorted(maps.Keys(edits))
	name := names[r.IntN(len(names))]
	return fmt.Sprintf("%s at %d %q: %v", name, n, piece, edits[name]()), open
}

// randomBatch is a bot's write, which may be refused but then changes nothing.
func randomBatch(t *testing.T, r *rand.Rand, s *fake.Server, d *fake.Doc, target string) string {
	lines := d.Lines()
	l := lines[r.IntN(len(lines))]
	end := l.Index + utf16Length(l.Text)
	one := func() object {
		switch r.IntN(6) {
		case 0:
			return insertText(end, "\n\t"+words[r.IntN(len(words))])
		case 1:
			return insertText(l.Index+r.IntN(20), words[r.IntN(len(words))])
		case 2:
			return nameRange("n", l.Index, end+r.IntN(3))
		case 3:
			return bullets(l.Index, end+r.IntN(20), discs)
		case 4:
			return object{"replaceNamedRangeContent": object{"namedRangeName": "n", "text": words[r.IntN(len(words))]}}
		default:
			return deleteRange(l.Index+r.IntN(5), end+r.IntN(9))
		}
	}
	requests := []object{one(), one()}
	before := d.JSON()
	control := object{"requiredRevisionId": target}
	if r.IntN(2) == 0 {
		control = object{"targetRevisionId": target}
		_ = d.LineAt(r.IntN(len(lines))).Append("meanwhile")
		before = d.JSON()
	}
	a := batch(t, s, d, control, requests...)
	if a.err != nil || a.status != 200 && a.status != 400 {
		t.Fatalf("got %d %v", a.status, a)
	}
	if a.status == 400 && !bytes.Equal(before, d.JSON()) {
		t.Fatalf("a refused batch changed the document: %s", a.message())
	}
	data, _ := json.Marshal(requests)
	return fmt.Sprintf("batch %s: %d %s", data, a.status, a.message())
}

// checkWhole reads the document back: Load refuses indexes that do not add up and paragraphs without a newline.
func checkWhole(t *testing.T, d *fake.Doc, other *fake.Server, what string) {
	t.Helper()
	data := d.JSON()
	copied, err := other.Load(bytes.Replace(data, []byte(d.ID()), nil, 1))
	if err != nil {
		t.Fatalf("%s: %v\n%s", what, err, d.Text())
	}
	if got, want := copied.Text(), d.Text(); got != want {
		t.Fatalf("%s: got %s\nwant %s", what, got, want)
	}
	size := len(bodyUnits(t, data))
	tab := parse(t, data)["tabs"].([]any)[0].(object)["documentTab"].(object)
	named, _ := tab["namedRanges"].(object)
	for name, group := range named {
		for _, n := range group.(object)["namedRanges"].([]any) {
			for _, x := range n.(object)["ranges"].([]any) {
				if from, to := startOf(x.(object)), endOf(x.(object)); from < 1 || from >= to || to > size {
					t.Fatalf("%s: named range %q from %d to %d of %d", what, name, from, to, size)
				}
			}
		}
	}
}

// bare is a document without styles, which is quick to read and write.
func bare(t *testing.T, s *fake.Server) *fake.Doc {
	t.Helper()
	d, err := s.Load([]byte(`{"title":"KPT","tabs":[{"tabProperties":{"tabId":"t.0"},"documentTab":{"body":{"content":[
		{"endIndex":1,"sectionBreak":{}},
		{"startIndex":1,"endIndex":2,"paragraph":{"elements":[{"startIndex":1,"endIndex":2,"textRun":{"content":"\n"}}]}}
	]}}}]}`))
	must(t, err)
	must(t, d.Write("# KPT\n## Keep\n- one\n- two\n  - nested\nplain\nend"))
	return d
}
