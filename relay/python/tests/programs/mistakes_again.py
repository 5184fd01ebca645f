"""What is wrong reads the same however often it is done: hot code takes other ways through the interpreter."""
wrong = [
    lambda: b"abc".split(","),
    lambda: b"abc".startswith("a"),
    lambda: b",".join(["a"]),
    lambda: "abc".split(b","),
    lambda: "abc".strip(5),
    lambda: "a" + 1,
    lambda: b"a" + "b",
    lambda: "a" * "b",
    lambda: "a" in b"abc",
    lambda: "abc"[5],
    lambda: [1]["a"],
    lambda: (1,) + [2],
    lambda: 1 in 5,
    lambda: int("a", 0),
    lambda: ord(5),
    lambda: bytes(1.5),
    lambda: [].remove(1),
    lambda: {}.update([1]),
    lambda: "abc".upper(1),
    lambda: "{} {}".format(1),
    lambda: b"abc".decode(5),
    lambda: int.from_bytes("a", "big"),
]
for f in wrong:
    texts = set()
    for _ in range(300):
        try:
            f()
        except Exception as e:
            texts.add(f"{type(e).__name__}: {e}")
    print(texts)


class Own(TypeError):
    pass


# What the program itself raises is its own.
for error in (TypeError, Own, ValueError):
    try:
        raise error("can assign only bytes, or unsupported operand type(s) for +: 'str' and 'int'")
    except Exception as e:
        print(repr(e), e.args)
b"abc".replace("a", "b")
