package gdocs

import (
	"errors"
	"fmt"
	"maps"
	"net/http"
	"slices"
)

// batchUpdate does all requests of a body that fits the schema, or none. The answer's writeControl has the
// new revision. The lock is held.
func (d *Doc) batchUpdate(body object) (object, error) {
	list := objects(body, "requests")
	if len(list) == 0 {
		return nil, answer(http.StatusBadRequest, "Must specify at least one request.")
	}
	control := part(body, "writeControl")
	required, target := text(control, "requiredRevisionId"), text(control, "targetRevisionId")
	if mode := text(control, "mode"); mode != "" && mode != "MODE_UNSPECIFIED" && mode != "EDIT" {
		return nil, answer(http.StatusNotImplemented, "The fake does not write suggestions.")
	}
	var replies []any
	var w *draft
	var err error
	switch {
	case required != "" && target != "":
		return nil, errMalformed("write_control", "Invalid value at 'write_control' (oneof), oneof field 'control' is already set.")
	case required != "" && required != d.latest().id:
		return nil, errStale(required)
	case target != "" && target != d.latest().id:
		w, replies, err = d.merge(target, list)
	default:
		w = d.s.draft(d.latest().content)
		replies, err = w.all(list)
	}
	if err != nil {
		return nil, err
	}
	d.keep(w)
	return object{
		"documentId":   d.id,
		"replies":      replies,
		"writeControl": object{"requiredRevisionId": d.latest().id},
	}, nil
}

// staleError is the refusal of a revision that is not the newest, or too old.
type staleError struct{ *apiError }

func (e staleError) Unwrap() error { return e.apiError }

func errStale(id string) error {
	return staleError{answer(http.StatusBadRequest, "The required revision ID '%s' does not match the latest revision.", id)}
}

func (w *draft) all(list []object) ([]any, error) {
	replies := make([]any, 0, len(list))
	for i, request := range list {
		reply, err := w.one(i, request)
		if err != nil {
			return nil, err
		}
		replies = append(replies, reply)
	}
	return replies, nil
}

// merge does requests that were written for an older revision. They are done twice: on what they were written
// for, which says whether they are right and what they change, and with their indexes moved by what others have
// changed since on the newest revision. A request whose range others have deleted does nothing.
func (d *Doc) merge(target string, list []object) (*draft, []any, error) {
	then, theirs, ok := d.since(target)
	if !ok {
		return nil, nil, staleError{answer(http.StatusBadRequest,
			"The target revision ID '%s' is too far behind the latest revision.", target)}
	}
	old, w := d.s.draft(then), d.s.draft(d.latest().content)
	replies := make([]any, 0, len(list))
	for i, request := range list {
		seen := len(old.changes)
		if _, err := old.one(i, request); err != nil {
			return nil, nil, err
		}
		var reply object
		if moved := rebase(request, theirs, w.content.tabs[0].id); moved != nil {
			var err error
			if reply, err = w.one(i, moved); err != nil {
				return nil, nil, err
			}
		}
		replies = append(replies, keep(reply))
		theirs = transform(theirs, old.changes[seen:])
	}
	return w, replies, nil
}

// one does one request and returns its reply.
func (w *draft) one(i int, request object) (object, error) {
	kinds := slices.Sorted(maps.Keys(request))
	if len(kinds) != 1 {
		return nil, answer(http.StatusBadRequest, "Invalid requests[%d]: exactly one request must be set, got %d.", i, len(kinds))
	}
	kind := kinds[0]
	do := requests[kind]
	if do == nil {
		return nil, answer(http.StatusNotImplemented, "Invalid requests[%d].%s: the fake does not do this.", i, kind)
	}
	reply, err := do(w, part(request, kind))
	if err != nil {
		var wrong fault
		if !errors.As(err, &wrong) {
			return nil, fmt.Errorf("requests[%d].%s: %w", i, kind, err)
		}
		return nil, answer(http.StatusBadRequest, "Invalid requests[%d].%s: %s", i, kind, wrong)
	}
	if reply == nil {
		return object{}, nil
	}
	return object{kind: reply}, nil
}
