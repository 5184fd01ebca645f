import http.server
import threading
import urllib.error
import urllib.parse
import urllib.request


class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        if self.path.startswith("/hello"):
            query = urllib.parse.parse_qs(urllib.parse.urlsplit(self.path).query)
            self.send_response(200)
            self.end_headers()
            self.wfile.write(repr(query).encode())
        else:
            self.send_error(404, "Nothing here")

    def log_message(self, *args):
        pass


server = http.server.HTTPServer(("127.0.0.1", 0), Handler)
threading.Thread(target=server.serve_forever, args=(0.01,)).start()
base = f"http://127.0.0.1:{server.server_port}"
with urllib.request.urlopen(base + "/hello?" + urllib.parse.urlencode({"name": "世界", "n": 1}), timeout=10) as r:
    print(r.status, r.read().decode())
try:
    urllib.request.urlopen(base + "/other", timeout=10)
except urllib.error.HTTPError as e:
    print(e, e.code)
    e.close()
server.shutdown()
server.server_close()
