package pipe

import (
	"net"
	"time"
)

// conn is one end: it reads from one flow and writes to the other.
type conn struct {
	name    name
	in, out *flow
}

func (c *conn) Read(p []byte) (int, error)  { return c.in.read(p) }
func (c *conn) Write(p []byte) (int, error) { return c.out.write(p) }

// Close ends both directions: the other end reads what is still in the buffer, then EOF.
func (c *conn) Close() error {
	c.in.close(true)
	c.out.close(false)
	return nil
}

func (c *conn) LocalAddr() net.Addr  { return c.name }
func (c *conn) RemoteAddr() net.Addr { return c.name }

func (c *conn) SetDeadline(t time.Time) error {
	c.in.readers.set(t)
	c.out.writers.set(t)
	return nil
}

func (c *conn) SetReadDeadline(t time.Time) error {
	c.in.readers.set(t)
	return nil
}

func (c *conn) SetWriteDeadline(t time.Time) error {
	c.out.writers.set(t)
	return nil
}
