package gdocs

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"os/exec"
	"path/filepath"
	"sort"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write schema.json anew from the module's docs-api.json")

// property is a field in the discovery document.
type property struct {
	Type                 string
	Format               string
	Ref                  string `json:"$ref"`
	Enum                 []string
	Items                *property
	AdditionalProperties *property
}

func (p *property) name() string {
	switch {
	case p.Ref != "":
		return "#" + p.Ref
	case len(p.Enum) > 0:
		return "=" + strings.Join(p.Enum, "|")
	case p.Items != nil:
		return "[]" + p.Items.name()
	case p.AdditionalProperties != nil:
		return "{}" + p.AdditionalProperties.name()
	case p.Format == "google-fieldmask":
		return "mask"
	}
	return p.Type
}

func TestTheSchemaIsThatOfTheDiscoveryDocument(t *testing.T) {
	dir, err := exec.CommandContext(t.Context(), "go", "list", "-m", "-f", "{{.Dir}}", "google.golang.org/api").Output()
	if err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(filepath.Join(strings.TrimSpace(string(dir)), "docs", "v1", "docs-api.json"))
	if err != nil {
		t.Fatal(err)
	}
	var api struct {
		Schemas map[string]struct{ Properties map[string]*property }
	}
	if err := json.Unmarshal(data, &api); err != nil {
		t.Fatal(err)
	}
	all := map[string]map[string]string{}
	var reach func(name string)
	reach = func(name string) {
		if all[name] != nil {
			return
		}
		all[name] = map[string]string{}
		for field, p := range api.Schemas[name].Properties {
			all[name][field] = p.name()
			if _, ref, ok := strings.Cut(p.name(), "#"); ok {
				reach(ref)
			}
		}
	}
	for _, root := range []string{"BatchUpdateDocumentRequest", "BatchUpdateDocumentResponse", "Document"} {
		reach(root)
	}
	if want := asText(all); *update {
		if err := os.WriteFile("schema.json", want, 0o644); err != nil {
			t.Fatal(err)
		}
	} else if !bytes.Equal(schemaJSON, want) {
		t.Error("schema.json is not that of docs-api.json; run go test -run Schema -update")
	}
}

// asText is the schema with one message a line.
func asText(all map[string]map[string]string) []byte {
	var names []string
	for name := range all {
		names = append(names, name)
	}
	sort.Strings(names)
	var b bytes.Buffer
	b.WriteString("{\n")
	for i, name := range names {
		fields, _ := json.Marshal(all[name])
		b.WriteString(`"` + name + `":` + string(fields))
		if i < len(names)-1 {
			b.WriteByte(',')
		}
		b.WriteByte('\n')
	}
	b.WriteString("}\n")
	return b.Bytes()
}
