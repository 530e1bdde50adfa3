package markdown

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strconv"
	"sync"
	"time"

	"github.com/engawa-bot/engawa/kpt"
	"github.com/engawa-bot/engawa/schedule"
)

// Notebook is a Markdown file. It is a kpt.Notebook.
type Notebook struct {
	path   string
	titles kpt.Titles
	mu     sync.Mutex // one Write at a time
	held   held
}

// held is what the file was when last read or written.
type held struct {
	mu       sync.Mutex
	revision string
}

func (h *held) is(revision string) bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.revision == revision
}

func (h *held) set(revision string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.revision = revision
}

// At is the notebook in the file at path, which must be there: see Create. An
// absent file is trouble, not an empty notebook, for it may have been moved.
func At(path string, titles kpt.Titles) *Notebook {
	return &Notebook{path: path, titles: titles}
}

// Revision names the content of the file.
func (n *Notebook) Revision(context.Context) (string, error) {
	text, err := n.load()
	if err != nil {
		return "", err
	}
	return revision(text), nil
}

// Read tells what stands in the file. It waits until nobody is about to save it;
// if that takes long it is ErrMoved.
func (n *Notebook) Read(ctx context.Context) (kpt.Reading, error) {
	text, err := n.still(ctx)
	if err != nil {
		return kpt.Reading{}, err
	}
	n.held.set(revision(text))
	d := parse(text, n.titles)
	return kpt.Reading{Revision: revision(text), Sheets: d.sheets(), Undated: d.undated()}, nil
}

// An editor that saves may empty the file first and fill it then. Half a file
// would read as if people had deleted the rest.
const (
	stillness = 100 * time.Millisecond
	mostLooks = 50
)

// still loads the file, and if it is another than before, once it has been the
// same for a while.
func (n *Notebook) still(ctx context.Context) (string, error) {
	last, err := n.load()
	for range mostLooks {
		if err != nil || n.held.is(revision(last)) {
			return last, err
		}
		select {
		case <-time.After(stillness):
		case <-ctx.Done():
			return "", ctx.Err()
		}
		var text string
		if text, err = n.load(); err == nil && text == last {
			return text, nil
		}
		last = text
	}
	return "", kpt.ErrMoved
}

// Write makes the changes in one replacement of the file.
func (n *Notebook) Write(_ context.Context, at kpt.Reading, changes []kpt.Change) (string, error) {
	n.mu.Lock()
	defer n.mu.Unlock()
	text, err := n.load()
	if err != nil {
		return "", err
	}
	if revision(text) != at.Revision {
		return "", kpt.ErrMoved
	}
	if err := kpt.Writable(changes); err != nil {
		return "", err
	}
	written, err := apply(text, n.titles, changes)
	if err != nil {
		return "", err
	}
	if err := readsBack(written, n.titles, changes); err != nil {
		return "", err
	}
	if written == text {
		return at.Revision, nil
	}
	if err := n.replace(text, written); err != nil {
		return "", err
	}
	n.held.set(revision(written))
	return revision(written), nil
}

func revision(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:])
}

// readsBack makes sure that what is added will be found again on its sheet: a line that
// is not would be added again and again. A Try has a line on older sheets too.
func readsBack(text string, titles kpt.Titles, changes []kpt.Change) error {
	type spot struct {
		retro schedule.Date
		id    kpt.NoteID
	}
	found := map[spot]string{}
	for _, b := range parse(text, titles).bullets {
		if b.read.ID != "" {
			found[spot{b.retro, b.read.ID}] = b.read.Text
		}
	}
	for _, c := range changes {
		if c.Kind == kpt.AddLine && found[spot{c.Retro, c.ID}] != kpt.Tidy(c.Text) {
			return &kpt.Unwritable{ID: c.ID, Err: fmt.Errorf("markdown: the line of %s would read back as another", c.ID)}
		}
	}
	return nil
}

// sheets gives the lines by sheets, in the order of the file; those outside of
// all come first, if there are any.
func (d *document) sheets() []kpt.Sheet {
	outside := kpt.Sheet{}
	var sheets []kpt.Sheet
	at := map[schedule.Date]int{}
	for _, h := range d.heads {
		if _, ok := at[h.retro]; h.sheet && !ok {
			at[h.retro] = len(sheets)
			s := kpt.Sheet{Retro: h.retro, Days: h.days(), Title: h.title, Empty: d.empty(h.retro), Unclear: d.unclear(h.retro)}
			s.LacksBut(func(section kpt.Section) bool { return d.has(h.retro, section) })
			sheets = append(sheets, s)
		}
		if i, ok := at[h.retro]; ok && h.own != "" && h.section != "" {
			sheets[i].Owners = append(sheets[i].Owners, h.own)
		}
		if h.sheet && h.marked {
			sheets[at[h.retro]].Marked = true
		}
	}
	for _, b := range d.bullets {
		line := b.read
		line.Place = b.place()
		if i, ok := at[b.retro]; ok {
			sheets[i].Lines = append(sheets[i].Lines, line)
		} else {
			outside.Lines = append(outside.Lines, line)
		}
	}
	for _, b := range d.unread {
		if i, ok := at[b.retro]; ok && b.name == "" {
			sheets[i].Unread = append(sheets[i].Unread, b.read.Text)
		}
	}
	if len(outside.Lines) > 0 {
		sheets = append([]kpt.Sheet{outside}, sheets...)
	}
	return sheets
}

// has says whether the sheet of a retro has a section: a heading of it, or a place in a table.
func (d *document) has(retro schedule.Date, section kpt.Section) bool {
	return slices.ContainsFunc(d.heads, func(h heading) bool { return h.retro == retro && !h.sheet && h.section == section }) ||
		slices.ContainsFunc(d.tables, func(t *table) bool { return t.retro == retro && slices.Contains(t.sections(), section) })
}

// days is how many days a heading names: see kpt.Sheet.
func (h heading) days() int {
	if h.marked {
		return 0
	}
	d, _ := kpt.FindDating(h.text)
	return d.Span()
}

func (b *bullet) place() string {
	if b.cell != nil {
		return strconv.Itoa(b.line+1) + ":" + strconv.Itoa(b.cell.part[0])
	}
	return strconv.Itoa(b.line + 1)
}
