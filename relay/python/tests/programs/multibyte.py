import codecs
import hashlib
import socket

a, b = socket.socketpair()
for name in ("gbk", "gb2312", "gb18030", "GB2312", "cp936", "big5", "shift_jis", "euc_jp", "euc_kr", "cp949"):
    text = {"s": "日本語カタカナ", "e": "日本語"}.get(name[0], "中文文字")
    a.sendall(text.encode(name))
    data = b.recv(100)
    print(name, data, data.decode(name), str(data, name) == text, len(data))

print(codecs.lookup("GBK").name, "上传成功 ok\n".encode("gbk"), "".encode("gbk"), b"".decode("gbk"))
half = "上传成功".encode("gbk")[:5]
print(half.decode("gbk", "ignore"), half.decode("gbk", "replace"), half.decode("gbk", "backslashreplace"))
print("a😀b".encode("gbk", "ignore"), "a😀b".encode("gbk", "replace"), "a😀b".encode("gbk", "xmlcharrefreplace"))
print("a😀b".encode("gb18030"), b"\x94\x39\xfc\x36".decode("gb18030"), "繁體".encode("gb2312", "replace"))
for wrong in (
    lambda: half.decode("gbk"),
    lambda: b"ab\xff\xffcd".decode("gbk"),
    lambda: "你好".encode().decode("gbk"),
    lambda: "你好吗".encode().decode("gbk"),
    lambda: "你好".encode("gbk").decode(),
    lambda: "a😀b".encode("gbk"),
    lambda: "體".encode("gb2312"),
    lambda: "体".encode("big5"),
    lambda: "a\ud800b".encode("gbk"),
    lambda: b"a".decode("gb\ud800"),
    lambda: b"\xa1".decode("shift_jis"),
    lambda: b"\x81".decode("gb18030"),
    lambda: b"a".decode("gbk2"),
):
    try:
        print(wrong())
    except (UnicodeError, LookupError) as e:
        print(type(e).__name__, e)

decoder = codecs.getincrementaldecoder("gbk")()
print([decoder.decode(bytes([byte])) for byte in "中a文".encode("gbk")])
decoder.decode(b"\xd6")
try:
    decoder.decode(b"", True)
except UnicodeDecodeError as e:
    print(e)
writer = a.makefile("w", encoding="gbk")
reader = b.makefile("r", encoding="gbk")
print("第一行\n第二行", file=writer, flush=True)
print(reader.readline(), end="")
print(reader.readline(), end="")

# Every ideograph.
for name in ("gbk", "gb2312", "gb18030"):
    chars = [chr(code) for code in range(0x4E00, 0x9FA6)]
    table = [char.encode(name, "ignore") for char in chars]
    known = "".join(char for char, data in zip(chars, table) if data)
    data = b"".join(table)
    print(name, len(known), hashlib.md5(data).hexdigest(), data.decode(name) == known)
