package sounds

import (
	"encoding/binary"
	"errors"
	"math"
	"time"
)

// Sizes and places in an Ogg page (RFC 3533, section 6) and in the first packet
// of a Vorbis stream (Vorbis I specification, section 4.2.2).
const (
	pageHeader   = 27 // bytes before the table of segments
	flagsAt      = 5
	granuleAt    = 6
	segmentsAt   = 26
	endOfStream  = 4 // in the flags
	noPacketEnds = -1
	identSize    = 30
	rateAt       = 12
)

var errOgg = errors.New("not a whole Ogg Vorbis file")

// Length is how long an Ogg Vorbis file plays. The file must hold one stream,
// from its first page to the page that is marked as its last.
func Length(file []byte) (time.Duration, error) {
	var rate uint32
	var granule int64
	for last := false; !last; {
		page, rest, ok := cutPage(file)
		if !ok {
			return 0, errOgg
		}
		if rate == 0 {
			if rate, ok = sampleRate(page.body); !ok {
				return 0, errOgg
			}
		}
		if page.granule != noPacketEnds {
			granule = page.granule
		}
		file, last = rest, page.last
	}
	if len(file) > 0 || granule < 0 || granule > math.MaxInt64/int64(time.Second) {
		return 0, errOgg
	}
	return time.Duration(granule) * time.Second / time.Duration(rate), nil
}

// page is what Length needs of an Ogg page. In Vorbis the granule is the number
// of samples played when the page ends.
type page struct {
	granule int64
	last    bool
	body    []byte
}

// cutPage takes the first page off file.
func cutPage(file []byte) (p page, rest []byte, ok bool) {
	if len(file) < pageHeader || string(file[:4]) != "OggS" {
		return page{}, nil, false
	}
	p.granule = int64(binary.LittleEndian.Uint64(file[granuleAt:]))
	p.last = file[flagsAt]&endOfStream != 0

	start := pageHeader + int(file[segmentsAt])
	if len(file) < start {
		return page{}, nil, false
	}
	end := start
	for _, segment := range file[pageHeader:start] {
		end += int(segment)
	}
	if len(file) < end {
		return page{}, nil, false
	}
	p.body = file[start:end]
	return p, file[end:], true
}

// sampleRate reads a Vorbis identification header, in samples a second.
func sampleRate(packet []byte) (rate uint32, ok bool) {
	if len(packet) != identSize || string(packet[:7]) != "\x01vorbis" {
		return 0, false
	}
	rate = binary.LittleEndian.Uint32(packet[rateAt:])
	return rate, rate > 0
}
