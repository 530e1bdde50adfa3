package discord_test

import (
	"testing"

	"github.com/bwmarrin/discordgo"

	fake "github.com/engawa-bot/engawa/internal/fake/discord"
)

func TestDiscordgoHearsItsGuildsPeopleAndCommands(t *testing.T) {
	s := start(t, fake.Options{})
	g := s.NewGuild("Sakura")
	lounge := g.Voice("Lounge")
	ana := g.Member("ana")
	ana.Join(lounge)
	guilds := make(chan *discordgo.GuildCreate, 4)
	moves := make(chan *discordgo.VoiceStateUpdate, 4)
	asked := make(chan *discordgo.InteractionCreate, 4)
	b := bot(t, s,
		func(_ *discordgo.Session, e *discordgo.GuildCreate) { guilds <- e },
		func(_ *discordgo.Session, e *discordgo.VoiceStateUpdate) { moves <- e },
		func(_ *discordgo.Session, e *discordgo.InteractionCreate) { asked <- e },
	)
	e := receive(t, guilds)
	if e.Name != "Sakura" || len(e.VoiceStates) != 1 || e.VoiceStates[0].UserID != ana.ID() || len(e.Members) != 2 {
		t.Errorf("got guild %q with voice states %v and %d members; want Sakura, ana's, and 2", e.Name, e.VoiceStates, len(e.Members))
	}
	ana.Leave()
	if move := receive(t, moves); move.ChannelID != "" || move.UserID != ana.ID() {
		t.Errorf("got %+v; want ana leaving", move.VoiceState)
	}
	if _, err := b.ApplicationCommandBulkOverwrite(s.ApplicationID(), g.ID(), []*discordgo.ApplicationCommand{{
		Name: "rooms", Description: "Who is where",
	}}); err != nil {
		t.Fatal(err)
	}
	answer := ana.Run("rooms", nil)
	in := receive(t, asked)
	err := b.InteractionRespond(in.Interaction, &discordgo.InteractionResponse{
		Type: discordgo.InteractionResponseChannelMessageWithSource,
		Data: &discordgo.InteractionResponseData{
			Content: "Nobody is here.", Flags: discordgo.MessageFlagsEphemeral, AllowedMentions: &discordgo.MessageAllowedMentions{},
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := answer.Wait(soon(t)); err != nil {
		t.Fatal(err)
	}
	if got, want := answer.Message.Text(), "Nobody is here."; got != want || !answer.Message.Ephemeral {
		t.Errorf("got %q, ephemeral %v; want %q, true", got, answer.Message.Ephemeral, want)
	}
	if v := s.Violations(); len(v) > 0 {
		t.Errorf("violations: %q", v)
	}
}
