package bot

// Lounge is the room where the team meets when no room is named: of those that are
// on the server now, for a room may have been deleted, or have become the AFK
// channel, since the team was set up.
func (s *Scene) Lounge() RoomID {
	team := s.Team
	team.Rooms = nil
	for _, r := range s.Team.Rooms {
		if s.there(r.ID) {
			team.Rooms = append(team.Rooms, r)
		}
	}
	if len(team.Rooms) == 0 {
		return s.Team.Lounge()
	}
	return team.Lounge()
}

// Place is the room where a habit is held; empty if it is held anywhere, or the
// room is not on the server any more.
func (s *Scene) Place(h Habit) RoomID {
	if h.Place == "" || !s.there(h.Place) {
		return ""
	}
	return h.Place
}

// For is the role that a habit is for; empty if it is for everybody, or the role is
// not on the server any more.
func (s *Scene) For(h Habit) RoleID {
	if s.bot == nil || s.bot.around.Atlas == nil {
		return h.For
	}
	if server, known := s.bot.around.Atlas.Server(s.Team.Server); known && !server.hasRole(string(h.For)) {
		return ""
	}
	return h.For
}

// there says whether a room is on the team's server, as far as that is known.
func (s *Scene) there(id RoomID) bool {
	if s.bot == nil || s.bot.around.Atlas == nil {
		return true
	}
	server, known := s.bot.around.Atlas.Server(s.Team.Server)
	return !known || len(server.Places) == 0 || server.hasRoom(string(id))
}
