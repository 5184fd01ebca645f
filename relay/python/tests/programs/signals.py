import os
import select
import signal
import socket
import threading
import time


class Late(Exception):
    pass


def ring(number, frame):
    print("ring", number, signal.Signals(number).name, frame is not None)


def late(number, frame):
    raise Late


print(signal.getsignal(signal.SIGALRM), signal.getsignal(signal.SIGINT), signal.getsignal(signal.SIGPIPE))
print(signal.signal(signal.SIGALRM, ring), signal.getsignal(signal.SIGALRM) is ring)
server = socket.create_server(("127.0.0.1", 0))
signal.setitimer(signal.ITIMER_REAL, 0.1)
threading.Timer(0.3, lambda: socket.create_connection(server.getsockname())).start()
print(server.accept()[0].family.name)

a, b = socket.socketpair()
signal.signal(signal.SIGALRM, late)
for wait in (
    server.accept, lambda: a.recv(1), lambda: select.select([a], [], []), lambda: time.sleep(60),
    lambda: select.select([], [], [], 60), lambda: os.read(a.fileno(), 1), lambda: os.read(os.pipe()[0], 1),
    signal.pause,
):
    try:
        signal.setitimer(signal.ITIMER_REAL, 0.05)
        wait()
    except Late:
        print("late")
try:
    signal.setitimer(signal.ITIMER_REAL, 0.05)
    while True:
        pass
except Late:
    print("busy")
a.settimeout(0.2)
signal.signal(signal.SIGALRM, ring)
signal.setitimer(signal.ITIMER_REAL, 0.05)
try:
    a.recv(1)
except TimeoutError as e:
    print(e)
rings = []
signal.signal(signal.SIGALRM, lambda *_: rings.append(1))
signal.setitimer(signal.ITIMER_REAL, 0.01, 0.01)
begun = time.monotonic()
time.sleep(0.2)
signal.setitimer(signal.ITIMER_REAL, 0)
print(0.2 <= time.monotonic() - begun < 1, len(rings) > 1, signal.getitimer(signal.ITIMER_REAL))
signal.signal(signal.SIGALRM, ring)
print(signal.alarm(100), signal.alarm(0))
try:
    signal.raise_signal(signal.SIGINT)
except KeyboardInterrupt as e:
    print("interrupted", repr(e))
signal.signal(signal.SIGINT, ring)
os.kill(os.getpid(), signal.SIGINT)
os.kill(os.getpid(), 0)
signal.signal(signal.SIGTERM, signal.SIG_IGN)
os.kill(os.getpid(), signal.SIGTERM)
threading.Timer(0.05, lambda: signal.raise_signal(signal.SIGALRM)).start()
time.sleep(0.2)
for call in (
    lambda: signal.signal(99, ring), lambda: signal.signal(signal.SIGALRM, "x"),
    lambda: signal.signal(signal.SIGKILL, ring), lambda: signal.raise_signal(1000), lambda: signal.setitimer(99, 1),
):
    try:
        print(call())
    except Exception as e:
        print(type(e).__name__, e)


def elsewhere():
    try:
        signal.signal(signal.SIGALRM, ring)
    except ValueError as e:
        print(e)


thread = threading.Thread(target=elsewhere)
thread.start()
thread.join()
signal.signal(signal.SIGUSR2, lambda number, frame: print("two", threading.current_thread() is threading.main_thread()))
main = threading.get_ident()
threading.Timer(0.05, lambda: signal.pthread_kill(main, signal.SIGUSR2)).start()
print(time.sleep(0.2))
