import atexit
import sys

atexit.register(print, "last")
print("first")
sys.exit(3)
