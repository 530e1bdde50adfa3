package markdown

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/engawa-bot/engawa/kpt"
)

var _ kpt.Notebook = (*Notebook)(nil)

func id(c string) kpt.NoteID { return kpt.NoteID(strings.Repeat(c, 16)) }

func notebook(t *testing.T, text string) *Notebook {
	t.Helper()
	path := filepath.Join(t.TempDir(), "kpt.md")
	if err := os.WriteFile(path, []byte(text), 0o640); err != nil {
		t.Fatal(err)
	}
	return At(path, titles())
}

func (n *Notebook) text(t *testing.T) string {
	t.Helper()
	data, err := os.ReadFile(n.path)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

func write(t *testing.T, n *Notebook, changes ...kpt.Change) error {
	t.Helper()
	r, err := n.Read(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	revision, err := n.Write(t.Context(), r, changes)
	if err != nil {
		return err
	}
	if now, _ := n.Revision(t.Context()); now != revision {
		t.Errorf("got revision %s after the write, want %s", revision, now)
	}
	return nil
}

func TestChangesMakeSmallDiffs(t *testing.T) {
	add := func(s kpt.Section, c, text string) kpt.Change {
		return kpt.Change{Kind: kpt.AddLine, Retro: friday(), Section: s, ID: id(c), Text: text}
	}
	for name, c := range map[string]struct {
		text    string
		changes []kpt.Change
		want    string
	}{
		"a new file": {
			"",
			[]kpt.Change{{Kind: kpt.OpenSheet, Retro: friday()}, add(kpt.Keeps, "a", "Ana: tea\nat four"), add(kpt.Tries, "b", "pair")},
			"## KPT 2026-11-27\n\n### Tries\n\n- [ ] pair <!-- engawa:bbbbbbbbbbbbbbbb -->\n\n### Keep\n\n" +
				"- Ana: tea <!-- engawa:aaaaaaaaaaaaaaaa -->\n  at four\n\n### Problem\n\n### Try\n",
		},
		"newest first, as the others look": {
			"# Ours\n\nprose\n\n# 2026-11-20\n## Keep\n* a\n",
			[]kpt.Change{{Kind: kpt.OpenSheet, Retro: friday()}},
			"# Ours\n\nprose\n\n# KPT 2026-11-27\n\n## Tries\n\n## Keep\n\n## Problem\n\n## Try\n\n# 2026-11-20\n## Keep\n* a\n",
		},
		"after the last bullet and what is below it": {
			"## 2026-11-27\r\n### 続けること\r\n* a\r\n  * b\r\n\r\n    code\r\n| x |\r\n",
			[]kpt.Change{add(kpt.Keeps, "a", "tea"), add(kpt.Keeps, "b", "more")},
			"## 2026-11-27\r\n### 続けること\r\n* a\r\n  * b\r\n\r\n    code\r\n* tea <!-- engawa:aaaaaaaaaaaaaaaa -->\r\n" +
				"* more <!-- engawa:bbbbbbbbbbbbbbbb -->\r\n| x |\r\n",
		},
		"a section that is not there": {
			"## 2026-11-27\n\n#### Keep\n- a\n\n## Other\n",
			[]kpt.Change{add(kpt.Problems, "a", "slow")},
			"## 2026-11-27\n\n#### Keep\n- a\n\n#### Problem\n\n- slow <!-- engawa:aaaaaaaaaaaaaaaa -->\n\n## Other\n",
		},
		"edit, remove, adopt": {
			"## 2026-11-27\n### Keep\n\n- ~~one~~ <!-- engawa:aaaaaaaaaaaaaaaa -->\n- two <!-- engawa:bbbbbbbbbbbbbbbb -->\n  more\n1. three  \n   lines",
			[]kpt.Change{
				{Kind: kpt.EditLine, ID: id("a"), Place: "4", Was: "one", Text: "- 1"},
				{Kind: kpt.RemoveLine, ID: id("b"), Place: "5", Was: "two\nmore"},
				{Kind: kpt.AdoptLine, ID: id("c"), Place: "7", Was: "three\nlines"},
			},
			"## 2026-11-27\n### Keep\n\n- ~~\\- 1~~ <!-- engawa:aaaaaaaaaaaaaaaa -->\n1. three <!-- engawa:cccccccccccccccc -->  \n   lines",
		},
	} {
		n := notebook(t, c.text)
		if err := write(t, n, c.changes...); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if got := n.text(t); got != c.want {
			t.Errorf("%s: got\n%s\nwant\n%s", name, got, c.want)
		}
	}
}

func TestLinesAreReadAsPeopleWriteThem(t *testing.T) {
	n := notebook(t, "- outside\n# KPT since 2026-01-01\n## ２０２６年１１月２７日\n### Keep\n"+
		"- Ana: tea <!-- engawa:aaaaaaaaaaaaaaaa --> at four\n  in the lounge\n\t- 田中：深い\n* [x] ticked\n・日本語\n"+
		"> - quoted\n```\n- code\n```\n<!--\n- comment\n-->\n| - cell |\n---\n- ~~gone~~\n#### Backend\n1. one\n- \n**Problem**\n- \\# no heading\n"+
		"### Parking lot\n- later\n")
	r, err := n.Read(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, sheet := range r.Sheets {
		for _, l := range sheet.Lines {
			mark := ""
			if l.Struck {
				mark = "~"
			}
			got = append(got, strings.Join([]string{sheet.Retro.String()[5:], string(l.Section), string(l.ID), strings.Repeat(">", l.Depth) + mark + l.Text}, "|"))
		}
	}
	want := []string{
		"00-00|||outside", "11-27|keep|aaaaaaaaaaaaaaaa|Ana: tea at four\nin the lounge", "11-27|keep||>田中：深い", "11-27|keep||~ticked",
		"11-27|keep||日本語", "11-27|keep||~gone", "11-27|keep||one", "11-27|keep||", "11-27|problem||# no heading", "11-27|||later",
	}
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

func TestAFileThatChangesWhileItIsReplacedIsLeftAlone(t *testing.T) {
	n := notebook(t, "b\n")
	if err := n.replace("a\n", "c\n"); !errors.Is(err, kpt.ErrMoved) || n.text(t) != "b\n" {
		t.Errorf("got %v and %q, want ErrMoved and what was saved", err, n.text(t))
	}
}

func TestAFileInPlaceOfTheFolderIsAWrongAddress(t *testing.T) {
	n := At(notebook(t, "").path+"/x", titles())
	_, err := n.Read(t.Context())
	if got, ok := errors.AsType[*kpt.Trouble](err); !ok || got.Reason != kpt.WrongAddress {
		t.Errorf("got %v, want %s", err, kpt.WrongAddress)
	}
}

func TestRightsAndLinksAreKept(t *testing.T) {
	n := notebook(t, "")
	link := filepath.Join(t.TempDir(), "link.md")
	if err := os.Symlink(n.path, link); err != nil {
		t.Fatal(err)
	}
	if err := write(t, At(link, titles()), kpt.Change{Kind: kpt.OpenSheet, Retro: friday()}); err != nil {
		t.Fatal(err)
	}
	info, err := os.Lstat(n.path)
	if err != nil || info.Mode() != 0o640 {
		t.Errorf("got mode %v and %v, want 0640", info.Mode(), err)
	}
	if info, err := os.Lstat(link); err != nil || info.Mode()&os.ModeSymlink == 0 || n.text(t) == "" {
		t.Errorf("got %v and %v, want a link to the file that was written", info, err)
	}
	left, err := os.ReadDir(filepath.Dir(n.path))
	if err != nil || len(left) != 1 {
		t.Errorf("got %v and %v, want no other file", left, err)
	}
}

func TestCreateLeavesAFileAlone(t *testing.T) {
	n := notebook(t, "mine\n")
	if err := Create(n.path, "KPT"); err != nil || n.text(t) != "mine\n" {
		t.Errorf("got %v and %q, want the file as it was", err, n.text(t))
	}
	fresh := At(n.path+".new", titles())
	if err := Create(fresh.path, "KPT #1"); err != nil || fresh.text(t) != "# KPT #1\n" {
		t.Errorf("got %v and %q, want a title", err, fresh.text(t))
	}
}
