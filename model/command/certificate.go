package command

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"encoding/hex"
	"errors"
	"regexp"
	"strings"

	"truename/model"
	"truename/model/idcard"
	"truename/model/seal"

	"github.com/google/uuid"
)

const checkHelp = `Says whether a certificate of a binding is genuine, and prints
  {"office","public","case","tag","name","number","from","until","approved","demo","says":{"zh","en"}}
FILE is what its person saved, or the text of the QR code on the printed one. The
office's public key comes from -key: a list that its desk made (key export-public), or
a text of 64 characters 0-9 and a-f; else it is organisation under [trust] in the
configuration. Without either nothing is known to be genuine, and the key that signed is
named. No store is opened, and no passphrase is needed. A certificate is about the day
of approval: whether the binding was ended since, only the office knows.`

// A checked is the JSON line of check-certificate.
type checked struct {
	Office   string      `json:"office"`
	Public   string      `json:"public"` // the key that signed, hexadecimal
	Case     uuid.UUID   `json:"case"`
	Tag      string      `json:"tag"`
	Name     string      `json:"name"`
	Number   string      `json:"number"`
	From     idcard.Date `json:"from"`
	Until    string      `json:"until"` // a day, or long-term
	Approved idcard.Date `json:"approved"`
	Demo     bool        `json:"demo"`
	Says     model.Text  `json:"says"`
}

func runCheck(_ context.Context, k *call) error {
	b, err := readCertificate(k.args[0])
	if err != nil {
		return err
	}
	c, public, err := seal.ParseCertificate(b)
	if err != nil {
		return &spoken{"This certificate was changed after it was signed, or a part of it is missing; it proves nothing.", err}
	}
	if c.Demo && !k.Demo {
		return &spoken{"This is the certificate of a demonstration, about no real card; -demo checks it.", model.ErrWrongKind}
	}
	if err := k.vouch(public); err != nil {
		return err
	}
	return k.print(checked{
		Office: c.Office, Public: hex.EncodeToString(public), Case: c.Case, Tag: c.Tag, Name: c.Name, Number: c.Number,
		From: c.From, Until: lastDay(c.Until), Approved: c.Approved, Demo: c.Demo,
		Says: model.Text{ZH: certified(c, "zh"), EN: certified(c, "en")},
	})
}

// longTerm stands in place of a last day, as submit reads it.
const longTerm = "long-term"

// lastDay is the last day of a card's validity; a zero one is long-term.
func lastDay(d idcard.Date) string {
	if d.IsZero() {
		return longTerm
	}
	return d.String()
}

// certificateStart begins what is a certificate, of whatever version.
var certificateStart = regexp.MustCompile(`^truename certificate ([0-9]{1,9})\n`)

// readCertificate reads a certificate as it was signed: what carries text may
// have changed the ends of lines, and drops or adds one behind the last.
func readCertificate(path string) ([]byte, error) {
	b, err := readDocument(path)
	if err != nil && !errors.Is(err, model.ErrTooLarge) {
		return nil, err
	}
	b = append(bytes.TrimRight(bytes.ReplaceAll(b, []byte("\r\n"), []byte("\n")), "\n"), '\n')
	switch start := certificateStart.FindSubmatch(b); {
	case start == nil:
		return nil, &spoken{"This file is no certificate of a binding; name the file that was saved on the status page.", model.ErrDamaged}
	case string(start[1]) != "1":
		return nil, &spoken{"This certificate was made by a newer Truename; check it with that one.", model.ErrNewer}
	}
	return b, nil
}

// vouch says whether public is the office's key.
func (k *call) vouch(public ed25519.PublicKey) error {
	office, list, err := k.officeKey()
	has := hex.EncodeToString(public)
	switch {
	case err != nil:
		return err
	case office == has:
		return nil
	case office == "":
		return &spoken{"The certificate is whole, but whose key signed it is not known here; it is " + has +
			". Compare it with what the office makes known, then repeat with -key and a file with it.", model.ErrUntrusted}
	case list.Succeeds(public):
		return &spoken{"The certificate is signed with a key that this office has replaced since; ask the office whether it stands.", model.ErrOutdated}
	}
	return &spoken{"The certificate is not signed by this office: its key is another one.", model.ErrUntrusted}
}

var publicKeyForm = regexp.MustCompile(`^[0-9a-f]{64}$`)

// officeKey is the office's public key in hexadecimal, "" if nobody said which
// it is, and the list that it came from, if it did.
func (k *call) officeKey() (public string, list seal.KeyList, err error) {
	if k.key == "" {
		conf, err := k.Configuration()
		return conf.Trust.Organisation, list, err
	}
	b, err := readDocument(k.key)
	if err != nil {
		return "", list, err
	}
	if public = strings.ToLower(strings.TrimSpace(string(b))); publicKeyForm.MatchString(public) {
		return public, list, nil
	}
	if list, err = seal.ParseKeyList(b); err != nil {
		return "", list, &spoken{"The file of -key is neither a list that key export-public made nor a public key of 64 characters.", err}
	}
	return hex.EncodeToString(list.Organisation.Public), list, nil
}

// certified is the one sentence about a genuine certificate, in language lang.
func certified(c model.Certificate, lang string) string {
	say := texts("certificate.json", lang)
	r := strings.NewReplacer("{office}", c.Office, "{name}", c.Name, "{number}", c.Number, "{day}", c.Approved.String())
	says := r.Replace(say["checked.genuine"])
	if c.Demo {
		says = say["checked.demo"] + says
	}
	return says
}
