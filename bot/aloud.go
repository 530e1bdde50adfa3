package bot

import (
	"cmp"
	"encoding/json"

	"github.com/engawa-bot/engawa/schedule"
	"github.com/engawa-bot/engawa/store"
)

// aloud says of an occurrence that it could not be recorded, where people are:
// else nobody would come, and nobody would know why. It tells whether anything
// was said. The face finds by its key what was said before a restart.
func (v *veranda) aloud(p planned, d schedule.Due, ail Ail) bool {
	if p.unkept == nil || v.bot.around.Aloud == nil || ail == "" || ail == Uncertain {
		return false
	}
	scene := v.scene()
	posts := p.unkept(scene, d, ail)
	for _, post := range posts {
		body, err := json.Marshal(post)
		if err != nil {
			v.bot.log.Error("cannot say that the store fails", "team", v.id, "err", err)
			continue
		}
		key := scene.Key(d.ID, d.Date.String(), d.Clock.String(), "unkept", string(post.Channel))
		v.bot.around.Aloud(store.Owed{
			Key: key, Face: string(cmp.Or(post.On, scene.Team.Home)), Lane: string(post.Channel), Kind: KindPost, Body: body,
			Born: d.At, Until: d.At.Add(p.grace),
		})
	}
	return len(posts) > 0
}
