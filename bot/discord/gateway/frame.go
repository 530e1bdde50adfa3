package gateway

import (
	"crypto/rand"
	"encoding/binary"
	"errors"
	"io"
)

const (
	final    = 0x80 // bit of the first byte: the message ends with this frame
	masked   = 0x80 // bit of the second byte
	size16   = 126  // in place of the size: two bytes follow
	size64   = 127  // or eight
	lowSeven = 0x7f
)

// frameHead reads the head of a frame from a server, which does not mask, into buf and returns the head and
// the size of the payload. Source: RFC 6455, 5.2.
func frameHead(r io.Reader, buf []byte) (head []byte, size int64, err error) {
	head = buf[:2]
	if _, err := io.ReadFull(r, head); err != nil {
		return nil, 0, err
	}
	switch head[1] & lowSeven {
	case size16:
		head = buf[:4]
		_, err = io.ReadFull(r, head[2:])
		size = int64(binary.BigEndian.Uint16(head[2:]))
	case size64:
		head = buf[:10]
		_, err = io.ReadFull(r, head[2:])
		size = int64(binary.BigEndian.Uint64(head[2:]))
	default:
		size = int64(head[1] & lowSeven)
	}
	if size < 0 {
		return nil, 0, errors.New("frame of impossible size")
	}
	return head, size, err
}

// clientFrame is a whole message in one frame, masked as a client has to. Payloads are up to 65,535 bytes.
func clientFrame(kind byte, payload []byte) []byte {
	frame := append(make([]byte, 0, 8+len(payload)), final|kind)
	if len(payload) < size16 {
		frame = append(frame, masked|byte(len(payload)))
	} else {
		frame = append(frame, masked|size16)
		frame = binary.BigEndian.AppendUint16(frame, uint16(len(payload)))
	}
	var mask [4]byte
	_, _ = rand.Read(mask[:]) // it does not fail
	frame = append(frame, mask[:]...)
	for i, b := range payload {
		frame = append(frame, b^mask[i%4])
	}
	return frame
}
