import socket
import sys
import warnings


class Kept:
    text = ""

    def write(self, text):
        self.text += text

    def flush(self):
        pass


def leave():
    socket.socket(socket.AF_INET, socket.SOCK_DGRAM)


file = __file__
leave()
sys.stderr = kept = Kept()
warnings.simplefilter("always")
leave()
a, b = socket.socketpair()
a = None
b.close()
b = None
with socket.socket():
    pass
with warnings.catch_warnings(record=True) as caught:
    leave()
    print(len(caught), caught[0].category.__name__, str(caught[0].message).startswith("unclosed <socket.socket fd="))
warnings.simplefilter("ignore")
leave()
warnings.simplefilter("error", ResourceWarning)
leave()
sys.stderr = sys.__stderr__
for line in kept.text.splitlines():
    # How a traceback underlines is not the same in all versions.
    if "^" not in line and not line.startswith("Traceback"):
        print(line.replace(file, "unclosed.py"))
warnings.simplefilter("default")
left = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
