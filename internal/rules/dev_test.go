package rules

import (
	"regexp"
	"slices"
	"strings"
	"testing"
)

func TestADevelopmentCopyIsKeptApartFromTheBotInUse(t *testing.T) {
	set := map[string]string{}
	for line := range strings.Lines(read(t, "deploy/dev/env.example")) {
		if name, value, ok := strings.Cut(strings.TrimSpace(strings.TrimPrefix(line, "#")), "="); ok && strings.HasPrefix(name, "ENGAWA_") {
			set[name] = value
		}
	}
	readme := read(t, "README.md")
	for name, value := range set {
		if !strings.Contains(readme, "| `"+name+"`") && !strings.Contains(readme, "`, `"+name+"` |") {
			t.Errorf("README.md has no %s", name)
		}
		if strings.HasSuffix(name, "_TOKEN") && value != "" {
			t.Errorf("%s has a value", name)
		}
	}
	for _, name := range []string{"ENGAWA_DISCORD_TOKEN", "ENGAWA_SERVERS", "ENGAWA_STORE", "ENGAWA_HTTP"} {
		if _, ok := set[name]; !ok {
			t.Errorf("deploy/dev/env.example has no %s", name)
		}
	}
	if usual := "127.0.0.1:8420"; set["ENGAWA_HTTP"] == usual || !strings.HasPrefix(set["ENGAWA_HTTP"], "127.0.0.1:") {
		t.Errorf("ENGAWA_HTTP is %s; want another port of this machine than %s", set["ENGAWA_HTTP"], usual)
	}
	ignored := strings.Split(read(t, ".gitignore"), "\n")
	folder, _, _ := strings.Cut(set["ENGAWA_STORE"], "/")
	for _, want := range []string{".env", "/" + folder + "/"} {
		if !slices.Contains(ignored, want) {
			t.Errorf(".gitignore has no %s", want)
		}
	}
}

// kubectl are the words of a line that README.md of deploy/dev names.
var kubectl = regexp.MustCompile(`(?m)^kubectl (?:-n engawa-dev )?(.*?)(?: +#.*)?$`)

func TestTheLinesForAClusterFitTheManifest(t *testing.T) {
	text, manifest := read(t, "deploy/dev/README.md"), read(t, "deploy/kubernetes.yaml")
	lines := kubectl.FindAllStringSubmatch(text, -1)
	if len(lines) < 8 {
		t.Fatalf("got %d lines, want eight", len(lines))
	}
	has := func(what, line string) {
		t.Helper()
		if !strings.Contains(manifest, what) {
			t.Errorf("deploy/kubernetes.yaml has no %q, which is for: %s", what, line)
		}
	}
	for _, l := range lines {
		if strings.Contains(l[1], "deployment/engawa") {
			has("kind: Deployment\nmetadata:\n  name: engawa\n", l[0])
		}
		for word := range strings.FieldsSeq(l[1]) {
			name, value, set := strings.Cut(word, "=")
			switch {
			case strings.HasPrefix(name, "ENGAWA_"):
				has("- name: "+name, l[0])
			case name == "engawa" && set:
				has("- name: "+name+"\n          image: ", l[0])
			case name == "--from-literal":
				key, _, _ := strings.Cut(value, "=")
				has("key: "+key, l[0])
			case strings.HasPrefix(name, "8421:"):
				has("containerPort: "+strings.TrimPrefix(name, "8421:"), l[0])
			case strings.HasSuffix(name, ".yaml") && read(t, name) == "":
				t.Errorf("no file %s, which is for: %s", name, l[0])
			}
		}
	}
	if !strings.Contains(text, "A second bot needs an application of its own") {
		t.Error("deploy/dev/README.md does not say that a second bot needs an application of its own")
	}
}
