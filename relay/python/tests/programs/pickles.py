import io
import pickle


class Bad:
    def __reduce__(self):
        return raising, ()


def raising():
    return [][0]


def attempt(f, *args):
    try:
        print(f(*args))
    except Exception as e:
        print(type(e).__name__, e)


whole = pickle.dumps({"message": "hello", "numbers": [1, 2, 3], "bytes": b"\0" * 300})
print(pickle.loads(whole) == pickle.load(io.BytesIO(whole)), pickle.loads(bytearray(whole))["message"])
for data in (b"", b"abc", b"\x80", b"\x80\x04", b"\x80\x09.", b".", b"hello world", b"\xff", b"~", b"Xabc", b"t.", whole[:-1], whole[:-20], whole[:12], whole[:3], "text", None):
    attempt(pickle.loads, data)
attempt(pickle.loads, pickle.dumps(Bad()))
attempt(pickle.load, io.BytesIO(b""))
attempt(pickle.load, io.BytesIO(whole[:-4]))
attempt(pickle.load, 5)
stream = io.BytesIO(pickle.dumps(1) + pickle.dumps("two"))
print(pickle.load(stream), pickle.load(stream))
attempt(pickle.load, stream)
