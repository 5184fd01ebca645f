import argparse

parser = argparse.ArgumentParser(prog="server", description="An echo server.")
parser.add_argument("host", nargs="?", default="127.0.0.1")
parser.add_argument("-p", "--port", type=int, default=8001, help="where to listen")
parser.add_argument("--verbose", action="store_true")
parser.add_argument("--mode", choices=("tcp", "udp"), default="tcp")
print(parser.parse_args([]))
print(parser.parse_args(["::1", "-p", "9", "--verbose", "--mode=udp"]))
print(parser.format_usage())
try:
    parser.parse_args(["--port", "x"])
except SystemExit as e:
    print(e.code)
parser.parse_args(["--help-me"])
