import socket


def connect(port):
    with socket.socket() as s:
        s.connect(("127.0.0.1", port))


def main():
    print("connecting")
    connect(1)


if __name__ == "__main__":
    main()
