import collections
import contextlib
import dataclasses
import enum
import functools
import struct
import typing


class Kind(enum.IntEnum):
    DATA = 1
    END = 2


@dataclasses.dataclass(order=True, frozen=True)
class Packet:
    kind: Kind
    sequence: int = 0
    body: bytes = dataclasses.field(default=b"", repr=False)
    HEADER: typing.ClassVar = struct.Struct("!BIH")

    def encode(self):
        return self.HEADER.pack(self.kind, self.sequence, len(self.body)) + self.body

    @classmethod
    def decode(cls, data):
        kind, sequence, length = cls.HEADER.unpack_from(data)
        return cls(Kind(kind), sequence, bytes(data[cls.HEADER.size:cls.HEADER.size + length]))


packet = Packet(Kind.DATA, 7, b"hello")
print(packet, packet.encode(), Packet.decode(packet.encode()) == packet, packet < Packet(Kind.END))
print(dataclasses.asdict(packet), dataclasses.replace(packet, sequence=8))
try:
    packet.sequence = 1
except dataclasses.FrozenInstanceError as e:
    print(type(e).__name__, e)
try:
    Packet.decode(b"\x09" + bytes(6))
except ValueError as e:
    print(e)


@contextlib.contextmanager
def opened(name):
    print("open", name)
    try:
        yield name.upper()
    except KeyError as e:
        print("swallowed", e)
    finally:
        print("close", name)


with opened("a") as name, contextlib.suppress(ZeroDivisionError):
    print(name)
    raise KeyError("k")
with contextlib.ExitStack() as stack:
    print([stack.enter_context(opened(n)) for n in "xy"])
window = collections.deque(maxlen=3)
window.extend(range(5))
Point = collections.namedtuple("Point", "x y")
print(window, Point(1, y=2), collections.defaultdict(list, a=[1]), collections.OrderedDict(a=1) == {"a": 1})


@functools.lru_cache(maxsize=None)
def fib(n):
    return n if n < 2 else fib(n - 1) + fib(n - 2)


print(fib(60), fib.cache_info(), functools.partial(int, base=2)("101"))
match packet:
    case Packet(kind=Kind.DATA, sequence=n) if n > 5:
        print("data", n)
print(f"{packet.sequence:>5}|{3.14159:.2f}|{255:#x}|{b'x'!r}|{packet.sequence=}|{1234567:,}")
