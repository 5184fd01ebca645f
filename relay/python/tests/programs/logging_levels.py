import io
import logging
import sys

log = logging.getLogger("server.connections")
handler = logging.StreamHandler(sys.stdout)
handler.setFormatter(logging.Formatter("%(levelname)-8s %(name)s [%(threadName)s] %(message)s (%(funcName)s:%(lineno)d)"))
log.addHandler(handler)
log.setLevel(logging.DEBUG)


def accept(n):
    log.debug("client %d of %s", n, "many")
    if n > 1:
        log.warning("too many: %r", {"n": n})


accept(1)
accept(2)
try:
    1 / 0
except ZeroDivisionError:
    out = io.StringIO()
    log.removeHandler(handler)
    log.addHandler(logging.StreamHandler(out))
    log.exception("failed")
    print(out.getvalue().splitlines()[0], out.getvalue().splitlines()[-1])
print(log.isEnabledFor(logging.DEBUG), log.getEffectiveLevel(), logging.getLevelName(30), log.parent.name)
