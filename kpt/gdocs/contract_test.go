package gdocs_test

import (
	"net/http"
	"strings"
	"testing"

	fake "github.com/engawa-bot/engawa/internal/fake/gdocs"
	"github.com/engawa-bot/engawa/kpt"
	"github.com/engawa-bot/engawa/kpt/gdocs"
	"github.com/engawa-bot/engawa/kpt/notebooktest"
)

func TestADocKeepsTheContractOfANotebook(t *testing.T) {
	stays := map[gdocs.Layout]string{gdocs.Tabs: "with a tab those in it would go"}
	for name, layout := range map[string]gdocs.Layout{"NewestFirst": gdocs.NewestFirst, "Tabs": gdocs.Tabs} {
		t.Run(name, func(t *testing.T) {
			notebooktest.Contract(t, notebooktest.Kind{
				New: func(t *testing.T) notebooktest.Page {
					d := piped(t, plenty())
					d.use(d.doc, layout)
					t.Cleanup(func() {
						if v := d.server.Violations(); len(v) > 0 {
							t.Errorf("Google would refuse: %v", v)
						}
					})
					return page{d.notebook, d}
				},
				LosesAnswer: func(p notebooktest.Page) { p.(page).server.Faults().LoseAnswers(fake.IsWrite, 1) },
				Meanwhile: func(p notebooktest.Page, do func()) {
					p.(page).server.Faults().Before(fake.IsWrite, 1, do)
				},
				Help: func(notebooktest.Page) string { return account },
				Troubles: map[kpt.Reason]func(*testing.T, notebooktest.Page){
					kpt.NotShared: func(_ *testing.T, p notebooktest.Page) { p.(page).doc.Unshare() },
					kpt.ReadOnly:  func(_ *testing.T, p notebooktest.Page) { p.(page).doc.Share(fake.Viewer) },
					kpt.Missing:   func(_ *testing.T, p notebooktest.Page) { p.(page).doc.Trash(true) },
					kpt.Refused:   refusing(http.StatusBadRequest),
					kpt.OfficeFile: func(_ *testing.T, p notebooktest.Page) {
						p.(page).server.Faults().Refuse(nil, -1, fake.OfficeFile())
					},
					kpt.Forbidden: func(_ *testing.T, p notebooktest.Page) {
						p.(page).server.Faults().Refuse(nil, -1, fake.Refusal{Status: http.StatusForbidden, Reason: "domainPolicy"})
					},
					kpt.Between: func(_ *testing.T, p notebooktest.Page) {
						p.(page).server.Faults().Refuse(nil, -1, fake.Refusal{Status: http.StatusForbidden, Page: "<html>Blocked</html>"})
					},
					kpt.KeyRefused: refusing(http.StatusUnauthorized),
					kpt.Busy:       refusing(http.StatusTooManyRequests),
					kpt.Down:       refusing(http.StatusServiceUnavailable),
				},
				Stays: stays[layout],
				Without: map[kpt.Reason]string{
					kpt.WrongAddress: "one that was read once is missing: trouble_test.go",
					kpt.NoAccount:    "there is no client to make the notebook with, then",
					kpt.WrongClock:   "the answer is of another server: key_test.go",
					kpt.SwitchedOff:  "the pretended Docs belongs to no project: key_test.go",
					kpt.TooLarge:     "it takes too long here: key_test.go",
				},
			})
		})
	}
}

// refusing has Google answer everything with a status.
func refusing(status int) func(*testing.T, notebooktest.Page) {
	return func(_ *testing.T, p notebooktest.Page) { p.(page).server.Faults().Fail(nil, -1, status) }
}

// page is a Doc with a person at it.
type page struct {
	*gdocs.Notebook
	*docFixture
}

// Writes leaves line ends to the Doc, which has paragraphs.
func (p page) Writes(text string) { must(p.t, p.doc.Write(strings.ReplaceAll(text, "\r\n", "\n"))) }

func (p page) Shows() string { return p.doc.Text() }

func (p page) Appends(line, more string) { must(p.t, p.doc.Line(line).Append(more)) }

func (p page) Strikes(line string) { must(p.t, p.doc.Line(line).Strike("")) }

func (p page) Deletes(line string) { must(p.t, p.doc.Line(line).Delete()) }
