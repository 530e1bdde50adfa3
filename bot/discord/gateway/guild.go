package gateway

// Guild is a Discord server as far as it concerns the bot.
type Guild struct {
	ID       string
	Name     string
	Owner    string // user id
	Locale   string // preferred, such as "ja"
	Channels []Channel
	Roles    []Role // the one whose id is the guild's is @everyone
	Me       Member
	AFK      string // the voice channel for who is away from their desk, or ""
}

// Kinds of Channel that matter here. Source: Discord's documentation, "Channel Types".
const (
	KindText     = 0
	KindVoice    = 2
	KindCategory = 4
	KindNews     = 5
	KindStage    = 13
)

// Channel is a channel of a guild. Threads are not among them.
type Channel struct {
	ID         string
	Name       string
	Kind       int
	Parent     string // category, or ""
	Position   int
	UserLimit  int // of a voice channel; 0: any number
	Topic      string
	Overwrites []Overwrite
}

// Overwrite is what a channel says otherwise about a role or a member.
type Overwrite struct {
	ID     string // of the role or the user
	Member bool
	Allow  uint64
	Deny   uint64
}

// Role is a role of a guild.
type Role struct {
	ID          string
	Name        string
	Permissions uint64
	Position    int
	Mentionable bool
}

// Member is a membership of a guild: our own, or of who is asked about.
type Member struct {
	User  string
	Nick  string
	Roles []string // without @everyone
}

// Channel finds a channel by its id.
func (g Guild) Channel(id string) (Channel, bool) {
	for _, c := range g.Channels {
		if c.ID == id {
			return c, true
		}
	}
	return Channel{}, false
}
