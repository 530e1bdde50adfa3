// Package pipe is a network inside the process: a listener and the dialer that
// reaches it, for the fakes and for whoever tests against them.
//
// It works inside a testing/synctest bubble, where a real socket would keep the
// bubble's time from moving on. Unlike net.Pipe its connections are buffered, as
// sockets are, so both ends may write at once. It knows nothing of what is spoken
// over it.
package pipe
