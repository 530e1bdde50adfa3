package apptest

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/engawa-bot/engawa/internal/app"
)

// A proxy or an authority that cannot be read is named at the start, without what
// was given; Go would go past it without a word.
func TestAProxyOrAnAuthorityThatCannotBeReadIsNamed(t *testing.T) {
	garbage, empty := filepath.Join(t.TempDir(), "garbage.pem"), filepath.Join(t.TempDir(), "empty.pem")
	writeIn(t, garbage, []byte("tea"))
	writeIn(t, empty, nil)
	_, authority := certified(t)
	missing := filepath.Join(t.TempDir(), "no")
	for name, values := range map[string]map[string]bool{ // whether each is right
		"HTTPS_PROXY": {
			"http://us er:secret@127.0.0.1:8080": false, "http://ana:se%zcret@127.0.0.1:8080": false, "socks9://ana:secret@h:1": false,
			"ftp://proxy": false, "http://": false, "http://h:99999": false, " http://h:1": false, ":8080": false,
			"http://ana:s%40cret@h:8080": true, "proxy:3128": true, "proxy": true, "https://[::1]:3128": true, "socks5://h:1": true, "": true,
		},
		"http_proxy":    {"socks4://h:1": false, "http://h:1": true},
		"SSL_CERT_FILE": {garbage: false, empty: false, missing: false, t.TempDir(): false, authority: true, "": true},
		"SSL_CERT_DIR":  {missing: false, garbage: false, t.TempDir(): true, missing + ":" + t.TempDir(): true},
	} {
		for value, right := range values {
			_, err := app.ReadConfig(map[string]string{"HOME": t.TempDir(), name: value})
			switch {
			case right && err != nil:
				t.Errorf("%s=%s: %v", name, value, err)
			case !right && (err == nil || !strings.HasPrefix(err.Error(), name+" ")):
				t.Errorf("%s=%s: got error %v, want one that names it", name, value, err)
			case err != nil && strings.Contains(err.Error(), "cret"):
				t.Errorf("%s: the password is in %v", name, err)
			}
		}
	}
}
