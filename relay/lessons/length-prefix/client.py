import socket
import struct
import time

SERVER = ("127.0.0.1", 8001)
TEXT = "hello 你好 "
LENGTHS = "5 0 8"  # of the messages, in characters
HEADER = "i"  # B, H, i, q: a header of 1, 2, 4, 8 bytes
ORDER = "="  # "=": as this machine has it, "!": big-endian
SLOW = 0.0  # seconds after each of a message's first 12 bytes

client = socket.socket()
client.connect(SERVER)
for length in LENGTHS.split():
    body = (TEXT * int(length))[:int(length)].encode()
    data = struct.pack(ORDER + HEADER, len(body)) + body
    slow = data[:12] if SLOW else b""
    for byte in slow:
        client.sendall(bytes([byte]))
        time.sleep(SLOW)
    if slow != data:
        client.sendall(data[len(slow):])
client.close()
