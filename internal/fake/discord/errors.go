package discord

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
)

// apiError is an answer in Discord's error shape.
// Source of the codes: Discord's documentation, "Opcodes and Status Codes", JSON error codes.
type apiError struct {
	Status  int    `json:"-"`
	Code    int    `json:"code"`
	Message string `json:"message"`
	Errors  object `json:"errors,omitempty"`
}

func (e *apiError) Error() string {
	if e.Errors == nil {
		return fmt.Sprintf("%d (%d): %s", e.Status, e.Code, e.Message)
	}
	tree, _ := json.Marshal(e.Errors)
	return fmt.Sprintf("%d (%d): %s %s", e.Status, e.Code, e.Message, tree)
}

// object is a JSON object.
type object = map[string]any

const codeInvalidForm = 50035

var (
	errUnauthorized       = &apiError{Status: 401, Message: "401: Unauthorized"}
	errNotFound           = &apiError{Status: 404, Message: "404: Not Found"}
	errUnknownApplication = &apiError{Status: 404, Code: 10002, Message: "Unknown Application"}
	errUnknownChannel     = &apiError{Status: 404, Code: 10003, Message: "Unknown Channel"}
	errUnknownGuild       = &apiError{Status: 404, Code: 10004, Message: "Unknown Guild"}
	errUnknownMember      = &apiError{Status: 404, Code: 10007, Message: "Unknown Member"}
	errUnknownMessage     = &apiError{Status: 404, Code: 10008, Message: "Unknown Message"}
	errUnknownWebhook     = &apiError{Status: 404, Code: 10015, Message: "Unknown Webhook"}
	errUnknownInteraction = &apiError{Status: 404, Code: 10062, Message: "Unknown interaction"}
	errUnknownCommand     = &apiError{Status: 404, Code: 10063, Message: "Unknown application command"}
	errUnknownVoiceState  = &apiError{Status: 404, Code: 10065, Message: "Unknown Voice State"}
	errUnknownEvent       = &apiError{Status: 404, Code: 10070, Message: "Unknown Guild Scheduled Event"}
	errUnknownSound       = &apiError{Status: 404, Code: 10097, Message: "Unknown sound"}
	errOutage             = &apiError{Status: 503, Message: "upstream connect error"}
	errManyCreates        = &apiError{Status: 400, Code: 30034, Message: "Max number of daily application command creates has been reached (200)"}
	errManyEvents         = &apiError{Status: 400, Code: 30038, Message: "Maximum number of guild scheduled events reached (100)"}
	errManySounds         = &apiError{Status: 400, Code: 30045, Message: "Maximum number of soundboard sounds reached (8)"}
	errManyOldEdits       = &apiError{Status: 429, Code: 30046, Message: "Maximum number of edits to messages older than 1 hour reached. Try again later"}
	errTooLarge           = &apiError{Status: 413, Code: 40005, Message: "Request entity too large"}
	errAnswered           = &apiError{Status: 400, Code: 40060, Message: "Interaction has already been acknowledged."}
	errMissingAccess      = &apiError{Status: 403, Code: 50001, Message: "Missing Access"}
	errNotAuthor          = &apiError{Status: 403, Code: 50005, Message: "Cannot edit a message authored by another user"}
	errNoDM               = &apiError{Status: 400, Code: 50007, Message: "Cannot send messages to this user"}
	errClosedDMs          = &apiError{Status: 403, Code: 50007, Message: "Cannot send messages to this user"}
	errEmptyMessage       = &apiError{Status: 400, Code: 50006, Message: "Cannot send an empty message"}
	errMissingPermissions = &apiError{Status: 403, Code: 50013, Message: "Missing Permissions"}
	errChannelType        = &apiError{Status: 400, Code: 50024, Message: "Cannot execute action on this channel type"}
	errWebhookToken       = &apiError{Status: 401, Code: 50027, Message: "Invalid Webhook Token"}
	errRecipient          = &apiError{Status: 400, Code: 50033, Message: "Invalid Recipient(s)"}
	errFileTooLarge       = &apiError{Status: 400, Code: 50045, Message: "File uploaded exceeds the maximum size"}
	errInvalidFile        = &apiError{Status: 400, Code: 50046, Message: "Invalid file uploaded"}
	errInvalidJSON        = &apiError{Status: 400, Code: 50109, Message: "The request body contains invalid JSON."}
	errSilenced           = &apiError{Status: 403, Code: 50167, Message: "Cannot send a soundboard sound while muted, deafened or suppressed"}
	errNotInVoice         = &apiError{Status: 400, Code: 50168, Message: "You must be connected to voice to perform this action"}
	errFinishedEvent      = &apiError{Status: 400, Code: 180000, Message: "Cannot update a finished event"}
	errSoundTooLong       = &apiError{Status: 400, Code: 50138, Message: "Sound is longer than 5.2 seconds"}
)

// problems collects what is wrong with a form, by the path of each field ("components.0.label").
type problems struct{ tree object }

func (p *problems) add(path, code, format string, args ...any) {
	if p.tree == nil {
		p.tree = object{}
	}
	at := p.tree
	for part := range strings.SplitSeq(path, ".") {
		next, ok := at[part].(object)
		if !ok {
			next = object{}
			at[part] = next
		}
		at = next
	}
	list, _ := at["_errors"].([]object)
	at["_errors"] = append(list, object{"code": code, "message": fmt.Sprintf(format, args...)})
}

// err is nil, or an Invalid Form Body with everything that was found wrong.
func (p *problems) err() error {
	if p.tree == nil {
		return nil
	}
	return &apiError{Status: http.StatusBadRequest, Code: codeInvalidForm, Message: "Invalid Form Body", Errors: p.tree}
}

func (p *problems) length(path, text string, least, most int) {
	if n := utf16Length(text); n < least || n > most {
		p.add(path, "BASE_TYPE_BAD_LENGTH", "Must be between %d and %d in length.", least, most)
	}
}

// invalid is an Invalid Form Body with one fault.
func invalid(path, code, format string, args ...any) error {
	var p problems
	p.add(path, code, format, args...)
	return p.err()
}
