package gdocs_test

import (
	"context"
	"net/http"
	"testing"
	"testing/synctest"

	fake "github.com/engawa-bot/engawa/internal/fake/gdocs"
	"github.com/engawa-bot/engawa/kpt"
)

// Every status and reason with which Google refuses, to each of the three methods. A
// write that Google does not take at the revision that it has is kpt.Unwritable.
func TestEachRefusalOfGooglesHasItsReason(t *testing.T) {
	const page = "<!DOCTYPE html><html><title>Sign in</title></html>"
	google := func(status int) fake.Refusal { return fake.Refusal{Status: status} }
	older := func(status int, reason string) fake.Refusal { return fake.Refusal{Status: status, Reason: reason} }
	newer := func(status int, info string) fake.Refusal { return fake.Refusal{Status: status, Info: info} }
	html := func(status int) fake.Refusal { return fake.Refusal{Status: status, Page: page} }
	for name, c := range map[string]struct {
		refusal fake.Refusal
		want    kpt.Reason
	}{
		"a Word file":                     {fake.OfficeFile(), kpt.OfficeFile},
		"a request that is wrong":         {google(400), kpt.Refused},
		"an argument that is wrong":       {older(400, "invalidArgument"), kpt.Refused},
		"a token that is not taken":       {google(401), kpt.KeyRefused},
		"not shared":                      {google(403), kpt.NotShared},
		"a reason that nobody knows":      {newer(403, "SOMETHING_NEW"), kpt.NotShared},
		"the API is off, older":           {older(403, "accessNotConfigured"), kpt.SwitchedOff},
		"the API is off":                  {newer(403, "SERVICE_DISABLED"), kpt.SwitchedOff},
		"the key is not for Docs":         {newer(403, "ACCESS_TOKEN_SCOPE_INSUFFICIENT"), kpt.SwitchedOff},
		"the key is not for Docs, older":  {older(403, "insufficientPermissions"), kpt.SwitchedOff},
		"the project has ended":           {newer(403, "CONSUMER_SUSPENDED"), kpt.SwitchedOff},
		"the project is not paid":         {newer(403, "BILLING_DISABLED"), kpt.SwitchedOff},
		"an organisation's rule, older":   {older(403, "domainPolicy"), kpt.Forbidden},
		"an organisation's rule":          {newer(403, "ORG_RESTRICTION_VIOLATION"), kpt.Forbidden},
		"a perimeter":                     {newer(403, "SECURITY_POLICY_VIOLATED"), kpt.Forbidden},
		"too much, as 403":                {older(403, "userRateLimitExceeded"), kpt.Busy},
		"too much in a day":               {older(403, "dailyLimitExceeded"), kpt.Busy},
		"too much":                        {newer(429, "RATE_LIMIT_EXCEEDED"), kpt.Busy},
		"deleted":                         {google(404), kpt.Missing},
		"gone":                            {google(410), kpt.Missing},
		"a method that is not there":      {google(405), kpt.Refused},
		"somebody else wrote":             {google(409), kpt.Down},
		"broken":                          {google(500), kpt.Down},
		"not there yet":                   {google(501), kpt.Down},
		"away":                            {google(503), kpt.Down},
		"late":                            {google(504), kpt.Down},
		"a proxy's page, wrong":           {html(400), kpt.Between},
		"a proxy's page, who are you":     {html(401), kpt.Between},
		"a proxy's page, no":              {html(403), kpt.Between},
		"a proxy's page, nothing here":    {html(404), kpt.Between},
		"a proxy's page, pay":             {html(402), kpt.Between},
		"a page, you ask too much":        {html(429), kpt.Busy},
		"a page, come back later":         {html(502), kpt.Down},
		"a page that asks for a password": {html(200), kpt.Between},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				d := piped(t, plenty())
				at := d.read()
				d.server.Faults().Refuse(nil, -1, c.refusal)
				want := map[string]kpt.Reason{"read": c.want, "revision": c.want, "write": c.want}
				if c.refusal.Status == http.StatusOK {
					want["write"] = kpt.Down // nobody knows whether it was made
				}
				for method, err := range d.tries(at) {
					if got := reason(err); got != want[method] {
						t.Errorf("%s: got %q, want %q: %v", method, got, want[method], err)
					}
				}
			})
		})
	}
}

// Who may read and not write is told so, whatever the refusal of the write looks like.
func TestARefusedWriteToADocThatCanBeReadSaysWhose(t *testing.T) {
	for name, c := range map[string]struct {
		refusal fake.Refusal
		want    kpt.Reason
	}{
		"not an editor":          {fake.Refusal{Status: 403}, kpt.ReadOnly},
		"an organisation's rule": {fake.Refusal{Status: 403, Reason: "domainPolicy"}, kpt.Forbidden},
		"a proxy":                {fake.Refusal{Status: 403, Page: "<html></html>"}, kpt.Between},
		"a request":              {fake.Refusal{Status: 400}, ""}, // kpt.Unwritable
	} {
		d := open(t)
		at := d.read()
		d.server.Faults().Refuse(fake.IsWrite, -1, c.refusal)
		_, err := d.notebook.Write(context.Background(), at, opened())
		if got := reason(err); got != c.want {
			t.Errorf("%s: got %q, want %q: %v", name, got, c.want, err)
		}
	}
}
