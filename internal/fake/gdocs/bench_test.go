package gdocs_test

import (
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"

	fake "github.com/engawa-bot/engawa/internal/fake/gdocs"
)

// fiveYears is a document of 260 sheets with 40 bullets each.
func fiveYears(b *testing.B, s *fake.Server) *fake.Doc {
	b.Helper()
	var text strings.Builder
	for sheet := range 260 {
		fmt.Fprintf(&text, "# KPT %d\n", sheet)
		for i, section := range []string{"Keep", "Problem", "Try", "Next"} {
			fmt.Fprintf(&text, "## %s\n", section)
			for note := range 10 {
				fmt.Fprintf(&text, "- ana: note %d of section %d, 続けること 🍵\n", note, i)
			}
		}
	}
	d := s.NewDoc("KPT")
	if err := d.Write(text.String()); err != nil {
		b.Fatal(err)
	}
	return d
}

func BenchmarkGetOfFiveYears(b *testing.B) {
	s := start(b, fake.Options{Quota: fake.Quota{Reads: 1 << 40}})
	d := fiveYears(b, s)
	for b.Loop() {
		r, err := http.NewRequestWithContext(b.Context(), http.MethodGet, s.URL()+"v1/documents/"+d.ID()+"?includeTabsContent=true&prettyPrint=false", nil)
		if err != nil {
			b.Fatal(err)
		}
		r.Header.Set("Authorization", "Bearer "+s.Token())
		resp, err := http.DefaultClient.Do(r)
		if err != nil {
			b.Fatal(err)
		}
		n, err := io.Copy(io.Discard, resp.Body)
		resp.Body.Close()
		if err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(float64(n)/(1<<20), "MB/answer")
	}
}

func BenchmarkThirtyNotesIntoFiveYears(b *testing.B) {
	s := start(b, fake.Options{Quota: fake.Quota{Writes: 1 << 40}})
	d := fiveYears(b, s)
	var requests []object
	for range 30 {
		requests = append(requests, insertText(15, "a note\n"), nameRange("note", 15, 21))
	}
	for b.Loop() {
		batch(b, s, d, nil, requests...).want(b, http.StatusOK, "")
	}
}
