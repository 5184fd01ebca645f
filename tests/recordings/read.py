"""Prints a recording, checking all that docs/recording.md says of it: python3 read.py FILE"""

import struct
import sys
import zlib


def value(data, at):
    """The CBOR value there, and where the next is."""
    kind, short = data[at] >> 5, data[at] & 31
    at += 1
    if kind == 7:
        return {20: False, 21: True, 22: None}[short], at
    number = short
    if short >= 24:
        size = 1 << (short - 24)
        number, at = int.from_bytes(data[at : at + size], "big"), at + size
    if kind < 2:
        return (number, -1 - number)[kind], at
    if kind < 4:
        part = data[at : at + number]
        return (part, part.decode() if kind == 3 else None)[kind - 2], at + number
    items = []
    for _ in range(number):
        item, at = value(data, at)
        items.append(item)
    return items, at


def events(payload):
    first, first_at, last_at, count, size = struct.unpack_from("<QQQII", payload)
    data = zlib.decompress(payload[32:], -15)
    assert len(data) == size
    at = now = 0
    ids = {}
    for seq in range(first, first + count):
        (step, fact), at = value(data, at)
        now = (now + step) % 2**64
        assert seq != first or now == first_at
        if fact[0] in (2, 3, 4):
            actor, call = fact[1], fact[2]
            call[0] = ids[actor] = (ids.get(actor, 0) + call[0]) % 2**64
            call[1] = (call[1] + now - (fact[3] if fact[0] == 3 else 0)) % 2**64
        print(seq, now, fact)
    assert at == size and now == last_at


file = open(sys.argv[1], "rb").read()
assert file[:8] == b"\x89SkR\r\n\x1a\n"
at = 8
while at < len(file):
    kind, size, crc = struct.unpack_from("<BII", file, at)
    payload = file[at + 9 : at + 9 + size]
    assert len(payload) == size, f"cut off at byte {at}"
    assert zlib.crc32(file[at : at + 5] + payload) == crc, f"damaged at byte {at}"
    if kind in (1, 4):
        print("header" if kind == 1 else "meta", value(payload, 0)[0])
    elif kind == 2:
        print("lesson", value(zlib.decompress(payload[4:], -15), 0)[0])
    elif kind == 3:
        events(payload)
    at += 9 + size
