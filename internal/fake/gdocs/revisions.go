package gdocs

// revision is a document as it once was, and how it came from the one before.
type revision struct {
	id      string
	content *content
	changes []change
}

// since returns the changes after the revision with this id, and what it held; ok is false when it is unknown
// or too old.
func (d *Doc) since(id string) (then *content, changes []change, ok bool) {
	for i := range d.history {
		switch {
		case ok:
			changes = append(changes, d.history[i].changes...)
		case d.history[i].id == id:
			then, ok = d.history[i].content, true
		}
	}
	return then, changes, ok
}

// keep makes what a draft holds the newest revision.
func (d *Doc) keep(w *draft) {
	d.history = append(d.history, revision{d.s.ids.revision(), w.content, w.changes})
	if n := len(d.history) - d.s.opts.History; n > 0 {
		d.history = append([]revision(nil), d.history[n:]...)
	}
}

func (d *Doc) latest() revision { return d.history[len(d.history)-1] }

// was is the document at a revision, or as it is if that is "" or not known any more. The lock is held.
func (d *Doc) was(id string) revision {
	for _, r := range d.history {
		if r.id == id && id != "" {
			return r
		}
	}
	return d.latest()
}

// First is the id of the oldest revision that is known.
func (d *Doc) First() string {
	d.s.mu.Lock()
	defer d.s.mu.Unlock()
	return d.history[0].id
}

// Restore is a person who restores a version of before, which Revision named: it is the newest then, under a
// name of its own.
func (d *Doc) Restore(id string) {
	d.s.mu.Lock()
	defer d.s.mu.Unlock()
	d.keep(d.s.draft(d.was(id).content))
}

// shift is an index after a change that somebody else made. What they inserted there stays before it.
func (c change) shift(i int) int {
	switch {
	case c.added > 0 && c.at <= i:
		return i + c.added
	case c.removed > 0:
		return afterRemoval(i, c)
	}
	return i
}

// shiftEnd is the end of a range after a change; what was inserted there stays outside.
func (c change) shiftEnd(i int) int {
	if c.added > 0 && c.at == i {
		return i
	}
	return c.shift(i)
}

// same says whether two changes are in one segment.
func (c change) same(o change) bool { return c.tab == o.tab && c.segment == o.segment }

// transform is theirs, changes made beside ours, as they look after ours.
func transform(theirs, ours []change) []change {
	for _, o := range ours {
		var next []change
		for _, t := range theirs {
			after := t.over(o)
			o = o.past(t)
			next = append(next, after...)
		}
		theirs = next
	}
	return theirs
}

// over is c, which was made beside o, as it looks after o. At one index c comes first.
func (c change) over(o change) []change {
	if !c.same(o) {
		return []change{c}
	}
	switch {
	case o.added > 0 && o.at < c.at:
		c.at += o.added
	case o.added > 0 && c.removed > 0 && o.at < c.at+c.removed:
		if o.at == c.at {
			c.at += o.added
			break
		}
		before, after := c, c
		before.removed = o.at - c.at
		after.at, after.removed = c.at+o.added, c.removed-before.removed
		return []change{before, after}
	case o.removed > 0:
		end := afterRemoval(c.at+c.removed, o)
		c.at = afterRemoval(c.at, o)
		c.removed = end - c.at
		if c.removed == 0 && c.added == 0 {
			return nil
		}
	}
	return []change{c}
}

// past is c, one of ours, as it looks after o, one of theirs. At one index o comes first.
func (c change) past(o change) change {
	if !c.same(o) {
		return c
	}
	end := o.shiftEnd(c.at + c.removed)
	c.at = o.shift(c.at)
	if c.removed > 0 {
		c.removed = max(end-c.at, 0)
	}
	return c
}

// rebase is a request that was written for an older revision, with its indexes moved by changes. It is nil when
// the range it speaks of is gone.
func rebase(request object, changes []change, first tabID) object {
	out, ok := moveIndexes(request, changes, first).(object)
	if !ok {
		return nil
	}
	return out
}

// moveIndexes copies v with every Location and Range in it moved; nil when a range has become empty.
func moveIndexes(v any, changes []change, first tabID) any {
	switch v := v.(type) {
	case []any:
		out := make([]any, len(v))
		for i, x := range v {
			out[i] = moveIndexes(x, changes, first)
		}
		return out
	case object:
		out := object{}
		for k, x := range v {
			moved := moveIndexes(x, changes, first)
			if moved == nil {
				return nil
			}
			out[k] = moved
		}
		return moveIndex(out, changes, first)
	}
	return v
}

// moveIndex moves o itself, if it is a Location or a Range.
func moveIndex(o object, changes []change, first tabID) any {
	in := change{tab: tabID(text(o, "tabId")), segment: segmentID(text(o, "segmentId"))}
	if in.tab == "" {
		in.tab = first
	}
	index, isLocation := number(o, "index")
	start, isRange := number(o, "startIndex")
	end, _ := number(o, "endIndex")
	for _, c := range changes {
		if c.same(in) {
			index, start, end = c.shift(index), c.shift(start), c.shiftEnd(end)
		}
	}
	switch {
	case isLocation && o["title"] == nil: // a tab's properties have an index too
		o["index"] = index
	case isRange && start >= end:
		return nil
	case isRange:
		o["startIndex"], o["endIndex"] = start, end
	}
	return o
}
