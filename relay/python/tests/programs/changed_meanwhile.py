"""The program's code is called while its lists are read, and changes them."""
import select
import socket


class Waited:
    def __init__(self, sock, change):
        self.sock = sock
        self.change = change

    def fileno(self):
        self.change()
        return self.sock.fileno()


class Equal:
    def __init__(self, change):
        self.change = change

    def __eq__(self, other):
        self.change()
        return True

    def __lt__(self, other):
        self.change()
        return True

    def __index__(self):
        self.change()
        return 1

    def __repr__(self):
        self.change()
        return "it"

    def __hash__(self):
        return 1


a, b = socket.socketpair()
b.sendall(b"x")
for change in ("clear", "pop", "reverse"):
    watched = []
    watched += [Waited(a, getattr(watched, change)), a, b]
    print(change, len(select.select(watched, [], [], 0)[0]), len(watched))
both = []
both += [Waited(a, both.clear), a]
print([len(ready) for ready in select.select(both, both, both, 0)])


def attempt(f, *args):
    try:
        print(f(*args))
    except Exception as e:
        print(type(e).__name__, e)


def fresh():
    changed = []
    changed += [Equal(lambda: changed.append(1)), 2, 3]
    return changed


attempt(lambda x: x == [5, 2, 3], fresh())
attempt(lambda x: [5, 2, 3] == x, fresh())
attempt(lambda x: x < [5, 2, 3], fresh())
attempt(lambda x: x != [5, 2, 3], fresh())
attempt(lambda x: x == x[:], fresh())
attempt(lambda x: 5 in x, fresh())
attempt(lambda x: x.index(5), fresh())
attempt(lambda x: x.count(5), fresh())
attempt(lambda x: x.remove(5), fresh())
attempt(lambda x: len(repr(x)), fresh())
attempt(lambda x: bytes(x[:1] + [2, 3]), fresh())
attempt(lambda x: bytearray(x[:1]), fresh())
attempt(lambda x: len(set(x)), fresh())
attempt(lambda x: {1: 2} == {1: x[0]}, fresh())
attempt(lambda x: max(x[:1] + [1]) == 1, fresh())
attempt(lambda x: sorted(x[:1] + [5])[0] == 5, fresh())
attempt(lambda x: b"abc".startswith((b"a",)) and x[0:x[0]] is x, fresh())
attempt(lambda x: tuple(x) == (5, 2, 3), fresh())
attempt(lambda x: dict.fromkeys(x[:1]) == {}, fresh())
attempt(lambda x: "%s" % x[0], fresh())
attempt(lambda x: len(" ".join(map(str, x))), fresh())


def growing():
    x = [1, 2]
    x.extend(x.append(3) or n for n in range(2))
    return sorted(x)


def replaced():
    x = [1, 2, 3]
    x[:] = (x.pop() for _ in range(2))
    return x


def own_key():
    x = [3, 1, 2]
    x.sort(key=lambda n: x.append(n) or n)
    return x


attempt(growing)
attempt(replaced)
attempt(own_key)
data = bytearray(b"abc")
attempt(lambda: data.extend(data.append(100) or n for n in b"xy"))
print(data)
