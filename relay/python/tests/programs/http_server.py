import http.client
import http.server
import threading


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        body = f"you asked for {self.path}\n".encode()
        self.send_response(200 if self.path == "/" else 404)
        self.send_header("Content-Type", "text/plain")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(201, "Made")
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(body.upper())

    def log_message(self, format, *args):
        print("log:", format % args)


server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
threading.Thread(target=server.serve_forever, args=(0.01,)).start()
connection = http.client.HTTPConnection("127.0.0.1", server.server_port, timeout=10)
for path in ("/", "/missing"):
    connection.request("GET", path, headers={"X-Test": "1"})
    response = connection.getresponse()
    print(response.status, response.reason, response.getheader("content-type"), response.read())
connection.request("POST", "/", body="data")
response = connection.getresponse()
print(response.status, response.reason, response.version, response.read())
connection.request("PUT", "/", body="data")
response = connection.getresponse()
print(response.status, response.reason)
response.read()
connection.close()
server.shutdown()
server.server_close()
