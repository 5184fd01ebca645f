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
header = struct.Struct("!BxH")
print(header.size, header.format, list(header.iter_unpack(header.pack(1, 2) * 2)))
buffer = bytearray(8)
header.pack_into(buffer, 2, 255, 65535)
print(buffer, struct.unpack(">f", struct.pack(">f", 1.5)), struct.unpack("?c", b"\1a"))
