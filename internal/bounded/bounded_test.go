package bounded_test

import (
	"compress/gzip"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/engawa-bot/engawa/internal/bounded"
)

func TestAnAnswerIsReadToItsLimitAndNoFurther(t *testing.T) {
	const most = 100_000
	for n, want := range map[int]error{0: nil, 1: nil, most - 1: nil, most: nil, most + 1: bounded.ErrTooLong, 50 * most: bounded.ErrTooLong} {
		for _, way := range []string{"told", "chunks", "gzip"} {
			server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
				text := strings.Repeat("x", n)
				switch way {
				case "told":
					w.Header().Set("Content-Length", strconv.Itoa(n))
				case "chunks":
					w.(http.Flusher).Flush()
				case "gzip":
					w.Header().Set("Content-Encoding", "gzip")
					z := gzip.NewWriter(w)
					_, _ = io.WriteString(z, text)
					_ = z.Close()
					return
				}
				_, _ = io.WriteString(w, text)
			}))
			client := http.Client{Transport: bounded.Transport{Next: http.DefaultTransport, Most: most}}
			for _, read := range []func(io.Reader) io.Reader{func(r io.Reader) io.Reader { return r }, iotest.HalfReader} {
				got, err := 0, error(nil)
				answer, err := client.Get(server.URL)
				if err == nil {
					var data []byte
					data, err = io.ReadAll(read(answer.Body))
					got = len(data)
					_ = answer.Body.Close()
				}
				if !errors.Is(err, want) || err == nil && got != n || got > most {
					t.Errorf("%d bytes, %s: read %d with %v, want %v", n, way, got, err, want)
				}
			}
			server.Close()
		}
	}
}
