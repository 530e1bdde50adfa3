package rest

import (
	"bytes"
	"mime/multipart"
	"net/textproto"
)

// File is a file that goes with a message. Discord keeps names of letters, digits, '.', '-' and '_' as they are,
// and takes 10 MiB where nobody has paid for more.
type File struct {
	Name string
	Data []byte
}

// form joins the JSON and the file to one body, and gives its media type.
// Source: Discord's 'Uploading Files'.
func form(payload []byte, f File) (body []byte, media string, err error) {
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	for _, p := range []struct {
		disposition, media string
		data               []byte
	}{
		{`form-data; name="payload_json"`, "application/json", payload},
		{multipart.FileContentDisposition("files[0]", f.Name), "application/octet-stream", f.Data},
	} {
		part, err := w.CreatePart(textproto.MIMEHeader{"Content-Disposition": {p.disposition}, "Content-Type": {p.media}})
		if err == nil {
			_, err = part.Write(p.data)
		}
		if err != nil {
			return nil, "", err
		}
	}
	err = w.Close()
	return b.Bytes(), w.FormDataContentType(), err
}
