// Package recall finds the old Problems that a new one resembles, in Japanese
// and in English, so that a team sees that it has been here before. It is
// arithmetic over texts: it must not know a chat, the Book, or the clock, and it
// reads no dictionary.
//
// # How
//
// A text is folded (NFKC, lower case, without the long vowel mark that some
// write and some do not) and cut into grams: of words and katakana three and two
// characters in a row, of other Japanese two in a row and each kanji by itself.
// A gram counts for more the fewer Problems have it, and by what it is made of:
// kanji, katakana and the letters of words say what a Problem is about, hiragana
// mostly how the sentence is built; the commonest English words are left out
// altogether. So "が遅い" or "is too slow" alone make no two Problems alike. The
// score is the cosine of the angle between two texts: 1 is the same text.
//
// # Caveats
//
// It compares words, not meanings: 有休が取りにくい and 休みを申請しづらい share
// nothing that it could see. What it finds and misses of labelled pairs is in
// testdata, and a test prints the figures.
//
// The weights come from the Problems of the Index. With fewer than some dozens
// of them, all grams weigh about the same, and more that is only alike in its
// phrases is found.
package recall
