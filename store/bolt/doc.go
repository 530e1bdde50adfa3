// Package bolt is the engine over one bbolt file, and the only package that knows
// bbolt. It knows pages, files and disks; what a value means is for store to say.
//
// bbolt trusts what it reads: a damaged page makes it lose keys without a word, or
// panic. So a file is walked through page by page, without bbolt, before it is
// opened (pages.go, walk.go), each way down a tree is looked at before bbolt goes it
// (way.go, cursor.go), the pages that a commit may free are looked at before it
// frees them (foresee.go), a panic of bbolt is an error (guard.go), and what a damaged
// file still holds can be dug out (dig.go).
//
// The look at the way is made for reads and writes alike, for what follows a circle
// ends the process. It is one more search in the memory that bbolt reads: a Put is up
// to 1 µs longer, which the look before the commit saves again. A Get outside of an
// Update takes the value that the look has found, and goes down once.
//
// # Caveats
//
// The file does not shrink: freed pages are used again, and a long View keeps
// pages from being freed. A View that lasts while the file outgrows its memory
// map (256 MB at first) holds up every Update.
//
// A page that goes bad while the file is open is ErrDamaged, or a value that cannot
// be read, but a key may be missing without a word until the next Walk: what is
// looked at are the bounds of the pages on the way, not all keys in between. A branch
// that leads to a page of another table which begins with the same key is followed.
//
// After a sync that failed, pages that a long View still reads may be used again;
// its values then fail their checksums.
//
// The lock that keeps a second process out is flock, which some network file
// systems do not honour between machines: keep the file on a local disk. On
// ext4 with fast_commit, Linux from 5.10 could lose what was synced; it is
// mended in 5.10.94, 5.15.27 and 5.17 (see the known issues of bbolt).
package bolt
