package rules

import (
	"go/ast"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// ofPlatforms finds the names of platforms.
type ofPlatforms struct {
	names *regexp.Regexp // in identifiers, texts and comments
	keys  *regexp.Regexp // of the catalogue, whose sentences are a face's own
}

func theirNames(platforms []string) ofPlatforms {
	one := strings.Join(platforms, "|")
	var forms []string
	for _, name := range platforms { // as words, also within names: slackFace, newSlack
		title := strings.ToUpper(name[:1]) + name[1:]
		forms = append(forms, `(?:^|[^a-zA-Z])`+name+`(?:[^a-z]|$)`, title+`(?:[^a-z]|$)`, strings.ToUpper(name))
	}
	return ofPlatforms{regexp.MustCompile(strings.Join(forms, "|")), regexp.MustCompile(`^(doctor\.)?(` + one + `)\.`)}
}

// thePlatforms are the packages below bot/ that tell the traits of a platform.
func thePlatforms(t *testing.T) []string {
	t.Helper()
	found := platformsOf(sources(t))
	if len(found) < 2 {
		t.Fatalf("found the platforms %q: the test sees too little", found)
	}
	return found
}

func platformsOf(all []source) (names []string) {
	for _, s := range all {
		if s.test() || path.Dir(s.dir()) != "bot" {
			continue
		}
		for _, d := range s.file.Decls {
			if f, ok := d.(*ast.FuncDecl); ok && f.Recv == nil && f.Name.Name == "Traits" {
				names = append(names, path.Base(s.dir()))
			}
		}
	}
	return names
}

// mayName says where the names of platforms may stand besides tests and their faces, and
// why. An entry is a file, or a folder with all below it.
var mayName = map[string]string{
	"cmd/engawa/":              "the wiring and the subcommands",
	"internal/app/":            "the wiring",
	"internal/demo/":           "the demo on pretended platforms",
	"internal/fake/":           "pretended platforms",
	"internal/dialogue/":       "plays on pretended platforms",
	"store/accounts.go":        "reads what format 3 told by the shape of ids, once",
	"bot/bottest/platforms.go": "the two of the tests of features look like those that there are",
}

func TestOnlyFacesAndTheWiringNameAPlatform(t *testing.T) {
	platforms := thePlatforms(t)
	find, used := theirNames(platforms), map[string]bool{}
	for _, name := range tracked(t) {
		if isFace(name, platforms) || !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") {
			continue
		}
		for _, line := range find.naming(read(t, name)) {
			if where := placeOfName(name); where != "" {
				used[where] = true
				continue
			}
			t.Errorf("%s:%d names a platform: ask what it offers (bot.Traits), or let its face say it", name, line)
		}
	}
	for where := range mayName {
		if !used[where] && where != "internal/app/" {
			t.Errorf("%s names no platform: take it off the list", where)
		}
	}
}

func TestOnlyAFacesOwnSentencesNameAPlatform(t *testing.T) {
	find := theirNames(thePlatforms(t))
	for _, name := range []string{"bot/words/en.txt", "bot/words/ja.txt"} {
		for _, line := range find.sentences(read(t, name)) {
			t.Errorf("%s:%d names a platform: write {platform} or {home}, or keep it below a face's keys", name, line)
		}
	}
}

// naming lists the lines of a text that name a platform.
func (p ofPlatforms) naming(text string) (lines []int) {
	for i, line := range strings.Split(text, "\n") {
		if p.names.MatchString(line) {
			lines = append(lines, i+1)
		}
	}
	return lines
}

// sentences lists the lines of a catalogue that do, besides those of the faces.
func (p ofPlatforms) sentences(text string) (lines []int) {
	for i, line := range strings.Split(text, "\n") {
		if p.names.MatchString(line) && !p.keys.MatchString(line) && !strings.HasPrefix(line, "#") {
			lines = append(lines, i+1)
		}
	}
	return lines
}

// isFace tells whether a file is of a platform's own package.
func isFace(name string, platforms []string) bool {
	return slices.ContainsFunc(platforms, func(p string) bool { return strings.HasPrefix(name, "bot/"+p+"/") })
}

// placeOfName finds the entry that lets a file name platforms.
func placeOfName(name string) string {
	for where := range mayName {
		if name == where || strings.HasSuffix(where, "/") && strings.HasPrefix(name, where) {
			return where
		}
	}
	return ""
}

func TestTheLawAboutPlatformsBites(t *testing.T) {
	find := theirNames([]string{"discord", "slack"})
	for text, want := range map[string]int{
		"// on Discord": 1, "s.Team.Slack": 1, "x := \"discord\"": 1, "onSLACK()": 1, "a platform\nslackness": 0, "newSlack()": 1, "slackFace": 1, "the slack.": 1, "SLACK_TOKEN": 1, "a platform\nin slack": 1, "// on the server": 0,
	} {
		if got := len(find.naming(text)); got != want {
			t.Errorf("%q: got %d lines, want %d", text, got, want)
		}
	}
	for text, want := range map[string]int{
		"roster.home: Discord and {platform}": 1, "slack.more: look in Discord": 0, "doctor.slack.gone: Slack": 0, "remind.slack: hm": 1, "help: {platform}": 0,
	} {
		if got := len(find.sentences(text)); got != want {
			t.Errorf("%s: got %d lines, want %d", strconv.Quote(text), got, want)
		}
	}
	for name, want := range map[string]string{
		"bot/face_owe.go": "", "internal/fake/slack/post.go": "internal/fake/", "bot/slackish.go": "", "store/accounts.go": "store/accounts.go", "store/owed.go": "",
		"bot/feature/people/roster.go": "", "bot/courier/deliver.go": "",
	} {
		if got := placeOfName(name); got != want {
			t.Errorf("%s: got %q, want %q", name, got, want)
		}
	}
	for name, want := range map[string]bool{"bot/slack/text.go": true, "bot/slackish.go": false, "bot/slack.go": false, "bot/feature/slack/x.go": false} {
		if got := isFace(name, []string{"discord", "slack"}); got != want {
			t.Errorf("%s: got %v, want %v that it is a face's", name, got, want)
		}
	}
}

func TestAThirdPlatformIsGuardedByItself(t *testing.T) {
	traits := "package p\nfunc Traits() {}"
	third := platformsOf([]source{
		parse(t, "bot/slack/traits.go", traits), parse(t, "bot/matrix/traits.go", traits), parse(t, "bot/matrix/text.go", "package p"),
		parse(t, "bot/bottest/ember/traits.go", traits), parse(t, "bot/lounge/lounge.go", "package p\nfunc (room) Traits() {}"),
	})
	if want := []string{"slack", "matrix"}; !slices.Equal(third, want) {
		t.Fatalf("got the platforms %q, want %q", third, want)
	}
	find := theirNames(third)
	if got := len(find.naming("// on Matrix")); got != 1 {
		t.Errorf("a comment that names the third platform: got %d lines, want 1", got)
	}
	if got := len(find.sentences("matrix.gone: Matrix\nhelp: Matrix")); got != 1 {
		t.Errorf("sentences that name the third platform: got %d lines, want 1", got)
	}
}
