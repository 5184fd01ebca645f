"""Runs before the program: its terminal, and what else the library wants of a system."""
import _io
import _socketscope
import _warnings
import builtins
import posix
import sys


class Screen(_io._RawIOBase):
    """What is printed goes to the page."""

    def __init__(self, number, name, write):
        self.number = number
        self.name = name
        self.write = write

    def writable(self):
        return True

    def fileno(self):
        return self.number

    def isatty(self):
        return False


END_OF_INPUT = "\x04"  # Ctrl-D


class Keyboard(_io._RawIOBase):
    """What the person types on the page."""

    name = "<stdin>"
    waiting = b""

    def readable(self):
        return True

    def readinto(self, buffer):
        if not self.waiting:
            sys.stdout.flush()
            line = _socketscope.ask()
            self.waiting = b"" if line == END_OF_INPUT else (line + "\n").encode()
        count = min(len(buffer), len(self.waiting))
        buffer[:count] = self.waiting[:count]
        self.waiting = self.waiting[count:]
        return count

    def fileno(self):
        return 0

    def isatty(self):
        return False


def input(prompt="", /):
    sys.stdout.flush()
    line = _socketscope.ask(str(prompt))
    if line == END_OF_INPUT:
        raise EOFError("EOF when reading a line")
    return line


class Helper:
    """`help`, without the cost of its module before it is asked for."""

    def __repr__(self):
        return "Type help() for interactive help, or help(object) for help about object."

    def __call__(self, *args, **kwargs):
        import pydoc
        return pydoc.help(*args, **kwargs)


def text(raw, mode, errors):
    wrapper = _io.TextIOWrapper(raw, "utf-8", errors, "\n", mode == "w", mode == "w")
    wrapper.mode = mode
    return wrapper


class Source:
    """The program's text, for tracebacks."""

    def __init__(self, source):
        self.source = source

    def get_source(self, name):
        return self.source


def describe(exception):
    """The exception as CPython prints it, which leaves the import machinery out."""
    import traceback
    lines = traceback.format_exception(exception)
    return "".join(line for line in lines if not line.startswith('  File "_frozen_importlib'))


class Uname(tuple):
    """The class of `os.uname`'s result."""

    sysname, nodename, release, version, machine = (
        property(lambda self, place=place: self[place]) for place in range(5)
    )


class TerminalSize(tuple):
    """What `os.terminal_size` makes of a pair."""

    columns = property(lambda self: self[0])
    lines = property(lambda self: self[1])


# The interpreter's own asyncio cancels in this way; nobody else is to hear of it.
_warnings.filters.insert(0, (
    "ignore", "the (type, val, tb) signature of throw() is deprecated, use throw(val) instead", DeprecationWarning, None, 0,
))
posix.terminal_size = TerminalSize
sys.modules["_posixsubprocess"] = type(sys)("_posixsubprocess")
sys.modules["_posixsubprocess"].fork_exec = posix.fork
posix.uname = lambda uname=posix.uname: Uname(uname())
builtins.input = input
builtins.help = Helper()
builtins.quit = builtins.exit
sys.stdin = sys.__stdin__ = text(_io.BufferedReader(Keyboard()), "r", "strict")
sys.stdout = sys.__stdout__ = text(Screen(1, "<stdout>", _socketscope.print_output), "w", "strict")
sys.stderr = sys.__stderr__ = text(Screen(2, "<stderr>", _socketscope.print_error), "w", "backslashreplace")
