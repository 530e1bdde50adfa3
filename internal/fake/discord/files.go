package discord

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"io"
	"maps"
	"mime"
	"mime/multipart"
	"regexp"
	"slices"
	"strings"
)

// fileMost is how large an attached file may be, in bytes, where nobody has paid for more.
const fileMost = 10 << 20

// attachmentScheme is how a component names a file of its own message.
const attachmentScheme = "attachment://"

// File is a file attached to a message.
type File struct {
	Name string
	Data []byte
}

// attachment is a file that a message has.
type attachment struct {
	id string
	File
}

// attachmentRef names a file that came along, by its number in the form, or one that the message has already.
type attachmentRef struct {
	ID   string `json:"id"`
	Name string `json:"filename"`
}

var (
	fileField = regexp.MustCompile(`^files\[([0-9])\]$`)
	// fileName is a name that Discord keeps as it is; components refer to a file by it.
	fileName = regexp.MustCompile(`^[A-Za-z0-9_-][A-Za-z0-9._-]*$`)
)

// unpack takes a multipart body apart, into the JSON and the files.
func (c *call) unpack() error {
	kind, params, _ := mime.ParseMediaType(c.Header.Get("Content-Type"))
	if kind != "multipart/form-data" || len(c.body) == 0 {
		return nil
	}
	form := multipart.NewReader(bytes.NewReader(c.body), params["boundary"])
	c.body, c.files = nil, map[string]File{}
	for {
		part, err := form.NextPart()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return invalid("body", "BASE_TYPE_BAD", "%v", err)
		}
		data, err := io.ReadAll(part)
		if err != nil {
			return invalid("body", "BASE_TYPE_BAD", "%v", err)
		}
		field := fileField.FindStringSubmatch(part.FormName())
		switch {
		case part.FormName() == "payload_json":
			c.body = data
		case field == nil || part.FileName() == "":
			return invalid("body", "BASE_TYPE_BAD", "Form part %q is unknown or has no file name.", part.FormName())
		case len(data) > fileMost:
			return errTooLarge
		default:
			c.files[field[1]] = File{part.FileName(), data}
		}
	}
}

// attach is what a message has attached after the draft: without a list, what it had and all that came along; with
// one, just what is on it.
func (d *draft) attach(p *problems, had []attachment, c *call) []attachment {
	refs := d.Attachments
	if refs == nil {
		for _, a := range had {
			refs = append(refs, attachmentRef{ID: a.id})
		}
		for _, n := range slices.Sorted(maps.Keys(c.files)) {
			refs = append(refs, attachmentRef{ID: n})
		}
	}
	var list []attachment
	left := maps.Clone(c.files)
	for i, ref := range refs {
		at := itemPath("attachments", i, "")
		old := slices.IndexFunc(had, func(a attachment) bool { return a.id == ref.ID })
		file, came := left[ref.ID]
		switch {
		case came:
			delete(left, ref.ID)
			list = append(list, attachment{c.s.world.newID(), File{cmp.Or(ref.Name, file.Name), file.Data}})
		case old >= 0:
			list = append(list, had[old])
		default:
			p.add(at+".id", "ATTACHMENT_NOT_FOUND", "Attachment %q is neither in this request nor in the message.", ref.ID)
			continue
		}
		if name := list[len(list)-1].Name; !fileName.MatchString(name) {
			p.add(at+".filename", "ATTACHMENT_NAME", "Discord would rename %q, and no component could refer to it.", name)
		}
	}
	for _, n := range slices.Sorted(maps.Keys(left)) {
		p.add("attachments", "ATTACHMENT_NOT_LISTED", "files[%s] is not among the attachments.", n)
	}
	return list
}

// judgeFiles finds components that refer to no file of the message. The pictures of a gallery are its own files here:
// addresses of others are refused.
func (b *body) judgeFiles(p *problems) {
	walk(parts(b.components), "components", func(path string, c *component) {
		var shown []media
		switch c.Type {
		case typeFile:
			shown = []media{c.File}
		case typeGallery:
			for _, i := range c.Items {
				shown = append(shown, i.Media)
			}
		}
		for _, m := range shown {
			if _, ok := b.file(m); !ok {
				p.add(path+".file.url", "UNFURLED_MEDIA_ITEM_REFERENCED_ATTACHMENT_NOT_FOUND", "The component refers to no attachment of the message.")
			}
		}
	})
}

// file is the one that a component shows.
func (b *body) file(m media) (attachment, bool) {
	name, ok := strings.CutPrefix(m.URL, attachmentScheme)
	at := slices.IndexFunc(b.attachments, func(a attachment) bool { return a.Name == name })
	if !ok || at < 0 {
		return attachment{}, false
	}
	return b.attachments[at], true
}

// shownFiles are the message's file components as Discord sends them back: with the file that each shows.
func (m *message) shownFiles() json.RawMessage {
	var list []object
	if len(m.attachments) == 0 || json.Unmarshal(m.components, &list) != nil {
		return orEmpty(m.components)
	}
	for _, o := range list {
		m.showFile(o)
	}
	return mustJSON(list)
}

func (m *message) showFile(o object) {
	inner, _ := o["components"].([]any)
	for _, x := range inner {
		if o, ok := x.(object); ok {
			m.showFile(o)
		}
	}
	var c component
	if json.Unmarshal(mustJSON(o), &c) != nil {
		return
	}
	if a, ok := m.file(c.File); ok && c.Type == typeFile {
		o["name"], o["size"], o["file"] = a.Name, len(a.Data), a.wire(m)
	}
	items, _ := o["items"].([]any)
	for i, x := range items {
		if o, ok := x.(object); ok && c.Type == typeGallery {
			if a, ok := m.file(c.Items[i].Media); ok {
				o["media"] = a.wire(m)
			}
		}
	}
}

// wire is the file as a component of the message shows it.
func (a attachment) wire(m *message) object {
	return object{"id": a.id, "attachment_id": a.id, "url": a.url(m), "proxy_url": a.url(m)}
}

// url is where Discord would keep the file; there is nothing.
func (a attachment) url(m *message) string {
	return "https://cdn.discord.invalid/attachments/" + m.channel.id + "/" + a.id + "/" + a.Name
}

func (m *message) attachmentWires() []object {
	all := []object{}
	for _, a := range m.attachments {
		w := object{"id": a.id, "filename": a.Name, "size": len(a.Data), "url": a.url(m), "proxy_url": a.url(m)}
		if m.onlyFor != nil {
			w["ephemeral"] = true
		}
		all = append(all, w)
	}
	return all
}

// files are copies, for those outside.
func (b *body) files() []File {
	var all []File
	for _, a := range b.attachments {
		all = append(all, File{a.Name, slices.Clone(a.Data)})
	}
	return all
}
