package slack_test

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/gorilla/websocket"

	"github.com/engawa-bot/engawa/internal/fake/server/pipe"
	fake "github.com/engawa-bot/engawa/internal/fake/slack"
	"github.com/engawa-bot/engawa/internal/fake/slack/spec"
)

// object is a JSON object.
type object = map[string]any

type dialer func(ctx context.Context, network, addr string) (net.Conn, error)

func TestMain(m *testing.M) {
	m.Run()
	if c, err := spec.Here(); err == nil {
		_, _ = io.WriteString(os.Stdout, "covered: "+c.Coverage().String()+"\n")
	}
}

func start(t testing.TB, o fake.Options) *fake.Server {
	t.Helper()
	o.Spec = spec.ForTest(t)
	s, err := fake.Start(o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Close)
	return s
}

// inBubble runs f in a synctest bubble with a server that is reached by pipes.
func inBubble(t *testing.T, o fake.Options, f func(t *testing.T, s *fake.Server, a *app)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		l := pipe.Listen("slack.invalid")
		o.Listener = l
		s := start(t, o)
		f(t, s, newApp(t, s, l.DialContext))
	})
}

// app is a plain client of the API.
type app struct {
	t      testing.TB
	s      *fake.Server
	client *http.Client
	dial   dialer
	token  string
}

func newApp(t testing.TB, s *fake.Server, d dialer) *app {
	client := &http.Client{Transport: &http.Transport{DialContext: d}}
	t.Cleanup(client.CloseIdleConnections)
	return &app{t: t, s: s, client: client, dial: d, token: s.BotToken()}
}

// answer is one of the Web API, decoded.
type answer struct {
	object
	asked  string
	status int
	header http.Header
	body   string
	err    error
}

// call calls a method with JSON.
func (a *app) call(method string, args object) answer {
	a.t.Helper()
	if args == nil {
		args = object{}
	}
	data, err := json.Marshal(args)
	if err != nil {
		a.t.Fatal(err)
	}
	return a.post("/api/"+method, "application/json; charset=utf-8", string(data))
}

// form calls a method with a form; values that are no texts are sent as JSON.
func (a *app) form(method string, args object) answer {
	a.t.Helper()
	form := url.Values{}
	for name, v := range args {
		text, ok := v.(string)
		if !ok {
			data, err := json.Marshal(v)
			if err != nil {
				a.t.Fatal(err)
			}
			text = string(data)
		}
		form.Set(name, text)
	}
	return a.post("/api/"+method, "application/x-www-form-urlencoded", form.Encode())
}

func (a *app) post(path, contentType, body string) answer {
	a.t.Helper()
	req, err := http.NewRequestWithContext(a.t.Context(), http.MethodPost, a.s.URL()+strings.TrimPrefix(path, a.s.URL()), bytes.NewReader([]byte(body)))
	if err != nil {
		a.t.Fatal(err)
	}
	req.Header.Set("Content-Type", contentType)
	if a.token != "" {
		req.Header.Set("Authorization", "Bearer "+a.token)
	}
	resp, err := a.client.Do(req)
	if err != nil {
		return answer{asked: path, err: err}
	}
	defer resp.Body.Close()
	data, err := io.ReadAll(resp.Body)
	x := answer{asked: path, status: resp.StatusCode, header: resp.Header, body: string(data), err: err}
	_ = json.Unmarshal(data, &x.object)
	return x
}

// ok fails unless the answer is good.
func (x answer) ok(t testing.TB) answer {
	t.Helper()
	return x.want(t, "")
}

// want fails unless the answer has this error.
func (x answer) want(t testing.TB, code string) answer {
	t.Helper()
	if x.err != nil {
		t.Fatal(x.err)
	}
	if got, _ := x.object["error"].(string); x.status != 200 || got != code || (x.object["ok"] == true) != (code == "") {
		t.Fatalf("%s: got %d %s; want %q", x.asked, x.status, x.body, code)
	}
	return x
}

// at is a text further down in the answer.
func (x answer) at(path ...string) string {
	var v any = x.object
	for _, name := range path {
		o, _ := v.(object)
		v = o[name]
	}
	text, _ := v.(string)
	return text
}

// clean fails if the server has found violations.
func clean(t testing.TB, s *fake.Server) {
	t.Helper()
	for _, v := range s.Violations() {
		t.Errorf("violation: %s", v)
	}
}

// violated fails unless a violation contains each of the texts, and clears nothing.
func violated(t testing.TB, s *fake.Server, texts ...string) {
	t.Helper()
	all := strings.Join(s.Violations(), "\n")
	for _, text := range texts {
		if !strings.Contains(all, text) {
			t.Errorf("no violation says %q in\n%s", text, all)
		}
	}
}

// socket is a plain client of Socket Mode.
type socket struct {
	t  testing.TB
	ws *websocket.Conn
}

// envelope is what comes over it.
type envelope struct {
	ID      string `json:"envelope_id"`
	Type    string
	Reason  string
	Payload object
	Replies bool `json:"accepts_response_payload"`
	Attempt int  `json:"retry_attempt"`
}

// connect opens Socket Mode and takes the hello.
func (a *app) connect() *socket {
	a.t.Helper()
	was := a.token
	a.token = a.s.AppToken()
	target := a.call("apps.connections.open", nil).ok(a.t).at("url")
	a.token = was
	c, err := a.join(target)
	if err != nil {
		a.t.Fatal(err)
	}
	if e := c.take(); e.Type != "hello" {
		a.t.Fatalf("got %+v, want hello", e)
	}
	return c
}

func (a *app) join(target string) (*socket, error) {
	d := websocket.Dialer{NetDialContext: a.dial}
	ws, resp, err := d.DialContext(a.t.Context(), target, nil)
	if resp != nil {
		_ = resp.Body.Close()
	}
	if err != nil {
		return nil, err
	}
	a.t.Cleanup(func() { _ = ws.Close() })
	return &socket{t: a.t, ws: ws}, nil
}

// take is the next message.
func (c *socket) take() envelope {
	c.t.Helper()
	_ = c.ws.SetReadDeadline(time.Now().Add(10 * time.Minute))
	var e envelope
	if err := c.ws.ReadJSON(&e); err != nil {
		c.t.Fatal(err)
	}
	return e
}

// ack acknowledges, with a payload unless it is nil.
func (c *socket) ack(e envelope, payload any) {
	c.t.Helper()
	o := object{"envelope_id": e.ID}
	if payload != nil {
		o["payload"] = payload
	}
	if err := c.ws.WriteJSON(o); err != nil {
		c.t.Fatal(err)
	}
}

// done takes an envelope and acknowledges it.
func (c *socket) done(payload any) envelope {
	c.t.Helper()
	e := c.take()
	c.ack(e, payload)
	return e
}

func plain(text string) object  { return object{"type": "plain_text", "text": text} }
func mrkdwn(text string) object { return object{"type": "mrkdwn", "text": text} }

func section(text string) object { return object{"type": "section", "text": mrkdwn(text)} }

func button(label string) object {
	return object{"type": "button", "action_id": "do_" + label, "value": label, "text": plain(label)}
}

func actions(all ...object) object { return object{"type": "actions", "elements": all} }

func input(label string, element object) object {
	return object{"type": "input", "block_id": label, "label": plain(label), "element": element}
}

func textInput() object { return object{"type": "plain_text_input", "action_id": "entered"} }

func modal(title string, blocks ...object) object {
	return object{"type": "modal", "callback_id": title, "title": plain(title), "submit": plain("Save"), "blocks": append([]object{}, blocks...)}
}

func blocks(all ...object) []object { return all }
