package discord

import (
	"errors"
	"fmt"
	"regexp"
	"strings"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/discord/rest"
)

const (
	mostFile = bot.MostFile
	// quickFile is what is sent with the first answer; more may not arrive
	// within its three seconds, and follows it.
	quickFile = 64 << 10
)

// fileName is a name that Discord keeps, so that the component finds its file.
var fileName = regexp.MustCompile(`^[a-z0-9_-][a-z0-9._-]{0,99}$`)

// attachment says what the file of a form is called; its number there is its id.
type attachment struct {
	ID   string `json:"id"`
	Name string `json:"filename"`
}

type fileComponent struct {
	Type int   `json:"type"`
	File media `json:"file"`
}

// gallery shows pictures where they are.
type gallery struct {
	Type  int       `json:"type"`
	Items []picture `json:"items"`
}

type picture struct {
	Media media  `json:"media"`
	About string `json:"description,omitzero"` // for who cannot see it
}

type media struct {
	URL string `json:"url"`
}

// misfiled says why a reply's file cannot be given; nil for one that can, and
// for none.
func misfiled(reply bot.Reply) error {
	f := reply.File
	switch {
	case f == nil:
		return nil
	case reply.Card == nil || reply.Public || reply.Update:
		return errors.New("file: only a private answer of its own brings one")
	case len(f.Data) > mostFile:
		return fmt.Errorf("file: %d bytes; at most %d", len(f.Data), mostFile)
	case !fileName.MatchString(f.Name):
		return fmt.Errorf("file: Discord would give %q another name", f.Name)
	}
	return nil
}

// mostAbout is what may be said of a picture. Source: Discord's 'Component Reference'.
const mostAbout = 1024

// attach puts a file below the card, a picture as one, and gives it as it is
// sent with m.
func (m *message) attach(f *bot.File) *rest.File {
	if f == nil {
		return nil
	}
	m.Attachments = []attachment{{ID: "0", Name: f.Name}}
	where := media{"attachment://" + f.Name}
	if strings.HasSuffix(f.Name, ".png") {
		m.Components = append(m.Components, gallery{typeGallery, []picture{{where, unmarked(f.About, mostAbout)}}})
	} else {
		m.Components = append(m.Components, fileComponent{typeFile, where})
	}
	return &rest.File{Name: f.Name, Data: f.Data}
}
