import sys

print("你好，世界", "🙂", "é")
print(b"\xe4\xbd\xa0".decode(), "你".encode(), len("🙂"))
sys.stdout.write("direct\n")
sys.stdout.flush()
sys.stdout.buffer.write(b"bytes \xe4\xbd\xa0\n")
sys.stdout.flush()
print("a", "b", sep="-", end="!\n", file=sys.stdout, flush=True)
try:
    b"\xff".decode()
except UnicodeDecodeError as e:
    print(e)
