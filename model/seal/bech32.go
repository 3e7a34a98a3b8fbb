package seal

import "strings"

// Bech32 (BIP 173) is the form of age's keys. It is written out here because
// age keeps its own to itself, and words have to become a key again.

const bech32Alphabet = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"

// bech32Polymod is the checksum's remainder over values of 5 bits.
func bech32Polymod(values []int) int {
	sum := 1
	for _, v := range values {
		top := sum >> 25
		sum = sum&0x1ffffff<<5 ^ v
		for i, g := range []int{0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3} {
			if top>>i&1 == 1 {
				sum ^= g
			}
		}
	}
	return sum
}

// bech32Prefix is the human-readable part as values of the checksum.
func bech32Prefix(hrp string) (values []int) {
	for _, c := range hrp {
		values = append(values, int(c>>5))
	}
	values = append(values, 0)
	for _, c := range hrp {
		values = append(values, int(c&31))
	}
	return values
}

// bech32Encode writes b in lower case.
func bech32Encode(hrp string, b []byte) string {
	values := regroup(b, 8, 5)
	sum := bech32Polymod(append(append(bech32Prefix(hrp), values...), 0, 0, 0, 0, 0, 0)) ^ 1
	var out strings.Builder
	out.WriteString(hrp + "1")
	for _, v := range values {
		out.WriteByte(bech32Alphabet[v])
	}
	for i := range 6 {
		out.WriteByte(bech32Alphabet[sum>>(5*(5-i))&31])
	}
	return out.String()
}

// bech32Decode reads what bech32Encode wrote, in either case. ok is false for
// anything else.
func bech32Decode(hrp, s string) (b []byte, ok bool) {
	data, found := strings.CutPrefix(strings.ToLower(s), hrp+"1")
	if !found || len(data) < 6 {
		return nil, false
	}
	values := make([]byte, 0, len(data)-6)
	for _, c := range data[:len(data)-6] {
		v := strings.IndexRune(bech32Alphabet, c)
		if v < 0 {
			return nil, false
		}
		values = append(values, byte(v))
	}
	bytes := regroup(values, 5, 8)
	for _, v := range bytes[:len(values)*5/8] {
		b = append(b, byte(v))
	}
	return b, bech32Encode(hrp, b) == strings.ToLower(s)
}
