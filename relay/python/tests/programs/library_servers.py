import http.client
import sysconfig
import threading
import xmlrpc.client
from wsgiref.simple_server import WSGIRequestHandler, make_server
from xmlrpc.server import SimpleXMLRPCServer


class Quiet(WSGIRequestHandler):
    def log_message(self, *args):
        pass


def application(environ, start_response):
    start_response("200 OK", [("Content-Type", "text/plain; charset=utf-8")])
    return [environ["REQUEST_METHOD"].encode(), b" ", environ["PATH_INFO"].encode(), " 世界".encode()]


def serve(server, times):
    for _ in range(times):
        server.handle_request()
    server.server_close()


server = SimpleXMLRPCServer(("127.0.0.1", 0), logRequests=False)
server.register_function(lambda a, b: a + b, "add")
thread = threading.Thread(target=serve, args=(server, 2))
thread.start()
proxy = xmlrpc.client.ServerProxy("http://127.0.0.1:%d" % server.server_address[1])
print(proxy.add(1, 2))
try:
    proxy.nothing()
except xmlrpc.client.Fault as e:
    print(e.faultCode, e.faultString)
thread.join()

server = make_server("127.0.0.1", 0, application, handler_class=Quiet)
thread = threading.Thread(target=serve, args=(server, 1))
thread.start()
client = http.client.HTTPConnection("127.0.0.1", server.server_port)
client.request("GET", "/hi?x")
response = client.getresponse()
print(response.status, response.getheader("content-type"), response.read().decode())
thread.join()
print(sysconfig.get_path("stdlib") is not None)
