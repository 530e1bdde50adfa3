package gateway

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"net"
	"os"
	"time"

	"github.com/gorilla/websocket"
)

const (
	writePatience = 10 * time.Second
	// A frame that ends a session is 45 bytes; longer ones are not looked into.
	frameMost = 512
	continued = 0 // opcode of the frames of a message after the first
	// A message, of one frame or several, is no longer than this: the longest is that of a large server.
	messageMost = 32 << 20
	settle      = 10 * time.Millisecond
)

var (
	errLong      = fmt.Errorf("a message of more than %d MB", messageMost>>20)
	errSilent    = errors.New("nothing was heard for too long")
	errReconnect = errors.New("asked to reconnect (op 7)")
	errDropped   = errors.New("closed by the client library")
)

// invalid is op 9.
type invalid struct{ resumable bool }

func (i *invalid) Error() string {
	return fmt.Sprintf("the session is not valid (op 9, resumable: %v)", i.resumable)
}

// closed is a close frame from Discord.
type closed struct {
	code int
	text string
}

func (c *closed) Error() string { return fmt.Sprintf("closed by Discord: %d %s", c.code, c.text) }

// wire is discordgo's connection, on top of TLS. It looks at each frame from Discord before discordgo does:
// one that ends the session (op 7, op 9, a close frame) ends the connection instead, as discordgo deadlocks
// on the first, does not look into the second, and only logs the third. It limits how long a read and a
// write may take, and keeps discordgo's own close frames back: they make Discord throw the session away.
// Only one goroutine reads; any may write.
type wire struct {
	net.Conn
	in    *bufio.Reader
	stage stage
	buf   [10 + frameMost]byte
	out   []byte // looked at, to be read by discordgo
	pass  int64  // bytes of a long frame still to come, to be read as they are
	whole int64  // bytes of the message that the last frame was of

	ready <-chan struct{} // closed by READY or RESUMED
	end   func(error)     // is told why the connection ended
	beats beats
}

// stage is what Discord sends next.
type stage int

const (
	atStatus stage = iota // the first line of the HTTP answer
	atHeader
	atFrame
)

// patient gives each read no longer than silence.
type patient struct {
	net.Conn
	silence time.Duration
}

func (p patient) Read(b []byte) (int, error) {
	if err := p.SetReadDeadline(time.Now().Add(p.silence)); err != nil {
		return 0, err
	}
	n, err := p.Conn.Read(b)
	if errors.Is(err, os.ErrDeadlineExceeded) {
		err = errSilent
	}
	return n, err
}

func newWire(c net.Conn, ready <-chan struct{}, end func(error), silence time.Duration) *wire {
	return &wire{Conn: c, in: bufio.NewReaderSize(patient{c, silence}, 16<<10), ready: ready, end: end}
}

func (w *wire) Read(p []byte) (int, error) {
	for len(w.out) == 0 && w.pass == 0 {
		if err := w.next(); err != nil {
			return 0, w.over(err)
		}
	}
	if len(w.out) > 0 {
		n := copy(p, w.out)
		w.out = w.out[n:]
		return n, nil
	}
	n, err := w.in.Read(p[:min(int64(len(p)), w.pass)])
	w.pass -= int64(n)
	if err != nil {
		return n, w.over(err)
	}
	return n, nil
}

// over ends the connection. discordgo learns of it a moment later, when a heartbeat that it may just have
// begun is past its mutex, which closing holds for a second.
func (w *wire) over(err error) error {
	w.end(err)
	<-time.After(settle)
	return err
}

// Write is discordgo's. It never fails: an end is told by Read alone, because discordgo closes once for each
// of its goroutines that notices, and the second time may be the next connection's.
func (w *wire) Write(p []byte) (int, error) {
	if len(p) > 0 && p[0] == final|websocket.CloseMessage {
		return len(p), nil
	}
	w.beats.note(unmasked(p), wall())
	_ = w.write(p)
	return len(p), nil
}

// write writes a whole frame. If it fails, half of one may have gone out: the connection ends, and Read fails.
func (w *wire) write(frame []byte) error {
	err := w.SetWriteDeadline(time.Now().Add(writePatience))
	if err == nil {
		_, err = w.Conn.Write(frame)
	}
	if err != nil {
		w.end(err)
	}
	return err
}

// send writes a text message past discordgo, whose mutex is held for a second in each Close. Between
// discordgo's messages it is in nobody's way: they are short, so that each is a frame and a Write of its own.
func (w *wire) send(payload []byte) error {
	w.beats.note(payload, wall())
	return w.write(clientFrame(websocket.TextMessage, payload))
}

// bye closes for good: Discord drops the session, and shows the bot offline and out of voice at once.
func (w *wire) bye() error {
	return w.write(clientFrame(websocket.CloseMessage, websocket.FormatCloseMessage(websocket.CloseNormalClosure, "")))
}

// Close is what discordgo does with a connection that it has given up.
func (w *wire) Close() error {
	w.end(errDropped)
	return w.Conn.Close()
}

// next reads the next thing that Discord sent: a line of the HTTP answer, a frame, or a long frame's head.
func (w *wire) next() error {
	if w.stage == atFrame {
		return w.frame()
	}
	line, err := w.in.ReadSlice('\n')
	w.out = line
	switch {
	case w.stage == atStatus && !bytes.Contains(line, []byte(" 101 ")):
		w.pass = math.MaxInt64 // refused; the rest of the answer is for discordgo
	case w.stage == atStatus:
		w.stage = atHeader
	case len(bytes.TrimSpace(line)) == 0:
		w.stage = atFrame
	}
	return err
}

// frame reads a frame, or the head of a long one.
func (w *wire) frame() error {
	head, size, err := frameHead(w.in, w.buf[:])
	if err != nil {
		return err
	}
	if head[0]&0xf != continued && head[0]&0xf < websocket.CloseMessage {
		w.whole = 0 // another message begins; control frames come in between
	}
	if w.whole += size; size < 0 || w.whole > messageMost {
		return errLong
	}
	w.out = head
	if size > frameMost {
		w.pass = size
		return nil
	}
	w.out = w.buf[:len(head)+int(size)]
	payload := w.out[len(head):]
	if _, err := io.ReadFull(w.in, payload); err != nil {
		return err
	}
	return w.judge(head[0], payload)
}

// judge lets a frame pass, drops it, or returns why the connection ends with it.
func (w *wire) judge(first byte, payload []byte) error {
	switch first {
	case final | websocket.CloseMessage:
		return closing(payload)
	case final | websocket.TextMessage:
	default:
		return nil
	}
	var packet struct {
		Op int             `json:"op"`
		D  json.RawMessage `json:"d"`
	}
	if err := json.Unmarshal(payload, &packet); err != nil {
		return fmt.Errorf("packet not understood: %w", err)
	}
	switch packet.Op {
	case 7:
		return errReconnect
	case 9:
		return &invalid{resumable: string(packet.D) == "true"}
	case 11:
		w.beats.answered()
		select {
		case <-w.ready:
		default:
			w.out = nil // an ACK while discordgo opens would deadlock it
		}
	}
	return nil
}

func closing(payload []byte) error {
	if len(payload) < 2 {
		return &closed{code: websocket.CloseNoStatusReceived}
	}
	code := int(binary.BigEndian.Uint16(payload))
	if isFatal(code) {
		return &Fatal{Code: code}
	}
	return &closed{code: code, text: string(payload[2:])}
}
