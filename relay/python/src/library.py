"""Where CPython does otherwise than its library's Python: in C, or in versions that courses use. Runs before the program.

A module is changed once it is imported.
"""
import sys
from _frozen_importlib import FrozenImporter


def events(module):
    """`asyncio.get_event_loop()` outside of a coroutine makes a loop, as up to 3.13, and without a word, as 3.11.2."""
    policy = module._BaseDefaultEventLoopPolicy
    get, set = policy.get_event_loop, policy.set_event_loop

    def get_event_loop(self):
        main = module.threading.current_thread() is module.threading.main_thread()
        if self._local._loop is None and not self._local._set_called and main:
            self.set_event_loop(self.new_event_loop())
        return get(self)

    def set_event_loop(self, loop):
        self._local._set_called = True
        set(self, loop)

    policy._Local._set_called = False
    policy.get_event_loop, policy.set_event_loop = get_event_loop, set_event_loop
    module.get_event_loop_policy = module._get_event_loop_policy
    module.set_event_loop_policy = module._set_event_loop_policy


def pickle(module):
    """What is no pickle is told as by `_pickle`."""
    UnpicklingError = module.UnpicklingError

    class Dispatch(dict):
        def __missing__(self, key):
            char = chr(key) if 32 <= key < 127 and key != 39 else f"\\x{key:02x}"
            raise UnpicklingError(f"invalid load key, '{char}'.")

    class Unpickler(module._Unpickler):
        dispatch = Dispatch(module._Unpickler.dispatch)

        def __init__(self, file, **options):
            try:
                super().__init__(file, **options)
            except AttributeError:
                raise TypeError("file must have 'read' and 'readline' attributes") from None
            read = self._file_read

            def whole(count):
                data = read(count)
                # The next key is asked for alone: without one, the input has run out.
                if len(data) < count and count > 1:
                    raise UnpicklingError("pickle data was truncated")
                return data

            self._file_read = whole

        def pop_mark(self):
            if not self.metastack:
                raise UnpicklingError("could not find MARK")
            return super().pop_mark()

        def load(self):
            try:
                return super().load()
            except (EOFError, IndexError) as error:
                innermost = error.__traceback__
                while innermost.tb_next:
                    innermost = innermost.tb_next
                # Not what an object of the pickle's raised.
                if innermost.tb_frame.f_globals is not vars(module):
                    raise
                if isinstance(error, EOFError):
                    raise EOFError("Ran out of input") from None
                of_list = "list" in str(error)
                text = "unpickling stack underflow" if of_list else "pickle data was truncated"
                raise UnpicklingError(text) from None

    def load(file, **options):
        return Unpickler(file, **options).load()

    def loads(data, /, **options):
        if data is None:
            raise TypeError("a bytes-like object is required, not 'NoneType'")
        return load(module.io.BytesIO(data), **options)

    Unpickler.__module__ = load.__module__ = loads.__module__ = "_pickle"
    module.Unpickler, module.load, module.loads = Unpickler, load, loads


def linecache(module):
    """Knows the program's lines, which no file has."""
    main = vars(sys.modules["__main__"])
    file, loader = main.get("__file__"), main.get("__loader__")
    if file and loader:
        text = loader.get_source("__main__")
        module.cache[file] = len(text), None, text.splitlines(True), file


def warnings(module):
    """What the library says of the source of a warning where the module tracemalloc is there."""
    plain = module._formatwarnmsg_impl

    def _formatwarnmsg_impl(message):
        hint = f"{message.category.__name__}: Enable tracemalloc to get the object allocation traceback\n"
        return plain(message) + (hint if message.source is not None else "")

    module._formatwarnmsg_impl = _formatwarnmsg_impl


CHANGES = {"asyncio.events": events, "linecache": linecache, "pickle": pickle, "warnings": warnings}


class Changed:
    """Finds these modules, and loads them as any of the library's."""

    create_module = staticmethod(FrozenImporter.create_module)

    @classmethod
    def find_spec(cls, name, path=None, target=None):
        if name not in CHANGES:
            return None
        spec = FrozenImporter.find_spec(name, path, target)
        spec.loader = cls
        return spec

    @staticmethod
    def exec_module(module):
        FrozenImporter.exec_module(module)
        CHANGES[module.__name__](module)


sys.meta_path.insert(0, Changed)
for name in CHANGES.keys() & sys.modules.keys():
    CHANGES[name](sys.modules[name])
