import sys

print(hasattr(sys.stdin, "readline"), sys.stdin.isatty(), sys.stdin.fileno())
print("done")
