package otpauth

import (
	"strconv"

	"google.golang.org/protobuf/encoding/protowire"
)

// fields calls visit for each number (b is nil) and each run of bytes (b is
// not nil, and part of raw) of a protobuf message, and passes over the other
// wire types. It stops at the first byte that makes no sense.
func fields(raw []byte, visit func(num protowire.Number, v uint64, b []byte)) error {
	for len(raw) > 0 {
		num, typ, n := protowire.ConsumeTag(raw)
		if n < 0 {
			return protowire.ParseError(n)
		}
		raw = raw[n:]
		var v uint64
		var b []byte
		switch typ {
		case protowire.VarintType:
			v, n = protowire.ConsumeVarint(raw)
		case protowire.BytesType:
			b, n = protowire.ConsumeBytes(raw)
			if n >= 0 && b == nil {
				b = []byte{}
			}
		default:
			n = protowire.ConsumeFieldValue(num, typ, raw)
		}
		if n < 0 {
			return protowire.ParseError(n)
		}
		raw = raw[n:]
		if typ == protowire.VarintType || typ == protowire.BytesType {
			visit(num, v, b)
		}
	}
	return nil
}

// protoNumber writes an enumeration's value as it was meant, with its sign.
func protoNumber(v uint64) string { return strconv.FormatInt(int64(int32(v)), 10) }
