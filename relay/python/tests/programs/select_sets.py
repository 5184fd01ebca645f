import select
import socket

a, b = socket.socketpair()
print(select.select([a, b], [], [], 0))
b.send(b"x")
r, w, x = select.select([a, b], [a], [a, b], 1)
print(r == [a], w == [a], x)
print(select.select([a.fileno()], [], [], 5)[0] == [a.fileno()])
print(select.select([], [], [], 0.01))


def attempt(*args):
    try:
        print(select.select(*args))
    except Exception as e:
        print(type(e).__name__, e)


attempt([a], [], [], -1)
attempt([a], [], [], "1")
attempt(["a"], [], [])
attempt(1, [], [])
attempt([-1], [], [])
attempt([5000], [], [])
b.close()
print(select.select([a], [], [], None)[0] == [a], a.recv(5), a.recv(5))
a.close()
attempt([a], [], [], 0)
