package store

import (
	"errors"
	"os"
)

// choose finds the head to go by, and those to look into for what is lost. A head
// whose checksum is wrong is gone by if all is well below it: then only the head
// was damaged, and what was written last is there. torn says that it may be missing.
func choose(f *os.File) (v volume, h head, before []head, torn bool, err error) {
	v, heads, err := volumeOf(f)
	if err != nil {
		v.page = int64(os.Getpagesize())
		for i := range heads {
			data := make([]byte, headSize)
			if _, err := f.ReadAt(data, int64(i)*v.page+pageHeader); err == nil {
				heads[i] = readHead(data)
			}
		}
	}
	first, second := heads[0], heads[1]
	if second.tx > first.tx {
		first, second = second, first
	}
	torn = !first.intact || !second.intact
	if !first.intact && (first.tx != second.tx+1 || !sound(v, first)) && (second.intact || sound(v, second)) {
		return v, second, nil, torn, nil
	}
	if first.root == 0 {
		return v, first, nil, torn, errors.New("no meta page can be read")
	}
	return v, first, []head{second}, torn, nil
}

// sound says whether all is well below a head.
func sound(v volume, h head) bool {
	c, err := look(v, h)
	return err == nil && c.format > 0 && len(c.faults) == 0
}

// guessFormat is for a file of which the format number is lost: values tell by
// their checksums.
func guessFormat(v volume, h head, before []head) int {
	sealed, open := 0, 0
	for _, h := range append(before, h) {
		inspect(v, h, visitor{
			scraps: true,
			table:  func(string, uint64) bool { return true },
			value: func(table, key string, value []byte) error {
				if _, err := unseal(table, key, value); err == nil {
					sealed++
				} else if table != metaTable {
					open++
				}
				return nil
			},
		})
	}
	if sealed == 0 && open > 0 {
		return sealedFrom - 1
	}
	return sealedFrom // then only what has its checksum is believed
}
