import select
import socket
import threading
import time

a, b = socket.socketpair()
closed = socket.socket()
closed.close()
for arguments in (
    ([closed], [], []),
    ([-1], [], []),
    (["x"], [], []),
    (5, [], []),
    ([], [], [], -1),
    ([], [], [], "1"),
    ([99], [], [], 0),
    ([5000], [], [], 0),
):
    try:
        print(select.select(*arguments))
    except Exception as e:
        print(type(e).__name__, e)
try:
    select.select([closed], [], [], 0)
except:
    print("something went wrong")
print(select.select([], [], [], 0), select.select([a], [a], [], 0)[0], select.select((a,), {b}, ())[1] == [b])
poller = select.poll()
for call in (
    lambda: poller.register("x"),
    lambda: poller.modify(a, 1),
    lambda: poller.unregister(a),
    lambda: poller.register(closed),
    lambda: poller.poll("x"),
):
    try:
        print(call())
    except Exception as e:
        print(type(e).__name__)
poller.register(77)
print(poller.poll(0) == [(77, select.POLLNVAL)])
for call in (
    lambda: poller.register(77, -1),
    lambda: poller.register(77, 1 << 16),
    lambda: poller.modify(77, -1),
    lambda: poller.modify(77, 1 << 64),
    lambda: poller.poll(1 << 64),
    type(poller),
):
    try:
        print(call())
    except Exception as e:
        print(type(e).__name__)
waiting = select.poll()
waiting.register(a, select.POLLIN)
thread = threading.Thread(target=waiting.poll)
thread.start()
time.sleep(0.2)
try:
    waiting.poll()
except RuntimeError as e:
    print(e)
b.send(b"x")
thread.join()
