import struct

print(struct.pack("!IH4s", 1, 2, b"ab"), struct.calcsize("!IH4s"), struct.unpack("<q", b"\xff" * 8))
for call in (
    lambda: struct.unpack("!I", b"abc"),
    lambda: struct.pack("!H", 70000),
    lambda: struct.pack("!I", -1),
    lambda: struct.pack("!I", "1"),
    lambda: struct.pack("!II", 1),
    lambda: struct.unpack_from("!I", b"abcd", 2),
    lambda: struct.pack("z", 1),
):
    try:
        print(call())
    except struct.error as e:
        print("struct.error", type(e).__name__)
# In words that all of CPython's versions share.
buffer = bytearray(8)
for call in (
    lambda: struct.pack("!H", 70000),
    lambda: struct.pack(">h", -40000),
    lambda: struct.pack("i", 2**31),
    lambda: struct.pack("!2I", 1, 2**32),
    lambda: struct.pack(">L", 2**32),
    lambda: struct.pack("!I4s", 1, "text"),
    lambda: struct.pack("!IH3sxi", 1, 2, b"abc", "4"),
    lambda: struct.pack("c", "a"),
    lambda: struct.pack("!HH", 70000),
    lambda: struct.pack("!H", 70000, 1),
    lambda: struct.pack("!f", "1.5"),
    lambda: struct.pack_into("!H", buffer, 0, 70000),
    lambda: struct.pack(b"!I", 1.5),
    lambda: struct.pack("!?I", "anything", 2**40),
):
    try:
        print(call())
    except struct.error as e:
        print("struct.error", e)
print(struct.pack("!3sI2H?", bytearray(b"ab"), True, 0, 65535, []), struct.pack("bBqQ", -128, 255, -(2**63), 2**64 - 1))
header = struct.Struct("!BxH")
print(header.size, header.format, list(header.iter_unpack(header.pack(1, 2) * 2)))
buffer = bytearray(8)
header.pack_into(buffer, 2, 255, 65535)
print(buffer, struct.unpack(">f", struct.pack(">f", 1.5)), struct.unpack("?c", b"\1a"))
