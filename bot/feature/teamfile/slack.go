package teamfile

import (
	"net/mail"
	"regexp"
	"strings"

	"github.com/engawa-bot/engawa/bot"
)

// People are e-mails by the ids of their owners in Discord.
type People map[bot.MemberID]string

// slack reads where the team reads in Slack. What may be left out: channel and
// window (nowhere).
func (r *reader) slack(f field) bot.SlackSet {
	var set bot.SlackSet
	r.mapping(f, []key{
		{"channel", func(f field) { set.Channel = bot.ChannelID(r.text(f)) }},
		{"window", func(f field) { set.Window = bot.ChannelID(r.text(f)) }},
	})
	return set
}

var discordID = regexp.MustCompile(`^[0-9]{15,20}$`)

// people reads who in Discord has which e-mail in Slack: each id and each e-mail
// once.
func (r *reader) people(f field) People {
	people, owners := People{}, map[string]bool{}
	for _, item := range r.items(f, `a list, such as - {discord: "123456789012345678", email: ana@example.com}`) {
		id, email := r.person(item)
		lower := strings.ToLower(email)
		switch _, twice := people[id]; {
		case r.spoilt[item.path] || r.spoilt[item.path+".discord"] || r.spoilt[item.path+".email"]:
		case !discordID.MatchString(string(id)):
			r.fault(item.path+".discord", r.place(item.path+".discord"), "this is not a person's id in Discord; copy it with 'Copy User ID', in double quotes")
		case !emailOK(email):
			r.fault(item.path+".email", r.place(item.path+".email"), "this is not an e-mail address; write one like ana@example.com")
		case twice:
			r.fault(item.path+".discord", r.place(item.path+".discord"), "this person is here twice; keep one")
		case owners[lower]:
			r.fault(item.path+".email", r.place(item.path+".email"), "this e-mail is here twice; keep one")
		default:
			people[id], owners[lower] = email, true
		}
	}
	return people
}

func (r *reader) person(item field) (id bot.MemberID, email string) {
	r.mapping(item, []key{
		{"discord", func(f field) { id = bot.MemberID(r.text(f)) }},
		{"email", func(f field) { email = strings.TrimSpace(r.text(f)) }},
	})
	return id, email
}

func emailOK(text string) bool {
	parsed, err := mail.ParseAddress(text)
	return err == nil && parsed.Address == text
}
