class ProtocolError(Exception):
    def __init__(self, code, text):
        super().__init__(f"{code}: {text}")
        self.code = code


class Connection:
    def __enter__(self):
        print("open")
        return self

    def __exit__(self, kind, value, traceback):
        print("close", kind.__name__, value)


def parse(line):
    if not line.endswith("\n"):
        raise ProtocolError(400, "no newline")


with Connection():
    try:
        parse("GET")
    finally:
        print("finally")
