package main

import (
	"bytes"
	"context"
	"strings"
	"testing"

	"github.com/engawa-bot/engawa/bot/slack"
	"github.com/engawa-bot/engawa/internal/app"
)

func TestTheManifestIsPrintedWithItsLinkAndItsReasons(t *testing.T) {
	var out bytes.Buffer
	if err := dispatch(context.Background(), app.World{Out: &out}, []string{"slack", "manifest"}); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(out.String(), "# "+slack.ManifestLink(app.Commands())+"\n") {
		t.Error("the link is not a line of its own")
	}
	for _, scope := range slack.Scopes() {
		_, reason, found := strings.Cut(out.String(), "- "+scope+" # ")
		if reason, _, _ = strings.Cut(reason, "\n"); !found || len(reason) < 8 {
			t.Errorf("%s stands there without a reason: %q", scope, reason)
		}
	}
}
