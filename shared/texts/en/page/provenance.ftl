### Where a value comes from

from-calls = From the call's own result.
from-kernel = Kernel reading
from-tcp-info = Kernel reading: TCP_INFO of this socket.
from-capture = From the captured segment.
from-segments = Inferred from the calls and the captured segments.
from-queue = Inferred from the calls and the kernel's receive queue; segments are not captured here.
from-framing = Inferred: what the chosen framing makes of these bytes.
from-inference = Inferred from what the receive buffer holds.
not-read = Not read from the kernel yet.
kernel-send-queue = Kernel reading: Send-Q { $queue }, limit { $limit }
kernel-receive-queue = Kernel reading: Recv-Q { $queue }, limit { $limit }
kernel-limit = limit { $limit }
