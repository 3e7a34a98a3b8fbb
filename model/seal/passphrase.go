package seal

import (
	"errors"
	"strings"
	"unicode"
	"unicode/utf8"

	"truename/model"
)

// minPassphrase is the least number of characters: against a stolen file only
// the length counts.
const minPassphrase = 12

// wellKnown are beginnings that say nothing once digits and signs are taken
// off; they are compared without case and spaces.
var wellKnown = strings.Fields(`
	password passwd passphrase passwordpassword passw0rd p@ssword p@ssw0rd letmein letmeinplease welcome welcomeback
	admin administrator adminadmin root rootroot superuser changeme changemenow default secret secretsecret
	qwerty qwertyuiop qwertyqwerty asdfghjkl zxcvbnm qwertyasdfgh iloveyou iloveyouforever ilovechina sunshine
	princess football baseball dragon monkey superman batman trustno starwars whatever master login guest
	correcthorsebatterystaple thisisapassword mypassword mypasswordis yourpassword nopassword test testtest testing
	truename truenametruename reviewer desk computer internet woaini woainiwoaini woaizhongguo woaibeijing
	nihao nihaoma zhongguo beijing shanghai mima wodemima mimamima shenfenzheng taobao weixin huawei xiaomi tencent alibaba
	1qaz2wsx3edc 1qaz2wsx3edc4rfv 1q2w3e4r5t6y 1q2w3e4r5t6y7u qazwsxedcrfv qazwsxedc zaq12wsxcde3 a1b2c3d4e5f6 q1w2e3r4t5y6
	abc123abc123 123qweasdzxc qwe123asd456 1234qwerasdf 123456abcdef abcdef123456 aa123456aa123456 a123456789
	5201314 woaini1314520 1314520 13145201314 147258369 789456123 112233445566 123123123123 123321123321`)

// rows are walked along by those who want no passphrase.
var rows = []string{"01234567890123456789", "abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz", "qwertyuiopasdfghjklzxcvbnm", "qazwsxedcrfvtgbyhnujmikolp", "1qaz2wsx3edc4rfv5tgb6yhn7ujm", "一二三四五六七八九十"}

// CheckPassphrase reports model.ErrWeak if pass has fewer than 12 characters,
// is well known (with or without digits and signs at its ends), repeats a few
// characters, or runs along the digits, the alphabet or the keyboard.
func CheckPassphrase(pass string) error {
	if utf8.RuneCountInString(pass) < minPassphrase {
		return weak("too short")
	}
	s := strings.Join(strings.Fields(strings.ToLower(pass)), "")
	letters := strings.TrimFunc(s, func(r rune) bool { return !unicode.IsLetter(r) })
	for _, known := range wellKnown {
		if s == known || letters == known {
			return weak("well known")
		}
	}
	if repeats(s) || runs(s) {
		return weak("a simple pattern")
	}
	return nil
}

func weak(why string) error {
	return model.Fail(model.CodeWeak, errors.New("seal: passphrase: "+why))
}

// repeats reports whether s is made of at most four different characters, or
// of one piece of at most six characters over and over.
func repeats(s string) bool {
	runes := []rune(s)
	different := map[rune]bool{}
	for _, r := range runes {
		different[r] = true
	}
	for period := 1; period <= 6 && period < len(runes); period++ {
		if string(runes[period:]) == string(runes[:len(runes)-period]) {
			return true
		}
	}
	return len(different) <= 4
}

// runs reports whether s lies on one of the rows, forwards or backwards.
func runs(s string) bool {
	back := []rune(s)
	for i, j := 0, len(back)-1; i < j; i, j = i+1, j-1 {
		back[i], back[j] = back[j], back[i]
	}
	for _, row := range rows {
		if strings.Contains(row, s) || strings.Contains(row, string(back)) {
			return true
		}
	}
	return false
}
