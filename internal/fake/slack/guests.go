package slack

// outside is what sets a member apart from the workspace's own.
type outside struct {
	workspace string // of somebody else's; "": this one
	guest     bool   // let into one channel only
	gone      bool   // the account is deactivated
}

// Stranger makes the member one of another workspace, who shares a channel with this one.
func Stranger(workspace string) MemberOption {
	return func(m *Member) { m.outside.workspace = workspace }
}

// SingleChannelGuest makes the member a guest who is let into one channel only.
func SingleChannelGuest() MemberOption { return func(m *Member) { m.outside.guest = true } }
