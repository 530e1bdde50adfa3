package gdocs

// What the package itself wrote is JSON without white space. It is looked through here as text: most of the time
// of a long test would be spent on decoding it.

// written is JSON of our own.
type written interface{ ~string | ~[]byte }

// past is where the value ends that begins at i.
func past[J written](s J, i int) int {
	depth := 0
	for {
		switch s[i] {
		case '"':
			i = pastString(s, i)
		case '{', '[':
			depth++
			i++
		case '}', ']':
			depth--
			i++
		case ',', ':':
			i++
			continue
		default:
			i = pastWord(s, i)
		}
		if depth == 0 {
			return i
		}
	}
}

func pastString[J written](s J, i int) int {
	for i++; s[i] != '"'; i++ {
		if s[i] == '\\' {
			i++
		}
	}
	return i + 1
}

// pastWord is the end of a number, true, false or null.
func pastWord[J written](s J, i int) int {
	for i < len(s) && s[i] != ',' && s[i] != '}' && s[i] != ']' {
		i++
	}
	return i
}

// raw is the value at key as text, or "".
func (a attrs) raw(key string) string {
	s := string(a)
	for i := 1; i < len(s)-1; i++ { // past the brace, then past the comma
		name := pastString(s, i)
		value := name + 1
		end := past(s, value)
		if s[i+1:name-1] == key {
			return s[value:end]
		}
		i = end
	}
	return ""
}

// cutter copies what is wanted of a value.
type cutter struct {
	in  []byte
	at  int
	out []byte
}

func (c *cutter) copyTo(end int) {
	c.out = append(c.out, c.in[c.at:end]...)
	c.at = end
}

// cut copies what is wanted of the value that comes next.
func (c *cutter) cut(sel selection) {
	switch open := c.in[c.at]; {
	case sel == nil || open != '{' && open != '[':
		c.copyTo(past(c.in, c.at))
	case open == '[':
		for c.in[c.at] != ']' {
			c.copyTo(c.at + 1) // the bracket, or a comma
			if c.in[c.at] != ']' {
				c.cut(sel)
			}
		}
		c.copyTo(c.at + 1)
	default:
		c.members(sel)
	}
}

func (c *cutter) members(sel selection) {
	c.copyTo(c.at + 1)
	before := len(c.out)
	for c.in[c.at] != '}' {
		if c.in[c.at] == ',' {
			c.at++
		}
		value := pastString(c.in, c.at) + 1
		inner, ok := sel.wants(string(c.in[c.at+1 : value-2]))
		if !ok {
			c.at = past(c.in, value)
			continue
		}
		if len(c.out) > before {
			c.out = append(c.out, ',')
		}
		c.copyTo(value)
		c.cut(inner)
	}
	c.copyTo(c.at + 1)
}

// of is the part of JSON that is wanted.
func (sel selection) of(data []byte) []byte {
	c := cutter{in: data, out: make([]byte, 0, len(data)/2)}
	c.cut(sel)
	return c.out
}
