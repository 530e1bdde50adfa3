package rest_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"testing"
	"testing/synctest"
	"time"

	"github.com/engawa-bot/engawa/bot/discord/rest"
)

func TestAFileGoesWithTheJSONThatNamesIt(t *testing.T) {
	type part struct{ name, file, media, data string }
	var got []part
	server := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		form, err := r.MultipartReader()
		if err != nil {
			t.Error(err)
			return
		}
		for {
			p, err := form.NextPart()
			if err != nil {
				return
			}
			data, _ := io.ReadAll(p)
			got = append(got, part{p.FormName(), p.FileName(), p.Header.Get("Content-Type"), string(data)})
		}
	}))
	defer server.Close()
	c := start(t, rest.Config{Base: server.URL})
	call := callback()
	call.Body, call.File = map[string]int{"type": 4}, &rest.File{Name: "kpt-2026.md", Data: []byte("# 縁側\r\n--\x00")}
	if err := c.Answer(t.Context(), call); err != nil {
		t.Fatal(err)
	}
	want := [2]part{
		{"payload_json", "", "application/json", `{"type":4}`},
		{"files[0]", "kpt-2026.md", "application/octet-stream", "# 縁側\r\n--\x00"},
	}
	if len(got) != 2 || [2]part(got) != want {
		t.Errorf("got  %q\nwant %q", got, want)
	}
}

func TestAnAnswerWithAFileHasFiveSeconds(t *testing.T) {
	for file, want := range map[*rest.File]time.Duration{nil: 2 * time.Second, {Name: "a.md"}: 5 * time.Second} {
		synctest.Test(t, func(t *testing.T) {
			hangs := http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
				_, _ = io.Copy(io.Discard, r.Body)
				<-r.Context().Done()
			})
			c := start(t, rest.Config{Transport: pipes(t, hangs, nil)})
			call := callback()
			call.Body, call.File = map[string]int{"type": 4}, file
			begun := time.Now()
			err := c.Answer(t.Context(), call)
			if took := time.Since(begun); took != want || !rest.Unknown(err) {
				t.Errorf("file %v: got %v after %v, want it given up after %v", file, err, took, want)
			}
		})
	}
}
