import atexit
import sys

atexit.register(print, "at exit")


def leave(code):
    try:
        sys.exit(code)
    finally:
        print("finally")


for code in (0, None, 5, "text", True):
    try:
        leave(code)
    except SystemExit as e:
        print(repr(e.code))
leave(300)
