package discord_test

import (
	"bytes"
	"encoding/json"
	"io"
	"mime/multipart"
	"net/http"
	"strings"
	"testing"

	fake "github.com/engawa-bot/engawa/internal/fake/discord"
)

// files are the parts of a form beside its payload_json: name and content by field.
type files map[string][2]string

// form sends a multipart body.
func (x scene) form(method, path string, payload any, with files) answer {
	x.Helper()
	var body bytes.Buffer
	w := multipart.NewWriter(&body)
	if payload != nil {
		data, err := json.Marshal(payload)
		if err != nil {
			x.Fatal(err)
		}
		_ = w.WriteField("payload_json", string(data))
	}
	for field, f := range with {
		part, err := w.CreateFormFile(field, f[0])
		if err != nil {
			x.Fatal(err)
		}
		_, _ = io.WriteString(part, f[1])
	}
	_ = w.Close()
	req, err := http.NewRequestWithContext(x.Context(), method, x.s.URL()+"/api/v10"+path, &body)
	if err != nil {
		x.Fatal(err)
	}
	req.Header.Set("User-Agent", "DiscordBot (https://example.invalid, 1)")
	req.Header.Set("Authorization", "Bot "+x.s.Token())
	req.Header.Set("Content-Type", w.FormDataContentType())
	resp, err := x.r.client.Do(req)
	if err != nil {
		return answer{err: err}
	}
	defer resp.Body.Close()
	data, err := io.ReadAll(resp.Body)
	return answer{resp.StatusCode, resp.Header, data, err}
}

// withFile is a card that shows a file which comes along.
func withFile(name string, flags int) object {
	body := card(text("here"), object{"type": 13, "file": object{"url": "attachment://" + name}})
	return with(body, object{"flags": 1<<15 | flags, "attachments": []object{{"id": "0", "filename": name}}})
}

func callbackPath(in asked) string { return "/interactions/" + in.ID + "/" + in.Token + "/callback" }

func TestAnAnswerBringsAFile(t *testing.T) {
	play(t, func(t *testing.T, x scene) {
		a := x.ana.Run("rooms", nil)
		in := x.asked()
		x.form("POST", callbackPath(in), object{"type": 4, "data": withFile("kpt.md", 64)}, files{"files[0]": {"x.bin", "# KPT\n"}}).want(t, 204, 0)
		if err := a.Wait(t.Context()); err != nil {
			t.Fatal(err)
		}
		got := a.Message
		if got.Text() != "here\n[file kpt.md, 6 bytes]" || len(got.Files) != 1 || got.Files[0].Name != "kpt.md" || string(got.Files[0].Data) != "# KPT\n" {
			t.Errorf("got %q, %+v", got.Text(), got.Files)
		}
		wire := x.r.do("GET", x.hook(in)+"/messages/@original", nil).want(t, 200, 0).object()
		attached, _ := wire["attachments"].([]any)
		if len(attached) != 1 || attached[0].(object)["filename"] != "kpt.md" || attached[0].(object)["size"] != 6.0 {
			t.Errorf("got attachments %v", wire["attachments"])
		}
		if data, _ := json.Marshal(wire["components"]); !strings.Contains(string(data), `"name":"kpt.md","size":6`) {
			t.Errorf("got components %s", data)
		}
	})
}

func TestAnEditKeepsReplacesOrTakesAwayFiles(t *testing.T) {
	play(t, func(t *testing.T, x scene) {
		a := x.ana.Run("rooms", nil)
		in := x.asked()
		x.answer(in, 5, object{"flags": 64}).want(t, 204, 0)
		path := x.hook(in) + "/messages/@original"
		edit := func(body object, f files) []fake.File {
			t.Helper()
			x.form("PATCH", path, asEdit(body), f).want(t, 200, 0)
			if err := a.Wait(t.Context()); err != nil {
				t.Fatal(err)
			}
			return a.Message.Files
		}
		filled := withFile("a.md", 0)
		x.form("PATCH", path, filled, files{"files[0]": {"a.md", "a"}}).want(t, 200, 0)
		if got := edit(object{"components": []object{text("kept")}, "allowed_mentions": object{}}, nil); len(got) != 1 || got[0].Name != "a.md" {
			t.Errorf("kept: got %+v", got)
		}
		if got := edit(withFile("b.md", 0), files{"files[0]": {"b.md", "b"}}); len(got) != 1 || got[0].Name != "b.md" {
			t.Errorf("replaced: got %+v", got)
		}
		if got := edit(with(card(text("x")), object{"attachments": []object{}}), nil); len(got) != 0 {
			t.Errorf("taken away: got %+v", got)
		}
	})
}

func TestFormsThatDiscordRefuses(t *testing.T) {
	one := files{"files[0]": {"a.md", "x"}}
	whole := object{"type": 4, "data": withFile("a.md", 64)}
	for name, tt := range map[string]struct {
		payload      any
		files        files
		status, code int
	}{
		"no file for the attachment":       {whole, nil, 400, 50035},
		"a file that is not listed":        {whole, files{"files[0]": {"a.md", "x"}, "files[1]": {"b.md", "x"}}, 400, 50035},
		"a component for another name":     {object{"type": 4, "data": with(withFile("a.md", 64), object{"attachments": []object{{"id": "0", "filename": "b.md"}}})}, one, 400, 50035},
		"a component for an address":       {object{"type": 4, "data": card(object{"type": 13, "file": object{"url": "https://example.invalid/a.md"}})}, one, 400, 50035},
		"a name that Discord would change": {object{"type": 4, "data": withFile("a b.md", 64)}, one, 400, 50035},
		"files with a deferral":            {object{"type": 5}, one, 400, 50035},
		"a file of another field":          {whole, files{"file": {"a.md", "x"}}, 400, 50035},
		"no payload":                       {nil, one, 400, 50109},
		"a file above 10 MiB":              {whole, files{"files[0]": {"a.md", strings.Repeat("x", 10<<20+1)}}, 413, 40005},
	} {
		t.Run(name, func(t *testing.T) {
			play(t, func(t *testing.T, x scene) {
				x.ana.Run("rooms", nil)
				x.form("POST", callbackPath(x.asked()), tt.payload, tt.files).want(t, tt.status, tt.code)
				if len(x.s.Violations()) != 1 {
					t.Errorf("got violations %q; want one", x.s.Violations())
				}
			})
		})
	}
}

func TestOnlyAnswersTakeForms(t *testing.T) {
	play(t, func(t *testing.T, x scene) {
		x.form("POST", "/channels/"+x.g.Text("general").ID()+"/messages", plain("x"), nil).want(t, 415, 0)
	})
}
