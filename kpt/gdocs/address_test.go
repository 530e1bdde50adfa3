package gdocs_test

import (
	"testing"

	"github.com/engawa-bot/engawa/kpt"
	"github.com/engawa-bot/engawa/kpt/gdocs"
)

func TestADocIsFoundInEveryFormOfItsAddress(t *testing.T) {
	const want = "1vL8dY0Ok__9VaUIqhBCMeElS5QdaKZfbgr_YCja5kx0"
	for _, text := range []string{
		want,
		"https://docs.google.com/document/d/" + want + "/edit",
		"https://docs.google.com/document/d/" + want + "/edit?usp=sharing",
		"https://docs.google.com/document/d/" + want + "/edit?tab=t.0#heading=h.abc",
		"https://docs.google.com/document/d/" + want,
		"https://docs.google.com/document/u/1/d/" + want + "/edit",
		"https://docs.google.com/a/example.com/document/d/" + want + "/edit",
		"https://docs.google.com/document/d/" + want + "/mobilebasic",
		"http://docs.google.com/document/d/" + want + "/preview",
		"docs.google.com/document/d/" + want + "/edit",
		"  <https://docs.google.com/document/d/" + want + "/edit>\n",
		"https://drive.google.com/open?id=" + want + "&usp=drive_copy",
		"https://drive.google.com/file/d/" + want + "/view",
		"https://docs.google.com/open?id=" + want,
		"https://docs.google.com/document/edit?id=" + want,
		"https://DOCS.google.com:443/document/d/" + want + "/edit",
		"https://www.google.com/url?q=https%3A%2F%2Fdocs.google.com%2Fdocument%2Fd%2F" + want + "%2Fedit&sa=D",
	} {
		if got, err := gdocs.ParseURL(text); got != want || err != nil {
			t.Errorf("%q: got %q, %v", text, got, err)
		}
	}
}

func TestWhatIsNoDocHasTheWrongAddress(t *testing.T) {
	const id = "1vL8dY0Ok__9VaUIqhBCMeElS5QdaKZfbgr_YCja5kx0"
	for _, text := range []string{
		"", " ", "KPT", "https://", "https://example.com/document/d/" + id + "/edit",
		"https://docs.google.com.example.com/document/d/" + id, "https://docs.google.com/document/",
		"https://docs.google.com/spreadsheets/d/" + id + "/edit", "https://docs.google.com/presentation/d/" + id,
		"https://drive.google.com/drive/folders/" + id, "https://docs.google.com/document/d/e/2PACX-1vT/pub",
		"https://docs.google.com/document/d/short/edit", "https://www.google.com/url?q=https://www.google.com/url?q=x", "%zz",
	} {
		if got, err := gdocs.ParseURL(text); err == nil || err.Reason != kpt.WrongAddress {
			t.Errorf("%q: got %q, %v", text, got, err)
		}
	}
}

func TestANotebookWithAWrongAddressIsNotMade(t *testing.T) {
	_, err := gdocs.New(gdocs.Config{Document: "https://example.com", Client: &gdocs.Client{Account: account}})
	if got := reason(err); got != kpt.WrongAddress {
		t.Errorf("got %v, want %v", err, kpt.WrongAddress)
	}
}
