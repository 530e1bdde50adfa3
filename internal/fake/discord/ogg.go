package discord

import (
	"bytes"
	"encoding/binary"
	"time"
)

// oggLength is how long an Ogg sound (Opus or Vorbis) lasts, by the granule of its last page.
// Source: RFC 3533, section 6; RFC 7845, sections 4 and 5.1; Vorbis I, section 4.2.2.
func oggLength(data []byte) (time.Duration, bool) {
	const header = 27
	capture := []byte("OggS")
	last := bytes.LastIndex(data, capture)
	if !bytes.HasPrefix(data, capture) || len(data)-last < header {
		return 0, false
	}
	granule := binary.LittleEndian.Uint64(data[last+6:])
	first := data[:min(len(data), 4096)]
	rate, skip := uint64(0), uint64(0)
	if at := bytes.Index(first, []byte("OpusHead")); at >= 0 && len(first) >= at+12 {
		rate, skip = 48000, uint64(binary.LittleEndian.Uint16(first[at+10:]))
	} else if at := bytes.Index(first, []byte("\x01vorbis")); at >= 0 && len(first) >= at+16 {
		rate = uint64(binary.LittleEndian.Uint32(first[at+12:]))
	}
	if rate == 0 || granule < skip || granule-skip > 3600*rate {
		return 0, false
	}
	return time.Duration(granule-skip) * time.Second / time.Duration(rate), true
}
