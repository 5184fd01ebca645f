import socket

print("never printed")
def broken(:
    pass
