"""Runs before the program: the codecs of characters of more than one byte, as `encodings.gbk` and the like want them."""
import _codecs
import _multibyte
import sys


class MultibyteCodec:
    def __init__(self, name):
        self.name = name

    def encode(self, input, errors="strict"):
        if not isinstance(input, str):
            raise TypeError("couldn't convert the object to str.")
        done, at = [], 0
        while True:
            part, count = _multibyte.encode(self.name, input[at:])
            done.append(part)
            at += count
            if at == len(input):
                return b"".join(done), at
            error = UnicodeEncodeError(self.name, input, at, at + 1, "illegal multibyte sequence")
            instead, at = _codecs.lookup_error(errors or "strict")(error)
            done.append(instead if isinstance(instead, bytes) else self.encode(instead)[0])

    def decode(self, input, errors="strict"):
        text, _ = self.decode_part(bytes(input), errors, True)
        return text, len(input)

    def decode_part(self, data, errors, final):
        """The text of the data, and how much of them it is: less than all only where a character has begun."""
        done, at = [], 0
        while True:
            part, count, begun = _multibyte.decode(self.name, data[at:])
            done.append(part)
            at += count
            if at == len(data) or begun and not final:
                return "".join(done), at
            end, reason = (len(data), "incomplete") if begun else (at + 1, "illegal")
            error = UnicodeDecodeError(self.name, data, at, end, reason + " multibyte sequence")
            instead, at = _codecs.lookup_error(errors or "strict")(error)
            done.append(instead)


class MultibyteIncrementalEncoder:
    def __init__(self, errors="strict"):
        self.errors = errors

    def encode(self, input, final=False):
        return self.codec.encode(input, self.errors)[0]

    def reset(self):
        pass


class MultibyteIncrementalDecoder:
    def __init__(self, errors="strict"):
        self.errors = errors
        self.begun = b""

    def decode(self, input, final=False):
        data = self.begun + bytes(input)
        text, count = self.codec.decode_part(data, self.errors, final)
        self.begun = data[count:]
        return text

    def reset(self):
        self.begun = b""

    def getstate(self):
        return self.begun, 0

    def setstate(self, state):
        self.begun = state[0]


class MultibyteStreamReader:
    pass


class MultibyteStreamWriter:
    pass


def getcodec(name):
    if not _multibyte.known(name):
        raise LookupError("no such codec is supported.")
    return MultibyteCodec(name)


def module(name, **names):
    sys.modules[name] = made = type(sys)(name)
    made.__dict__.update(names)


for country in ("cn", "hk", "jp", "kr", "tw"):
    module("_codecs_" + country, getcodec=getcodec)
module(
    "_multibytecodec",
    MultibyteIncrementalEncoder=MultibyteIncrementalEncoder,
    MultibyteIncrementalDecoder=MultibyteIncrementalDecoder,
    MultibyteStreamReader=MultibyteStreamReader,
    MultibyteStreamWriter=MultibyteStreamWriter,
)
