package slack

import (
	"encoding/json"
	"fmt"
	"io"
	"mime"
	"net/http"
	"net/url"
	"time"
)

// A response_url can be used five times within thirty minutes. Source: "Handling user interaction".
const (
	hookRoot   = "/hooks/"
	hookMost   = 5
	hookPeriod = 30 * time.Minute
)

// hook is what stands behind a response_url.
type hook struct {
	it   *interaction
	used int
	said *message // the last that was said through it
}

// newHook makes the response_url of an interaction.
func (s *Server) newHook(it *interaction) string {
	path := hookRoot + s.world.team.id + "/" + s.world.ids.next("")
	it.hook = &hook{it: it}
	s.world.hooks[path] = it.hook
	return s.url + path
}

func (s *Server) serveHook(w http.ResponseWriter, r *http.Request) {
	s.record.Request("response_url")
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxBody))
	if err != nil {
		http.Error(w, "request_too_large", http.StatusRequestEntityTooLarge)
		return
	}
	fault := s.faults.calls.Next(Call{Method: "response_url"})
	if !s.faults.before(w, fault) {
		return
	}
	status, answer := s.answerHook(r, body)
	if fault.doubtful() {
		fault.after(w)
		return
	}
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.WriteHeader(status)
	_, _ = io.WriteString(w, answer) // a client that has gone away is its own business
}

func (s *Server) answerHook(r *http.Request, body []byte) (int, string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	h := s.world.hooks[r.URL.Path]
	switch {
	case h == nil || r.Method != http.MethodPost:
		return http.StatusNotFound, "no_service"
	case time.Since(h.it.made) > hookPeriod:
		return http.StatusNotFound, `{"ok":false,"error":"expired_url"}`
	case h.used >= hookMost:
		return http.StatusNotFound, `{"ok":false,"error":"used_url"}`
	}
	said, err := readHook(r.Header.Get("Content-Type"), body)
	if err == nil {
		h.used++
		err = h.take(said)
	}
	if err != nil {
		s.record.Violation("response_url: %v", err)
		return http.StatusBadRequest, "invalid_payload"
	}
	return http.StatusOK, "ok"
}

func readHook(contentType string, body []byte) (object, error) {
	media, _, err := mime.ParseMediaType(contentType)
	if err != nil {
		return nil, fmt.Errorf("Content-Type: %w", err)
	}
	if media == "application/x-www-form-urlencoded" {
		form, err := url.ParseQuery(string(body))
		if err != nil {
			return nil, err
		}
		body = []byte(form.Get("payload"))
	} else if media != "application/json" {
		return nil, fmt.Errorf("Content-Type %q", contentType)
	}
	var o object
	if err := json.Unmarshal(body, &o); err != nil {
		return nil, err
	}
	return o, nil
}

// take does what the app says: a message for the member or the channel, another content, or none.
func (h *hook) take(said object) error {
	for name := range said {
		switch name {
		case "text", "blocks", "attachments", "response_type", "replace_original", "delete_original", "mrkdwn",
			"thread_ts", "unfurl_links", "unfurl_media", "metadata", "parse", "link_names":
		default:
			return fmt.Errorf("unknown field %q", name)
		}
	}
	s, a := h.it.member.s, arguments(said)
	original := h.it.source
	if original == nil {
		original = h.said
	}
	if a.flag("delete_original") {
		if original != nil {
			original.gone = true
			s.updated(original)
		}
		return nil
	}
	x, err := (&call{s: s, args: a}).content("msg_too_long")
	if err != nil {
		return err
	}
	if a.flag("replace_original") && original != nil && !original.gone {
		original.change(x)
		return nil
	}
	m := &message{author: s.world.bot, text: x.text, surface: surface{blocks: x.blocks}, metadata: x.metadata, thread: a.text("thread_ts")}
	switch kind := a.text("response_type"); kind {
	case "", "ephemeral":
		m.only = h.it.member
	case "in_channel":
	default:
		return fmt.Errorf("response_type %q", kind)
	}
	h.said = s.world.post(h.it.channel, m)
	h.it.told.messages = append(h.it.told.messages, m)
	s.changed()
	return nil
}
