import socket
import sys
import threading

a, b = socket.socketpair()
t = threading.Thread(target=a.recv, args=(1,), daemon=True)
t.start()
print("leaving", t.daemon, t.is_alive())
sys.exit(0)
