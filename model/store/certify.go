package store

import (
	"errors"

	"truename/model"
	"truename/model/idcard"
	"truename/model/seal"
)

// certify is the certificate of a binding that a is about to approve, "" for
// every other decision. The organisation's key signs it; an approval before the
// first list of public keys makes that key. The same decision gives the same
// certificate. Where a reviewer does not hold the key, or it is damaged, the
// approval counts without a certificate: a desk that can decide must not stop
// for a paper, and Verify names what is wrong with the key. The caller holds
// mu, and has looked whether the store can be written.
func (s *Store) certify(a act, next model.Head) (string, error) {
	if a.decision.Verb != model.Approve || next.Kind != model.Binding {
		return "", nil
	}
	key, err := s.organisationKey()
	if err != nil && !errors.Is(err, model.ErrWrongKey) && !errors.Is(err, model.ErrDamaged) {
		return "", s.doubt(err)
	}
	var b []byte
	if err == nil {
		defer clear(key)
		b, err = seal.EncodeCertificate(certificateFor(a.fields, next), key)
	}
	if err != nil {
		s.o.Log.Error("a binding is approved without a certificate: run verify", "case", next.Case, "error", pathless(err))
		return "", nil
	}
	return string(b), nil
}

// certificateFor is what is certified of a binding, before it is signed.
func certificateFor(f model.Fields, h model.Head) model.Certificate {
	c := model.Certificate{
		Case: h.Case, Tag: h.Tag, Name: maskName(f.Name), Number: maskNumber(f.Number),
		From: f.From, Until: f.Until, Approved: idcard.Today(h.Updated), Demo: h.Demo,
	}
	if f.LongTerm {
		c.Until = idcard.Date{}
	}
	return c
}

// certificateOf opens the certificate that came with a decision; nil if none
// did, or one that this version cannot read: the rest of the decision counts
// all the same.
func (s *Store) certificateOf(d seal.DecisionFile, key [32]byte) (*model.Certificate, error) {
	c, err := openCapsule(d, key)
	if err != nil || c.Certificate == "" {
		return nil, err
	}
	cert, _, err := seal.ParseCertificate([]byte(c.Certificate))
	if err != nil || cert.Case != d.Head.Case {
		s.o.Log.Error("a certificate cannot be read", "case", d.Head.Case, "error", pathless(err))
		return nil, nil
	}
	return &cert, nil
}
