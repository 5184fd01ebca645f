import json
import socket
import threading

server = socket.create_server(("127.0.0.1", 0))


def serve():
    conn, _ = server.accept()
    with conn, conn.makefile("rw", encoding="utf-8") as file:
        for line in file:
            try:
                request = json.loads(line)
                reply = {"sum": sum(request["numbers"]), "echo": request}
            except (ValueError, KeyError, TypeError) as e:
                reply = {"error": type(e).__name__, "message": str(e) if isinstance(e, ValueError) else None}
            print(json.dumps(reply, ensure_ascii=False, sort_keys=True), file=file, flush=True)


t = threading.Thread(target=serve)
t.start()
with socket.create_connection(server.getsockname()) as s, s.makefile("rw", encoding="utf-8") as file:
    for line in ('{"numbers": [1, 2.5], "name": "世界"}', "{}", "{bad", "[1]", '{"numbers": ["x"]}', "", '"\\ud83d\\ude00"'):
        file.write(line + "\n")
        file.flush()
        print(file.readline(), end="")
t.join()
print(json.dumps({"b": [True, None], "a": 1e100}, indent=1), json.loads("[1e3, -0, \"\\u4e16\"]"))
for bad in (b"\xff", "{'a': 1}", "[1,]", "nul", '"\n"'):
    try:
        json.loads(bad)
    except ValueError as e:
        print(type(e).__name__)
try:
    json.dumps({"bytes": b"x"})
except TypeError as e:
    print(e)
