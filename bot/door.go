package bot

import "context"

// Door tells who belongs to a team on a platform. A face is one.
type Door interface {
	// Admits tells whether somebody belongs to the team by what the platform has
	// told of them with what they do. It does not use the network.
	Admits(t Team, p Person) bool

	// Belongs asks the platform whether an account of it belongs to the team now.
	Belongs(ctx context.Context, t Team, account string) (bool, error)
}
