package courier

// mostAtOnce is how many things of one kind are worked on at a time. The faces'
// limits let far fewer through; what waits for them here costs a goroutine, and
// what waits for a goroutine nearly nothing.
const mostAtOnce = 256

// crew is those who work on one kind of thing.
type crew struct {
	busy    int
	waiting []func()
}

// begin has work done as soon as the crew for its kind has hands free. It is
// called with the round's lock held; spawn starts a goroutine.
func (c *Courier) begin(kind string, work func(), spawn func(func())) {
	k := c.round.crews[kind]
	if k == nil {
		k = new(crew)
		c.round.crews[kind] = k
	}
	if k.busy >= mostAtOnce {
		k.waiting = append(k.waiting, work)
		return
	}
	k.busy++
	spawn(func() { c.labour(k, work) })
}

// labour does work, and then what waits.
func (c *Courier) labour(k *crew, work func()) {
	for work != nil {
		work()
		work = c.next(k)
	}
}

func (c *Courier) next(k *crew) (work func()) {
	c.round.mu.Lock()
	defer c.round.mu.Unlock()
	if len(k.waiting) == 0 {
		k.busy--
		k.waiting = nil
		return nil
	}
	work = k.waiting[0]
	k.waiting[0] = nil
	k.waiting = k.waiting[1:]
	return work
}
