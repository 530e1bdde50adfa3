package teamfile

import (
	"net/mail"
	"strings"

	"github.com/engawa-bot/engawa/bot"
)

// People are e-mails by their owners' accounts on the team's server.
type People map[bot.Account]string

// elsewhere reads where the team reads on another platform. What may be left out:
// channel and window (nowhere).
func (r *reader) elsewhere(f field, on bot.Platform) bot.Elsewhere {
	set := bot.Elsewhere{On: on}
	r.mapping(f, []key{
		{"channel", func(f field) { set.Channel = bot.ChannelID(r.text(f)) }},
		{"window", func(f field) { set.Window = bot.ChannelID(r.text(f)) }},
	})
	return set
}

// people reads who on the server's platform has which e-mail elsewhere: each id and
// each e-mail once.
func (r *reader) people(f field) People {
	people, owners := People{}, map[string]bool{}
	home := r.known.Of(r.known.Home())
	own := "." + string(home.Platform)
	for _, item := range r.items(f, "a list, such as - "+example(home)) {
		id, email := r.person(item, home)
		lower := strings.ToLower(email)
		switch _, twice := people[id]; {
		case r.spoilt[item.path] || r.spoilt[item.path+own] || r.spoilt[item.path+".email"]:
		case !home.IsID(bot.IDPerson, id.ID):
			r.fault(item.path+own, r.place(item.path+own), "this is not a person's id in %s; %s", home.Name, home.Hints[bot.IDPerson])
		case !emailOK(email):
			r.fault(item.path+".email", r.place(item.path+".email"), "this is not an e-mail address; write one like ana@example.com")
		case twice:
			r.fault(item.path+own, r.place(item.path+own), "this person is here twice; keep one")
		case owners[lower]:
			r.fault(item.path+".email", r.place(item.path+".email"), "this e-mail is here twice; keep one")
		default:
			people[id], owners[lower] = email, true
		}
	}
	return people
}

// example is a line of the list of people.
func example(home bot.Traits) string {
	return `{` + string(home.Platform) + `: "123456789012345678", email: ana@example.com}`
}

func (r *reader) person(item field, home bot.Traits) (id bot.Account, email string) {
	id.On = home.Platform
	r.mapping(item, []key{
		{string(home.Platform), func(f field) { id.ID = r.text(f) }},
		{"email", func(f field) { email = strings.TrimSpace(r.text(f)) }},
	})
	return id, email
}

func emailOK(text string) bool {
	parsed, err := mail.ParseAddress(text)
	return err == nil && parsed.Address == text
}
