import struct


def read_header(data):
    return struct.unpack("!IH", data)


print(read_header(b"\0\0\0\5\0\1"))
try:
    read_header(b"\0\0")
except struct.error as e:
    print(e)
read_header("text")
