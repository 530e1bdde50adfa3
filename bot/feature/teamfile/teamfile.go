// Package teamfile is a team's set-up as a YAML file, for people who keep it in
// git: [Parse] reads what 'engawa team apply' is given, [Format] writes what
// 'engawa team show' prints.
//
// A file holds one team, or several as YAML documents with '---' between them.
// Every key is listed, with its default, in the tables of team.go and
// calendar.go. testdata/sakura.yaml is an example.
//
// The package knows neither the store nor any platform: which there are it is told,
// and whether a room exists is not its business. When a habit last changed (bot.HabitSet.Since) is not in
// the file; who applies a file keeps it. The e-mails of people are only read:
// they are not kept, so Format cannot write them.
//
// # Caveats
//
// Anchors, aliases, merge keys and tags are refused, so a small file stays
// small when it is read. Of a document that is not YAML only the first fault is
// told, for nothing after it can be trusted; the other documents are read.
package teamfile

import (
	"cmp"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/lexer"
	"github.com/goccy/go-yaml/parser"
	"github.com/goccy/go-yaml/token"

	"github.com/engawa-bot/engawa/bot"
)

const (
	maxFile   = 1 << 20 // bytes
	maxTokens = 5000    // of one document; 25 rooms and a year of days off take 2,000
	maxDepth  = 16      // of brackets; a team takes 3
)

// Fault is one thing that is wrong with a team file. Line and Column count from
// 1, Column in characters. Field is the path of keys in the file
// ("habits.tea.at", "rooms.0.id"), or "" where the file is not YAML. Text is
// one English sentence: what is wrong, and what to write instead.
type Fault struct {
	Line, Column int
	Field        string
	Text         string
}

// Faults is everything that is wrong with a team file, sorted by line.
type Faults []Fault

// Error lists the faults one a line, as '12:5: habits.tea.at: …'.
func (f Faults) Error() string {
	lines := make([]string, len(f))
	for i, fault := range f {
		field := fault.Field
		if field != "" {
			field += ": "
		}
		lines[i] = fmt.Sprintf("%d:%d: %s%s", fault.Line, fault.Column, field, fault.Text)
	}
	return strings.Join(lines, "\n")
}

// Parse reads the teams of a file, which passed bot.Team.Check. Every error is
// Faults. A file of more than 1 MiB is refused unread.
func Parse(data []byte, known bot.Platforms) ([]bot.Team, error) {
	teams, _, err := ParseAll(data, known)
	return teams, err
}

// ParseAll is Parse, and gives also what the file says of the teams' people: no
// entry for a team of which it says nothing. Each check is asked about each team
// that has no fault so far, in the file's order; bot.Faults of it are told with
// the places of the fields that they name.
func ParseAll(data []byte, known bot.Platforms, checks ...func(bot.Team) error) ([]bot.Team, map[bot.TeamID]People, error) {
	text, fault := legible(data)
	if fault != nil {
		return nil, nil, Faults{*fault}
	}
	var teams []bot.Team
	people := map[bot.TeamID]People{}
	var faults Faults
	seen := map[bot.TeamID]bool{}
	for _, doc := range split(text) {
		body, fault := doc.parse()
		if fault != nil {
			faults = append(faults, *fault)
		}
		if body == nil {
			continue
		}
		r := newReader(known, doc, body)
		r.checks = checks
		team, about := r.team(body)
		if seen[team.ID] && team.ID != "" {
			r.fault("team", r.place("team"), "this team is in the file twice; give every team an id of its own")
		}
		seen[team.ID] = true
		teams = append(teams, team)
		if about != nil {
			people[team.ID] = about
		}
		faults = append(faults, r.faults...)
	}
	if len(teams) == 0 && len(faults) == 0 {
		faults = Faults{{1, 1, "", "the file has no team; begin with a line such as team: sakura"}}
	}
	if len(faults) > 0 {
		slices.SortStableFunc(faults, func(a, b Fault) int {
			return cmp.Or(cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column))
		})
		return nil, nil, faults
	}
	return teams, people, nil
}

// legible gives the file as text with plain line ends and without a byte order
// mark.
func legible(data []byte) (string, *Fault) {
	if len(data) > maxFile {
		return "", &Fault{1, 1, "", "the file is larger than 1 MiB; put the teams into several files"}
	}
	text := strings.TrimPrefix(string(data), "\ufeff")
	text = strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(text)
	p := place{1, 1}
	for i, c := range text {
		switch {
		case c == '\n':
			p = place{p.line + 1, 0}
		case c == utf8.RuneError && !strings.HasPrefix(text[i:], "\ufffd"):
			return "", &Fault{p.line, p.column, "", "this is not UTF-8; save the file as UTF-8"}
		case c < ' ' && c != '\t', c == 0x7f:
			return "", &Fault{p.line, p.column, "", "there is a control character here; delete it, or write it as an escape in double quotes"}
		}
		p.column++
	}
	return text, nil
}

// document is one YAML document of a file.
type document struct {
	before int // lines of the file before it
	text   string
}

// split cuts a file at the lines '---' and '...'. The parser would do so too,
// but it drops the document after an empty one.
func split(text string) []document {
	docs := []document{{}}
	var b strings.Builder
	for i, line := range strings.SplitAfter(text, "\n") {
		head, rest := line, ""
		if len(line) >= 3 {
			head, rest = line[:3], line[3:]
		}
		if (head == "---" || head == "...") && strings.Trim(rest[:min(1, len(rest))], " \t\n") == "" {
			docs[len(docs)-1].text = headless(b.String(), head)
			docs = append(docs, document{before: i})
			b.Reset()
			line = "   " + rest
		}
		b.WriteString(line)
	}
	docs[len(docs)-1].text = b.String()
	return docs
}

// version is the directive that names the YAML that is meant. What a team file
// may hold means the same in each 1.x.
var version = regexp.MustCompile(`(?m)^%YAML[ \t]+1\.[0-9]+[ \t]*(#.*)?$`)

// headless is what stands before the line head, without the version if that is
// all of it: then it belongs to the document that begins.
func headless(text, head string) string {
	rest := version.ReplaceAllString(text, "")
	for line := range strings.Lines(rest) {
		if line = strings.TrimSpace(line); line != "" && line[0] != '#' {
			return text
		}
	}
	if head != "---" {
		return text
	}
	return rest
}

// parse gives the document's body, nil where it is empty.
func (d document) parse() (ast.Node, *Fault) {
	tokens := lexer.Tokenize(d.text)
	if fault := d.tooMuch(tokens); fault != nil {
		return nil, fault
	}
	file, err := parser.Parse(tokens, 0, parser.AllowDuplicateMapKey())
	if err != nil {
		return nil, d.syntax(err)
	}
	for _, doc := range file.Docs {
		if doc.Body != nil && doc.Body.Type() != ast.NullType {
			return doc.Body, nil
		}
	}
	return nil, nil
}

// tooMuch refuses what the parser would take minutes over, or no stack holds.
func (d document) tooMuch(tokens token.Tokens) *Fault {
	depth := 0
	for i, t := range tokens {
		switch t.Type {
		case token.MappingStartType, token.SequenceStartType:
			depth++
		case token.MappingEndType, token.SequenceEndType:
			depth--
		}
		if i == maxTokens || depth > maxDepth {
			p := d.placeOf(t)
			return &Fault{p.line, p.column, "", "this is too much for one team; put --- between teams, and nest no deeper than the example does"}
		}
	}
	return nil
}

func (d document) syntax(err error) *Fault {
	fault := Fault{d.before + 1, 1, "", "this is not YAML; compare it with the example"}
	var syntax *yaml.SyntaxError
	if !errors.As(err, &syntax) {
		return &fault
	}
	p := d.placeOf(syntax.Token)
	fault.Line, fault.Column = p.line, p.column
	fault.Text = fmt.Sprintf("this is not YAML (%s); mend it, or put the value in double quotes", syntax.Message)
	lines := strings.Split(d.text, "\n")
	if i := p.line - d.before - 1; i < len(lines) && strings.HasPrefix(strings.TrimLeft(lines[i], " "), "\t") {
		fault.Text = "this line begins with a tab; indent with blanks"
	}
	if i := p.line - d.before - 1; i < len(lines) && strings.HasPrefix(lines[i], "%") {
		fault.Text = "this directive is not read; write %YAML 1.2 and then a line ---, or no directive"
	}
	return &fault
}

func (d document) placeOf(t *token.Token) place {
	if t == nil || t.Position == nil {
		return place{d.before + 1, 1}
	}
	return place{d.before + t.Position.Line, t.Position.Column}
}
