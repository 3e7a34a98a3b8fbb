package idcard

import "slices"

// Codes lists every code there is: of numbers, names and terms, in the order
// of their declaration. Each has a text in every language.
func Codes() []Code { return slices.Clone(allCodes) }

var allCodes = []Code{
	NUpperX, NSpaces, NFullwidth, IRetired, ILater, WRegion, WAge, WSequence, WCentenary,
	EEmpty, ELength, EChar, ECheck, EDate, EFuture, EAge, ERegion, ELegacy15, ELegacyFPR, EOtherDoc, ESpecimen,
	NDot, NInnerSpaces, NPrivateUse, NRadical, WNameShort, WNameLong,
	ENameEmpty, ENameChar, ENameDot, ENamePrivate, ENameTooLong,
	WTermAge, WTermExpiring, WTermEarly, ETermFrom, ETermUntil, ETermOrder, ETermLength, ETermFuture, ETermBirth, ETermExpired,
}

// IsError reports whether c forbids going on.
func (c Code) IsError() bool { return len(c) > 0 && c[0] == 'E' }

// IsWarning reports whether c is for a reviewer to look at.
func (c Code) IsWarning() bool { return len(c) > 0 && c[0] == 'W' }
