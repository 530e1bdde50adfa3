package app

import (
	"crypto/x509"
	"errors"
	"fmt"
	"net/url"
	"os"
	"slices"
	"strconv"
	"strings"
)

// checkWay looks at the variables that say how the network is reached. Go passes over
// what is wrong in them without a word: it goes straight, past a proxy that it
// cannot read, and trusts what the machine trusts. No value is told: it may have a
// password.
func checkWay(environ map[string]string) (wrong []error) {
	for _, name := range []string{"HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy"} {
		if by := environ[name]; by != "" && !isProxy(by) {
			wrong = append(wrong, fmt.Errorf("%s is not the address of a proxy, like http://NAME:PASSWORD@HOST:PORT (http, https or socks5; in a password other signs than letters and digits as %%40)", name))
		}
	}
	if file := environ["SSL_CERT_FILE"]; file != "" && !hasCertificate(file) {
		wrong = append(wrong, errors.New("SSL_CERT_FILE is not a file with a certificate that can be read: it has a line -----BEGIN CERTIFICATE-----; or unset it"))
	}
	if folders := environ["SSL_CERT_DIR"]; folders != "" && !slices.ContainsFunc(strings.Split(folders, ":"), isFolder) {
		wrong = append(wrong, errors.New("SSL_CERT_DIR is not a folder that can be read: name one with certificates, or unset it"))
	}
	return wrong
}

// isProxy says whether a text is what HTTPS_PROXY takes: an address, or HOST:PORT.
func isProxy(s string) bool {
	if !strings.Contains(s, "://") {
		s = "http://" + s
	}
	u, err := url.Parse(s)
	if err != nil || u.Hostname() == "" || !slices.Contains([]string{"http", "https", "socks5", "socks5h"}, u.Scheme) {
		return false
	}
	port, err := strconv.ParseUint(u.Port(), 10, 16)
	return u.Port() == "" || err == nil && port > 0
}

func hasCertificate(file string) bool {
	if info, err := os.Stat(file); err != nil || !info.Mode().IsRegular() {
		return false
	}
	data, err := os.ReadFile(file)
	return err == nil && x509.NewCertPool().AppendCertsFromPEM(data)
}

func isFolder(path string) bool {
	_, err := os.ReadDir(path)
	return err == nil
}
