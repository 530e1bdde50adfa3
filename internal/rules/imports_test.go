package rules

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

// forFeatures: a feature is told of events by bot and knows no other feature.
const forFeatures = "bot bot/habit bot/words internal/plain kpt kpt/meeting schedule store"

// arrows is the law of docs/ARCHITECTURE.md: what each package may import of
// ours. A package that is not here fails; so place it before you write it.
var arrows = map[string]string{
	"bot":                  "bot/habit bot/words internal/plain kpt kpt/meeting schedule store",
	"bot/feature/announce": forFeatures,
	"bot/habit":            "",
	"bot/bottest":          "bot bot/words store",
	"bot/bottest/ember":    "bot bot/bottest bot/words internal/plain store",
	"bot/bottest/facetest": "bot bot/courier bot/words internal/plain store",
	"bot/bottest/fixture":  "bot bot/bottest bot/words store",
	"bot/courier":          forFeatures + " internal/spread",
	"bot/feature/figures":  forFeatures + " kpt/numbers kpt/recall",
	"bot/notebook":         forFeatures + " kpt/merge internal/spread",
	"bot/feature/recall":   forFeatures + " kpt/recall",
	"bot/feature/remind":   forFeatures,
	"bot/feature/meeting":  forFeatures,
	"bot/feature/notes":    forFeatures + " bot/notebook bot/feature/recall bot/feature/remind kpt/export",
	"bot/discord": "bot bot/words internal/plain schedule store" +
		" bot/discord/gateway bot/discord/rest bot/discord/sounds",
	"bot/discord/gateway":     "internal/plain",
	"bot/discord/rest":        "",
	"bot/discord/sounds":      "",
	"bot/slack":               "bot bot/words internal/plain schedule store bot/slack/socket bot/slack/web",
	"bot/slack/socket":        "",
	"bot/slack/web":           "internal/bounded internal/plain",
	"bot/feature/decision":    forFeatures,
	"bot/feature/status":      forFeatures,
	"bot/feature/people":      forFeatures + " internal/spread",
	"bot/feature/rooms":       forFeatures,
	"bot/feature/setup":       forFeatures,
	"bot/feature/teamfile":    forFeatures + " internal/near",
	"bot/feature/tries":       forFeatures + " bot/feature/remind bot/feature/tries/meant",
	"bot/feature/tries/meant": "bot/habit",
	"bot/feature/tea":         forFeatures + " bot/feature/tea/topics",
	"bot/feature/tea/topics":  "",
	"bot/words":               "internal/plain",
	"cmd/engawa":              "bot/feature/teamfile bot/slack internal/app internal/demo internal/near internal/plain",
	"internal/app": forFeatures + " bot/courier bot/habit bot/discord bot/notebook bot/slack kpt/export kpt/gdocs kpt/markdown" +
		" bot/feature/announce bot/feature/decision bot/feature/figures bot/feature/meeting bot/feature/notes bot/feature/people" +
		" bot/feature/recall bot/feature/remind bot/feature/rooms bot/feature/setup bot/feature/status bot/feature/tea bot/feature/teamfile bot/feature/tries",
	"internal/app/apptest":  "bot/courier bot/discord bot/notebook bot/slack bot/feature/remind bot/feature/setup bot/feature/status bot/feature/teamfile internal/app internal/demo kpt/export",
	"internal/app/lives":    "bot/courier bot/notebook bot/feature/status internal/app",
	"internal/demo/picture": "",
	"internal/demo": "bot bot/bottest bot/discord bot/habit bot/notebook bot/slack bot/words kpt/gdocs schedule store internal/app internal/demo/picture internal/dialogue" +
		" internal/fake/discord internal/fake/gdocs internal/fake/slack",
	"internal/dialogue":          "bot/words internal/fake/discord internal/fake/gdocs internal/fake/slack internal/near",
	"internal/fake/discord":      "internal/fake/server internal/fake/server/pipe",
	"internal/fake/gdocs":        "internal/fake/server",
	"internal/fake/server":       "",
	"internal/fake/server/pipe":  "",
	"internal/fake/slack":        "internal/fake/server",
	"internal/fake/slack/spec":   "internal/need",
	"kpt":                        "internal/plain schedule store",
	"kpt/export":                 "internal/plain kpt schedule",
	"kpt/gdocs":                  "internal/bounded internal/plain kpt schedule",
	"kpt/meeting":                "internal/plain kpt schedule store",
	"kpt/merge":                  "kpt schedule",
	"kpt/notebooktest":           "internal/need kpt kpt/merge schedule",
	"kpt/numbers":                "kpt schedule",
	"kpt/recall":                 "kpt schedule",
	"kpt/markdown":               "internal/plain kpt schedule",
	"internal/fake/discord/spec": "internal/need",
	"internal/bounded":           "",
	"internal/plain":             "",
	"internal/spread":            "",
	"internal/near":              "",
	"internal/need":              "",
	"internal/rules":             "bot/discord/sounds bot/feature/setup bot/feature/teamfile",
	"schedule":                   "internal/near internal/plain store",
	"store":                      "store/bolt store/engine",
	"store/bolt":                 "store/engine",
	"store/engine":               "",
	"store/storetest":            "store/engine",
}

// forTests is what the tests of any package may import besides.
const forTests = forFeatures + " bot/bottest bot/bottest/ember bot/bottest/facetest bot/bottest/fixture store/bolt store/engine store/storetest internal/dialogue internal/fake/discord" +
	" internal/fake/discord/spec internal/fake/slack internal/fake/slack/spec internal/fake/gdocs internal/fake/server/pipe bot/discord/gateway kpt/gdocs kpt/markdown kpt/merge kpt/notebooktest" +
	" internal/need"

// owners says who may import what is not ours. An entry is an import path or the
// beginning of one; a star is everybody. An owner may share with the packages
// below it. It holds for tests too.
var owners = map[string]string{
	"cloud.google.com/go/auth":            "kpt/gdocs",
	"github.com/bwmarrin/discordgo":       "bot/discord",
	"github.com/caarlos0/env":             "internal/app",
	"github.com/getkin/kin-openapi":       "internal/fake/discord/spec",
	"github.com/goccy/go-yaml":            "bot/feature/teamfile",
	"github.com/gorilla/websocket":        "bot/discord bot/slack internal/fake/discord internal/fake/slack",
	"github.com/prometheus/client_golang": "internal/app",
	"github.com/rivo/uniseg":              "*",
	"github.com/robfig/cron/v3":           "schedule",
	"github.com/slack-go/slack":           "bot/slack",
	"go.etcd.io/bbolt":                    "store/bolt",
	"golang.org/x/image":                  "bot/feature/figures",
	"golang.org/x/net":                    "bot/discord internal/app",
	"golang.org/x/sync":                   "*",
	"google.golang.org/api":               "kpt/gdocs internal/fake/gdocs",
	"golang.org/x/text":                   "*",
	"golang.org/x/time":                   "*",
}

// ownersInTests may do so in their tests only.
var ownersInTests = map[string]string{
	"github.com/bwmarrin/discordgo": "internal/fake/discord",
	"github.com/getkin/kin-openapi": "internal/fake/discord",
	"github.com/goccy/go-yaml":      "internal/rules bot/slack",
	"go.uber.org/goleak":            "*",
}

func TestPackagesImportOnlyWhatTheLawAllows(t *testing.T) {
	found := packages(t)
	for _, p := range found {
		for _, fault := range p.faults() {
			t.Error(fault)
		}
	}
	for name := range arrows {
		there := func(p listed) bool { return p.name() == name }
		if !slices.ContainsFunc(found, there) {
			t.Logf("%s is in the law and not built yet", name)
		}
	}
}

func TestTheLawCatchesABreach(t *testing.T) {
	for _, c := range []struct {
		p    listed
		want bool
	}{
		{listed{ImportPath: module + "/bot/feature/tea", Imports: ours("bot", "bot/feature/tea/topics")}, true},
		{listed{ImportPath: module + "/bot/feature/tea", Imports: ours("bot/feature/rooms")}, false},
		{listed{ImportPath: module + "/bot/feature/tea", XTestImports: ours("bot/feature/tea", "internal/dialogue")}, true},
		{listed{ImportPath: module + "/bot/feature/tea", XTestImports: ours("bot/feature/rooms")}, false},
		{listed{ImportPath: module + "/bot/feature/tea", Imports: ours("internal/fake/discord")}, false},
		{listed{ImportPath: module + "/bot", Imports: ours("bot/discord")}, false},
		{listed{ImportPath: module + "/store/bolt", Imports: []string{"go.etcd.io/bbolt/errors"}}, true},
		{listed{ImportPath: module + "/store", Imports: []string{"go.etcd.io/bbolt"}}, false},
		{listed{ImportPath: module + "/bot", Imports: []string{"go.etcd.io/bbolt"}}, false},
		{listed{ImportPath: module + "/bot/discord/gateway", Imports: []string{"github.com/bwmarrin/discordgo"}}, true},
		{listed{ImportPath: module + "/bot", TestImports: []string{"go.uber.org/goleak"}}, true},
		{listed{ImportPath: module + "/bot", Imports: []string{"go.uber.org/goleak"}}, false},
		{listed{ImportPath: module + "/bot", Imports: []string{"example.com/new"}}, false},
		{listed{ImportPath: module + "/util"}, false},
	} {
		if got := len(c.p.faults()) == 0; got != c.want {
			t.Errorf("%+v: got allowed %v, want %v", c.p, got, c.want)
		}
	}
}

func TestTheLawSaysWhatToDo(t *testing.T) {
	for _, c := range []struct {
		p    listed
		want string
	}{
		{listed{ImportPath: module + "/bot/feature/tea", Imports: ours("bot/feature/rooms")}, "hook it in internal/app/features.go, or move what is shared down"},
		{listed{ImportPath: module + "/bot/feature/tea", XTestImports: ours("bot/feature/rooms")}, "hook it in internal/app/features.go"},
		{listed{ImportPath: module + "/bot", Imports: ours("bot/discord")}, "see arrows in internal/rules/imports_test.go"},
		{listed{ImportPath: module + "/bot", Imports: []string{"example.com/new"}}, "see owners in internal/rules/imports_test.go"},
		{listed{ImportPath: module + "/util"}, "place it in arrows, in internal/rules/imports_test.go"},
	} {
		if got := c.p.faults(); len(got) != 1 || !strings.Contains(got[0], c.want) {
			t.Errorf("%+v: got %q, want %q", c.p, got, c.want)
		}
	}
}

func ours(names ...string) []string {
	for i, name := range names {
		names[i] = module + "/" + name
	}
	return names
}

// listed is what 'go list -json' says of a package.
type listed struct {
	ImportPath                         string
	Imports, TestImports, XTestImports []string
}

func packages(t *testing.T) []listed {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), "go", "list",
		"-json=ImportPath,Imports,TestImports,XTestImports", "./...")
	cmd.Dir = root(t)
	cmd.Stderr = t.Output()
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	var all []listed
	for dec := json.NewDecoder(strings.NewReader(string(out))); ; {
		var p listed
		if err := dec.Decode(&p); errors.Is(err, io.EOF) {
			return all
		} else if err != nil {
			t.Fatal(err)
		}
		all = append(all, p)
	}
}

func (p listed) name() string { return strings.TrimPrefix(p.ImportPath, module+"/") }

func (p listed) faults() (faults []string) {
	name := p.name()
	may, placed := arrows[name]
	if !placed {
		return []string{name + " is not in the law; place it in arrows, in internal/rules/imports_test.go"}
	}
	for _, path := range p.Imports {
		if !allowed(name, path, may, owners) {
			faults = append(faults, fmt.Sprintf("%s may not import %s: %s", name, path, instead(name, path)))
		}
	}
	for _, path := range slices.Concat(p.TestImports, p.XTestImports) {
		may := may + " " + forTests + " " + name
		if !allowed(name, path, may, owners) && !allowed(name, path, may, ownersInTests) {
			faults = append(faults, fmt.Sprintf("the tests of %s may not import %s: %s", name, path, instead(name, path)))
		}
	}
	return faults
}

// instead says what to do where an import is not allowed.
func instead(name, path string) string {
	const feature = "bot/feature/"
	own, ours := strings.CutPrefix(path, module+"/")
	switch {
	case ours && strings.HasPrefix(name, feature) && strings.HasPrefix(own, feature):
		return "hook it in internal/app/features.go, or move what is shared down"
	case ours:
		return "move what is shared down, or see arrows in internal/rules/imports_test.go"
	}
	return "see owners in internal/rules/imports_test.go"
}

func allowed(name, path, may string, owners map[string]string) bool {
	if own, ok := strings.CutPrefix(path, module+"/"); ok {
		return slices.Contains(strings.Fields(may), own)
	}
	first, _, _ := strings.Cut(path, "/")
	if !strings.Contains(first, ".") {
		return true // the standard library
	}
	for prefix, who := range owners {
		if path == prefix || strings.HasPrefix(path, prefix+"/") {
			owns := func(owner string) bool { return name == owner || strings.HasPrefix(name, owner+"/") }
			return who == "*" || slices.ContainsFunc(strings.Fields(who), owns)
		}
	}
	return false
}
