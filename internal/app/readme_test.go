package app

import (
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"strings"
	"testing"

	"github.com/engawa-bot/engawa/bot/discord"
)

func readme(t *testing.T) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("..", "..", "README.md"))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func TestTheInvitationAsksForJustThePermissionsThatAreUsed(t *testing.T) {
	if want := fmt.Sprintf("&permissions=%d`", discord.Permissions()); !strings.Contains(readme(t), want) {
		t.Errorf("README.md has no link with %s", want)
	}
}

func TestEveryVariableIsInTheReadme(t *testing.T) {
	text := readme(t)
	all := variables(reflect.ValueOf(Config{}))
	if len(all) < 12 {
		t.Errorf("found %d variables: the test sees too little", len(all))
	}
	for _, v := range all {
		f := v.field
		name := f.Tag.Get("env")
		if secret := regexp.MustCompile(`TOKEN|KEY|SECRET|PASSWORD`).MatchString(name); secret != (f.Tag.Get("secret") != "") {
			t.Errorf("%s: mark what must never be in a log with secret:\"true\", and nothing else", name)
		}
		if !strings.Contains(text, "`"+name+"` |") && !strings.Contains(text, "`"+name+"`, ") {
			t.Errorf("README.md has no row for %s", name)
		}
		if usual := f.Tag.Get("envDefault"); usual != "" && !strings.Contains(text, "`"+usual+"` |") {
			t.Errorf("README.md does not say that %s is %s by default", name, usual)
		}
	}
}

func TestEverythingWrongWithTheConfigurationIsSaidAtOnce(t *testing.T) {
	_, err := ReadConfig(map[string]string{
		"ENGAWA_DISCORD_TOKEN": "a b", "ENGAWA_DISCORD_API": "discord", "ENGAWA_HTTP": "8420", "ENGAWA_LOG": "loud", "HOME": t.TempDir(),
	})
	if err == nil {
		t.Fatal("got no error")
	}
	for _, want := range []string{"ENGAWA_DISCORD_TOKEN", "ENGAWA_DISCORD_API", "ENGAWA_HTTP", "ENGAWA_LOG"} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("%s is not in: %v", want, err)
		}
	}
	if strings.Contains(err.Error(), "a b") {
		t.Errorf("the token is in: %v", err)
	}
}
