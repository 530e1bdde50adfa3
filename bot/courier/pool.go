package courier

// mostAtOnce is how many things of one kind are worked on at a time. The faces'
// limits let far fewer through; what waits for them here costs a goroutine, and
// what waits for a goroutine nearly nothing.
const mostAtOnce = 256

// pool bounds how many things of one kind are worked on at a time.
type pool struct {
	busy    int
	waiting []func()
}

// begin has work done as soon as the pool for its kind has a place free. It is
// called with the round's lock held; spawn starts a goroutine.
func (c *Courier) begin(kind string, work func(), spawn func(func())) {
	p := c.round.pools[kind]
	if p == nil {
		p = new(pool)
		c.round.pools[kind] = p
	}
	if p.busy >= mostAtOnce {
		p.waiting = append(p.waiting, work)
		return
	}
	p.busy++
	spawn(func() { c.labour(p, work) })
}

// labour does work, and then what waits.
func (c *Courier) labour(p *pool, work func()) {
	for work != nil {
		work()
		work = c.next(p)
	}
}

func (c *Courier) next(p *pool) (work func()) {
	c.round.mu.Lock()
	defer c.round.mu.Unlock()
	if len(p.waiting) == 0 {
		p.busy--
		p.waiting = nil
		return nil
	}
	work = p.waiting[0]
	p.waiting[0] = nil
	p.waiting = p.waiting[1:]
	return work
}
