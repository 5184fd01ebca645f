import sys

print("a", 1, None, b"\xff", sep="|", end="!\n")
print("世界 \u00e9 \U0001f600 \x00 \t tab")
print(*range(3), sep="\n")
print("split", end="")
print(" line", flush=True)
sys.stdout.write("written\n")
sys.stdout.writelines(["one\n", "two\n"])
sys.stdout.flush()
sys.stdout.buffer.write("raw 世界\n".encode())
sys.stdout.buffer.flush()
print(sys.stdout.encoding, sys.stdout.isatty(), sys.stdout.writable(), sys.stdout.fileno())
try:
    print("\ud800")
except UnicodeEncodeError as e:
    print(e)
try:
    print("x", sep=1)
except TypeError as e:
    print(type(e).__name__)
print("%5.1f|%-5s|%05d" % (3.14159, "ab", 42), "{:^9}|{!r:>6}".format("mid", "x"))
print("to stderr", file=sys.stderr)
print("last")
