import base64
import collections
import contextlib
import dataclasses
import datetime
import functools
import hashlib
import io
import itertools
import json
import logging
import random
import re
import string
import sys
import textwrap
import time
import traceback
import zlib

print(json.dumps({"a": [1, 2.5, None]}), json.loads("[1]"))
print(hashlib.sha256(b"x").hexdigest()[:8], zlib.crc32(b"x"), base64.b64encode(b"hi"))
print(collections.Counter("hello").most_common(1), list(itertools.islice(itertools.count(), 3)))
print(re.findall(r"\d+", "a1b22"), datetime.timedelta(seconds=90), textwrap.shorten("a b c", 4))


@dataclasses.dataclass
class Frame:
    length: int
    body: bytes = b""


print(Frame(3, b"abc"))
logging.basicConfig(stream=sys.stdout, format="%(levelname)s %(message)s", level=logging.INFO)
logging.info("logged %d", 1)
with contextlib.redirect_stdout(io.StringIO()) as out:
    print("captured")
print(repr(out.getvalue()))
t = time.monotonic()
time.sleep(0.01)
print(time.monotonic() - t >= 0.01, time.perf_counter() > 0, time.time() > 1e9)
random.seed(1)
print(random.randint(1, 100), random.choice("abc"), functools.reduce(lambda a, b: a + b, [1, 2, 3]))
try:
    {}["missing"]
except KeyError:
    print(traceback.format_exc().splitlines()[-1])
for bad in (-1, "1"):
    try:
        time.sleep(bad)
    except Exception as e:
        print(type(e).__name__, e)
print("no newline at the end", end="")
