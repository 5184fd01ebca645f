"""Runs before the program: `open`, `os` and `import` for the lesson's files, which can be read and nothing else."""
import _descriptors
import _frozen_importlib
import _io
import _socketscope
import builtins
import posix
import sys

DIRECTORY, FILE = 0o040555, 0o100444
names = frozenset(_socketscope.file_names())
folders = {""}.union(name.rpartition("/")[0] for name in names)


def place(path):
    """The path from the root, without `.` and `..`."""
    path = posix.fspath(path)
    if isinstance(path, bytes):
        path = path.decode()
    parts = []
    for part in path.split("/"):
        if part == "..":
            parts = parts[:-1]
        elif part not in ("", "."):
            parts.append(part)
    return "/".join(parts)


def refuse(*args, **kwargs):
    if not names:
        raise PermissionError("programs in Socketscope have no files")
    few = ", ".join(sorted(names)[:16])
    raise PermissionError(f"programs in Socketscope have no files but the lesson's, to read: {few}")


class FileIO(_io._RawIOBase):
    """A file of the lesson, or a descriptor of the program's."""

    __module__ = "_io"
    content = None

    def __init__(self, file, mode="r", closefd=True, opener=None):
        self.mode = mode
        self.at = 0
        if isinstance(file, int):
            self.number, self.closefd = file, closefd
            _descriptors.mode_of(file)
        elif opener is not None or mode.strip("b") != "r" or place(file) not in names:
            refuse()
        else:
            self.content = _socketscope.file_data(place(file))
        self.name = file

    def _open(self):
        if self.closed:
            raise ValueError("I/O operation on closed file")

    def readable(self):
        return "r" in self.mode or "+" in self.mode

    def writable(self):
        return not self.readable() or "+" in self.mode

    def seekable(self):
        return self.content is not None

    def readinto(self, buffer):
        self._open()
        if self.content is None:
            data = posix.read(self.number, len(buffer))
        else:
            data = self.content[self.at:self.at + len(buffer)]
            self.at += len(data)
        buffer[:len(data)] = data
        return len(data)

    def write(self, data):
        self._open()
        if not self.writable():
            raise _io.UnsupportedOperation("File not open for writing")
        return posix.write(self.number, data)

    def seek(self, offset, whence=0):
        self._open()
        if self.content is None:
            raise OSError(29, "Illegal seek")
        self.at = max(0, offset + (0, self.at, len(self.content))[whence])
        return self.at

    def tell(self):
        return self.seek(0, 1)

    def fileno(self):
        self._open()
        if self.content is None:
            return self.number
        raise _io.UnsupportedOperation("a lesson's file has no descriptor")

    def isatty(self):
        return False

    def close(self):
        if not self.closed and self.content is None and getattr(self, "closefd", False):
            posix.close(self.number)
        super().close()


def open(file, mode="r", buffering=-1, encoding=None, errors=None, newline=None, closefd=True, opener=None):
    if not isinstance(file, (str, bytes, int)) and not hasattr(file, "__fspath__"):
        raise TypeError(f"expected str, bytes or os.PathLike object, not {type(file).__name__}")
    if not isinstance(mode, str):
        raise TypeError(f"open() argument 'mode' must be str, not {type(mode).__name__}")
    kinds = set(mode)
    if kinds - set("axrwb+t") or len(mode) > len(kinds):
        raise ValueError(f"invalid mode: '{mode}'")
    if len(kinds & set("axrw")) != 1:
        raise ValueError("must have exactly one of create/read/write/append mode")
    if "b" in kinds and "t" in kinds:
        raise ValueError("can't have text and binary mode at once")
    if "b" in kinds and encoding is not None:
        raise ValueError("binary mode doesn't take an encoding argument")
    if "b" in kinds and newline is not None:
        raise ValueError("binary mode doesn't take a newline argument")
    if buffering == 0 and "b" not in kinds:
        raise ValueError("can't have unbuffered text I/O")
    raw = FileIO(file, mode.replace("t", ""), closefd, opener)
    if buffering == 0:
        return raw
    size = buffering if buffering > 1 else _io.DEFAULT_BUFFER_SIZE
    if "+" in kinds:
        buffered = _io.BufferedRWPair(raw, raw, size)
    else:
        buffered = (_io.BufferedReader if raw.readable() else _io.BufferedWriter)(raw, size)
    if "b" in kinds:
        return buffered
    wrapper = _io.TextIOWrapper(buffered, encoding or "utf-8", errors, newline, buffering == 1)
    wrapper.mode = mode
    return wrapper


class Stat(tuple):
    """The class of stat's results."""

    st_mode, st_ino, st_dev, st_nlink, st_uid, st_gid, st_size, st_atime, st_mtime, st_ctime = (
        property(lambda self, place=place: self[place]) for place in range(10)
    )
    st_atime_ns = st_mtime_ns = st_ctime_ns = property(lambda self: 0)


def described(mode, size=0):
    return Stat((mode, 0, 0, 1, 0, 0, size, 0, 0, 0))


def stat(path, *, dir_fd=None, follow_symlinks=True):
    if isinstance(path, int):
        return fstat(path)
    if place(path) in names:
        return described(FILE, len(_socketscope.file_data(place(path))))
    if names and place(path) in folders:
        return described(DIRECTORY)
    refuse()


def fstat(fd):
    return described(_descriptors.mode_of(fd))


def access(path, mode, *, dir_fd=None, effective_ids=False, follow_symlinks=True):
    known = place(path) in names or names and place(path) in folders
    return bool(known) and not mode & posix.W_OK


def listdir(path="."):
    folder = place(path)
    if not names or folder not in folders:
        refuse()
    inside = {name[len(folder):].lstrip("/") for name in names if name.startswith(folder)}
    return sorted({name.partition("/")[0] for name in inside})


class DirEntry:
    """What `os.scandir` tells of a file."""

    def __init__(self, folder, name):
        self.name = name
        self.path = name if folder in ("", ".") else f"{folder.rstrip('/')}/{name}"

    def __fspath__(self):
        return self.path

    def __repr__(self):
        return f"<DirEntry {self.name!r}>"

    def is_dir(self, *, follow_symlinks=True):
        return place(self.path) not in names

    def is_file(self, *, follow_symlinks=True):
        return place(self.path) in names

    def is_symlink(self):
        return False

    def is_junction(self):
        return False

    def inode(self):
        return 0

    def stat(self, *, follow_symlinks=True):
        return stat(self.path)


class Scan:
    """The iterator that `os.scandir` returns."""

    def __init__(self, path):
        self.entries = iter([DirEntry(path, name) for name in listdir(path)])

    def __iter__(self):
        return self

    def __next__(self):
        return next(self.entries)

    def close(self):
        self.entries = iter(())

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()


def scandir(path="."):
    return Scan(posix.fspath(path))


class Modules:
    """Finds and loads the lesson's modules."""

    @classmethod
    def find_spec(cls, name, path=None, target=None):
        base = name.replace(".", "/")
        for file, is_package in ((f"{base}.py", False), (f"{base}/__init__.py", True)):
            if file in names:
                return _frozen_importlib.ModuleSpec(name, cls, origin=file, is_package=is_package)
        return None

    @staticmethod
    def create_module(spec):
        return None

    @classmethod
    def exec_module(cls, module):
        file = module.__file__ = module.__spec__.origin
        exec(compile(_socketscope.file_data(file), file, "exec", dont_inherit=True), module.__dict__)

    @classmethod
    def get_source(cls, name):
        return _socketscope.file_data(cls.find_spec(name).origin).decode()


NO_SSL = "there is no ssl in Socketscope: it shows the bytes that travel, so let them travel as they are"
NO_PROCESSES = "programs in Socketscope start no processes: use threads, or a lesson with several programs"
PROCESSES = {
    "concurrent.futures.process", "multiprocessing.forkserver", "multiprocessing.popen_fork",
    "multiprocessing.popen_forkserver", "multiprocessing.popen_spawn_posix", "multiprocessing.queues",
    "multiprocessing.shared_memory", "multiprocessing.synchronize",
}


class Refused:
    """Says why a module of the library is not here."""

    @staticmethod
    def find_spec(name, path=None, target=None):
        if name == "ssl":
            raise ImportError(NO_SSL, name=name)
        if name in PROCESSES:
            raise PermissionError(NO_PROCESSES)
        return None


for function in (access, fstat, listdir, scandir, stat):
    setattr(posix, function.__name__, function)
posix.lstat = stat
posix.stat_result = Stat
posix.DirEntry = DirEntry
for name in (
    "read", "write", "close", "dup", "dup2", "pipe", "pipe2",
    "get_blocking", "set_blocking", "get_inheritable", "set_inheritable",
):
    setattr(posix, name, getattr(_descriptors, name))
fcntl = sys.modules["fcntl"] = type(sys)("fcntl", "Flags of descriptors; what would touch files is not here.")
fcntl.__dict__.update(
    F_GETFD=1, F_SETFD=2, F_GETFL=3, F_SETFL=4, FD_CLOEXEC=1, fcntl=_descriptors.fcntl,
)
_io.FileIO = FileIO
_io.open = builtins.open = open
_io.open_code = lambda path: open(path, "rb")
# After the interpreter's own modules and before the library, as a folder of programs comes before it under CPython.
sys.meta_path[:0] = [Refused]
if names:
    sys.meta_path.insert(2, Modules)
