package spec

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"sync"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/routers/gorillamux"

	"github.com/engawa-bot/engawa/internal/need"
)

// ErrAbsent says that the document is not there, as in a clone without ../shared.
var ErrAbsent = errors.New("spec: the OpenAPI document is absent")

const base = "/api/v10"

// loaded caches what Load does for each path: reading the document takes a third
// of a second, and every test of a package may ask for it.
var (
	loading sync.Mutex
	loaded  = make(map[string]func() (*Checker, error))
)

// Load returns the Checker for the document at path. A process reads each path
// once and gets the same Checker, with its counts, every time. The error is
// ErrAbsent if there is no such file.
func Load(path string) (*Checker, error) {
	loading.Lock()
	load, ok := loaded[path]
	if !ok {
		load = sync.OnceValues(func() (*Checker, error) { return read(path) })
		loaded[path] = load
	}
	loading.Unlock()
	return load()
}

// Here returns the process's Checker, for the document where it should be.
func Here() (*Checker, error) { return Load(need.Path(place()...)) }

// place is where the document is, below ../shared.
func place() []string { return []string{"specs", "discord-openapi.json"} }

func read(path string) (*Checker, error) {
	data, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("%w: %q", ErrAbsent, path)
	}
	if err != nil {
		return nil, fmt.Errorf("spec: %w", err)
	}
	doc, err := strict(data)
	if err != nil {
		return nil, fmt.Errorf("spec: %s: %w", path, err)
	}
	if err := simplify(doc); err != nil {
		return nil, fmt.Errorf("spec: %s: %w", path, err)
	}
	return newChecker(doc)
}

func newChecker(doc *openapi3.T) (*Checker, error) {
	doc.Servers = openapi3.Servers{{URL: base}}
	router, err := gorillamux.NewRouter(doc)
	if err != nil {
		return nil, fmt.Errorf("spec: %w", err)
	}
	return &Checker{router: router, covered: make(map[string]int)}, nil
}

// strict reads the document and closes its object schemas: properties that a
// schema does not name are faults. With allOf the names are spread over several
// schemas, none of which can be closed by itself.
func strict(data []byte) (*openapi3.T, error) {
	doc, err := openapi3.NewLoader().LoadFromData(data)
	if err != nil {
		return nil, err
	}
	closed := false
	return doc, doc.WalkSchemas(func(_ string, ref *openapi3.SchemaRef) error {
		schema := ref.Value
		if schema.Type.Includes(openapi3.TypeObject) && schema.Properties != nil &&
			len(schema.AllOf) == 0 && schema.AdditionalProperties.Schema == nil {
			schema.AdditionalProperties.Has = &closed
		}
		return nil
	})
}

// simplify makes the document judge fast. For OpenAPI 3.1 kin-openapi compiles the
// schema anew for each value, some milliseconds a message; its own validator,
// which it uses for 3.0, walks the resolved schemas in microseconds. That one
// knows null types, but not const, which the document uses only to enumerate: a
// oneOf of constants becomes an enum, and the document is then called 3.0. A test
// holds both validators against each other.
func simplify(doc *openapi3.T) error {
	doc.OpenAPI = "3.0.3"
	return doc.WalkSchemas(func(pointer string, ref *openapi3.SchemaRef) error {
		if ref.Value.Const != nil {
			return fmt.Errorf("%s: a const outside of an enumeration is not understood", pointer)
		}
		if values := constants(ref.Value.OneOf); len(values) > 0 {
			ref.Value.OneOf, ref.Value.Enum = nil, values
		}
		return nil
	})
}

// constants returns the constants of which a oneOf consists, or none.
func constants(variants openapi3.SchemaRefs) []any {
	var values []any
	for _, variant := range variants {
		if variant.Value == nil || variant.Value.Const == nil {
			return nil
		}
		values = append(values, variant.Value.Const)
	}
	return values
}
