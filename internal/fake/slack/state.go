package slack

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"unicode/utf8"
)

// field says how an element keeps what is entered: what it begins with, and what it becomes in a payload.
type field struct {
	initial, value string
	many           bool
	read           func(w *world, e object, entered string) (any, error)
}

// fieldOf is the table of what can be entered, by the element's type.
func fieldOf(kind string) (field, bool) {
	switch kind {
	case "plain_text_input":
		return field{"initial_value", "value", false, enterText}, true
	case "email_text_input", "url_text_input", "number_input":
		return field{"initial_value", "value", false, enterAny}, true
	case "static_select", "radio_buttons":
		return field{"initial_option", "selected_option", false, enterOption}, true
	case "overflow":
		return field{"", "selected_option", false, enterOption}, true
	case "multi_static_select", "checkboxes":
		return field{"initial_options", "selected_options", true, enterOption}, true
	case "users_select":
		return field{"initial_user", "selected_user", false, enterUser}, true
	case "multi_users_select":
		return field{"initial_users", "selected_users", true, enterUser}, true
	case "conversations_select":
		return field{"initial_conversation", "selected_conversation", false, enterChannel}, true
	case "multi_conversations_select":
		return field{"initial_conversations", "selected_conversations", true, enterChannel}, true
	case "channels_select":
		return field{"initial_channel", "selected_channel", false, enterChannel}, true
	case "multi_channels_select":
		return field{"initial_channels", "selected_channels", true, enterChannel}, true
	case "datepicker":
		return field{"initial_date", "selected_date", false, enterDate}, true
	case "timepicker":
		return field{"initial_time", "selected_time", false, enterTime}, true
	case "datetimepicker":
		return field{"initial_date_time", "selected_date_time", false, enterInstant}, true
	}
	return field{}, false
}

func enterText(_ *world, e object, entered string) (any, error) {
	least, most := inputLengths(e)
	if n := utf8.RuneCountInString(entered); n < least || n > most {
		return nil, fmt.Errorf("is %d long, must be %d to %d", n, least, most)
	}
	return entered, nil
}

func enterAny(_ *world, _ object, entered string) (any, error) { return entered, nil }

func enterOption(_ *world, e object, entered string) (any, error) {
	options := list(e, "options")
	for _, g := range list(e, "option_groups") {
		options = append(options, list(g, "options")...)
	}
	for _, o := range options {
		if text(o, "value") == entered || text(inner(o, "text"), "text") == entered {
			return o, nil
		}
	}
	return nil, fmt.Errorf("%q is none of the options", entered)
}

func enterUser(w *world, _ object, entered string) (any, error) {
	if m := w.named(entered); m != nil {
		return m.id, nil
	}
	return nil, fmt.Errorf("nobody is called %q", entered)
}

func enterChannel(w *world, _ object, entered string) (any, error) {
	if c := w.called(entered); c != nil {
		return c.id, nil
	}
	return nil, fmt.Errorf("no channel is called %q", entered)
}

var (
	dateShape = regexp.MustCompile(`^\d{4}-\d\d-\d\d$`)
	timeShape = regexp.MustCompile(`^([01]\d|2[0-3]):[0-5]\d$`)
)

func enterDate(_ *world, _ object, entered string) (any, error) {
	if !dateShape.MatchString(entered) {
		return nil, fmt.Errorf("%q is no date like 2026-11-24", entered)
	}
	return entered, nil
}

func enterTime(_ *world, _ object, entered string) (any, error) {
	if !timeShape.MatchString(entered) {
		return nil, fmt.Errorf("%q is no time like 16:00", entered)
	}
	return entered, nil
}

func enterInstant(_ *world, _ object, entered string) (any, error) {
	n, err := strconv.ParseInt(entered, 10, 64)
	if err != nil {
		return nil, fmt.Errorf("%q is no Unix time", entered)
	}
	return n, nil
}

// enter is what a payload says when these values are entered, or why a person could not enter them.
func (f field) enter(w *world, e object, entered []string) (object, error) {
	o := object{"type": text(e, "type")}
	if !f.many {
		if len(entered) > 1 {
			return nil, fmt.Errorf("%d values, takes one", len(entered))
		}
		o[f.value] = nil
	}
	all := []any{}
	for _, x := range entered {
		if x == "" && !f.many {
			continue
		}
		v, err := f.read(w, e, x)
		if err != nil {
			return nil, err
		}
		if !f.many {
			o[f.value] = v
		}
		all = append(all, v)
	}
	if most, ok := e["max_selected_items"].(float64); ok && len(all) > int(most) {
		return nil, fmt.Errorf("%d chosen, takes %d", len(all), int(most))
	}
	if f.many {
		o[f.value] = all
	}
	return o, nil
}

// empty says whether nothing is entered.
func (f field) empty(entered object) bool {
	all, _ := entered[f.value].([]any)
	return f.many && len(all) == 0 || entered[f.value] == nil || entered[f.value] == ""
}

// begin is what a payload says before anything is entered.
func (f field) begin(e object) object {
	o := object{"type": text(e, "type"), f.value: e[f.initial]}
	if f.many && e[f.initial] == nil {
		o[f.value] = []any{}
	}
	return o
}

// state is what is entered on a surface, by block_id and action_id.
func (s *surface) state() object {
	all := object{}
	for _, b := range s.blocks {
		for _, x := range elements(b) {
			kind := text(x.element, "type")
			if f, ok := fieldOf(kind); ok && kind != "overflow" {
				block, action := text(b, "block_id"), text(x.element, "action_id")
				entered := inner(s.values[block], action)
				if entered == nil {
					entered = f.begin(x.element)
				}
				found := inner(all, block)
				if found == nil {
					found = object{}
					all[block] = found
				}
				found[action] = entered
			}
		}
	}
	return all
}

// set keeps what is entered.
func (s *surface) set(block, action string, entered object) {
	if s.values == nil {
		s.values = map[string]object{}
	}
	if s.values[block] == nil {
		s.values[block] = object{}
	}
	s.values[block][action] = entered
}

// asList is a value of Submit as the texts that are entered.
func asList(value any) ([]string, error) {
	switch v := value.(type) {
	case string:
		return []string{v}, nil
	case []string:
		return slices.Clone(v), nil
	}
	return nil, errors.New("wants a text or a list of them")
}
