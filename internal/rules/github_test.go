package rules

import (
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// workflow is what is looked at in a workflow.
type workflow struct {
	On          any
	Permissions map[string]string
	Jobs        map[string]struct {
		Uses    string
		Timeout int `yaml:"timeout-minutes"`
		Steps   []struct{ Uses, Run, If string }
	}
}

func TestEveryWorkflowMayReadOnlyAndEnds(t *testing.T) {
	runs := map[string]string{}
	for _, name := range tracked(t) {
		if path.Dir(name) != ".github/workflows" {
			continue
		}
		var w workflow
		decode(t, name, read(t, name), &w)
		if len(w.Permissions) != 1 || w.Permissions["contents"] != "read" {
			t.Errorf("%s: got permissions %v, want only to read; a job may ask for more", name, w.Permissions)
		}
		for job, j := range w.Jobs {
			if j.Uses == "" && j.Timeout == 0 {
				t.Errorf("%s: %s has no timeout-minutes", name, job)
			}
			for _, s := range j.Steps {
				runs[name] += s.Run + "\n"
				if strings.Contains(s.Run, "--push") || strings.Contains(s.Run, "gh release create") {
					if s.If != "github.ref_type == 'tag'" {
						t.Errorf("%s: publishes without a tag: %s", name, s.Run)
					}
				}
			}
		}
	}
	for name, want := range map[string]string{"ci.yml": ".ci/run\n", "nightly.yml": "make soak\n", "release.yml": "make release\n"} {
		if !strings.Contains(runs[".github/workflows/"+name], want) {
			t.Errorf("%s does not run %s", name, want)
		}
	}
}

func TestDependabotLooksAtEveryModuleTheActionsAndTheImage(t *testing.T) {
	var file struct {
		Updates []struct {
			Ecosystem   string `yaml:"package-ecosystem"`
			Directory   string
			Directories []string
		}
	}
	decode(t, "dependabot.yml", read(t, ".github/dependabot.yml"), &file)
	looked := map[string][]string{}
	for _, u := range file.Updates {
		looked[u.Ecosystem] = append(u.Directories, strings.Fields(u.Directory)...)
	}
	for _, name := range tracked(t) {
		if path.Base(name) == "go.mod" && !slices.Contains(looked["gomod"], path.Join("/", path.Dir(name))) {
			t.Errorf("nobody looks at %s", name)
		}
	}
	for _, what := range []string{"github-actions", "docker"} {
		if !slices.Contains(looked[what], "/") {
			t.Errorf("nobody looks at %s", what)
		}
	}
}

func TestIssueFormsAskForLittle(t *testing.T) {
	forms := 0
	for _, name := range tracked(t) {
		if path.Dir(name) != ".github/ISSUE_TEMPLATE" || path.Base(name) == "config.yml" {
			continue
		}
		var form struct {
			Name, Description string
			Body              []struct {
				Type, ID    string
				Attributes  struct{ Label, Value string }
				Validations struct{ Required bool }
			}
		}
		decode(t, name, read(t, name), &form)
		required := 0
		for _, b := range form.Body {
			if b.Type != "markdown" && (b.ID == "" || b.Attributes.Label == "") {
				t.Errorf("%s: a question without id or label", name)
			}
			if b.Validations.Required {
				required++
			}
		}
		if form.Name == "" || form.Description == "" || required != 1 || len(form.Body) > 5 {
			t.Errorf("%s: %d of %d questions must be answered; want one of five at the most", name, required, len(form.Body))
		}
		forms++
	}
	if forms != 3 {
		t.Errorf("got %d forms, want a bug, an idea and a question", forms)
	}
}

// A release builds with the flags of the image, and its script is what CI runs.
func TestAReleaseIsBuiltAsTheImageIs(t *testing.T) {
	script := read(t, "tools/release/make.sh")
	for _, want := range []string{"CGO_ENABLED=0", "-trimpath", "-buildvcs=true", `-ldflags "-s -w"`, "tags=timetzdata,grpcnotrace", "sha256sum", "cyclonedx-gomod"} {
		if !strings.Contains(script, want) {
			t.Errorf("tools/release/make.sh has no %s", want)
		}
	}
	image := read(t, "Dockerfile")
	for _, want := range []string{`-tags timetzdata,grpcnotrace -ldflags "-s -w" -o /out/$TARGETARCH/engawa `, "COPY --from=build /out/$TARGETARCH/engawa ", "--build-context build=dist/image"} {
		if !strings.Contains(image, want) {
			t.Errorf("Dockerfile has no %s", want)
		}
	}
}

// part is the heading of a version in CHANGELOG.md, where the release looks for it.
var part = regexp.MustCompile(`^## ((\d+)\.(\d+)\.(\d+)) - (\d{4}-\d{2}-\d{2}): \S`)

func TestTheChangelogHasVersionsWithDates(t *testing.T) {
	for _, fault := range versionFaults(read(t, "CHANGELOG.md")) {
		t.Error(fault)
	}
}

func versionFaults(changelog string) (faults []string) {
	var before []string
	for i, line := range slices.DeleteFunc(strings.Split(changelog, "\n"), func(l string) bool { return !strings.HasPrefix(l, "## ") }) {
		if i == 0 {
			if line != "## Unreleased" {
				faults = append(faults, "the first part is "+line+", want ## Unreleased, even if it is empty")
			}
			continue
		}
		m := part.FindStringSubmatch(line)
		if m == nil {
			faults = append(faults, line+" is not like ## 0.5.0 - 2026-11-29: what it is about")
			continue
		}
		if before != nil && (m[5] > before[5] || !older(m[2:5], before[2:5])) {
			faults = append(faults, line+" stands below an older version")
		}
		before = m
	}
	return faults
}

// older tells whether a version is below another.
func older(a, b []string) bool {
	pad := func(v []string) (text string) {
		for _, n := range v {
			text += strings.Repeat("0", max(0, 6-len(n))) + n
		}
		return text
	}
	return pad(a) < pad(b)
}

func TestAWrongPartOfTheChangelogIsFound(t *testing.T) {
	const well = "## Unreleased\n\n- A.\n\n## 0.10.0 - 2026-12-01: c\n## 0.9.0 - 2026-11-29: b\n## 0.8.1 - 2026-11-29: a\n"
	for text, want := range map[string]int{
		well: 0,
		strings.Replace(well, "## Unreleased\n", "", 1):      1,
		strings.Replace(well, "0.9.0", "0.11.0", 1):          1,
		strings.Replace(well, "2026-12-01", "2026-11-01", 1): 1,
		strings.Replace(well, ": b", "", 1):                  1,
		strings.Replace(well, "0.9.0", "Part 9", 1):          1,
	} {
		if got := versionFaults(text); len(got) != want {
			t.Errorf("%s: got %q, want %d faults", text, got, want)
		}
	}
}
