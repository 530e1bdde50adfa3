// Package apptest has no code, only tests of the whole bot: dialogues with members,
// which stand in testdata, crowds and rushes, forged requests, and the real
// program, killed at random moments. They see what members see, by the pretended
// platforms, and know no package from inside.
package apptest
