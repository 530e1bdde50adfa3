package slack

import "fmt"

// apiError is an answer {"ok": false, "error": Code}. Source of the codes: the errors of each method in Slack's
// reference.
type apiError struct {
	Code     string
	Messages []string // response_metadata.messages
	careless bool     // a well-made app never gets this one
	more     object   // further fields of the answer
}

func (e *apiError) Error() string {
	if len(e.Messages) == 0 {
		return e.Code
	}
	return fmt.Sprintf("%s %q", e.Code, e.Messages)
}

// failure is one that may happen to a well-made app.
func failure(code string) error { return &apiError{Code: code} }

// misuse is one that a well-made app never meets.
func misuse(code, format string, args ...any) error {
	return &apiError{Code: code, careless: true, Messages: []string{"[ERROR] " + fmt.Sprintf(format, args...)}}
}

// problems collects what is wrong with blocks or a view.
type problems []string

func (p *problems) add(pointer, format string, args ...any) {
	*p = append(*p, "[ERROR] "+fmt.Sprintf(format, args...)+" [json-pointer:"+pointer+"]")
}

// as is nil, or an error with everything that was found wrong.
func (p problems) as(code string) error {
	if len(p) == 0 {
		return nil
	}
	return &apiError{Code: code, careless: true, Messages: p}
}
