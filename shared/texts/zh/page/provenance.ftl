### Where a value comes from

from-calls = 来自调用的返回结果。
from-kernel = 内核读数
from-tcp-info = 内核读数：该套接字的 TCP_INFO。
from-capture = 来自捕获的报文段。
from-segments = 根据调用与捕获的报文段推断。
from-queue = 根据调用与内核接收队列推断；此处未捕获报文段。
from-framing = 推断：按所选的消息划分方式解释这些字节。
from-inference = 根据接收缓冲区中的内容推断。
not-read = 尚未读取内核。
kernel-send-queue = 内核读数：Send-Q { $queue }，上限 { $limit }
kernel-receive-queue = 内核读数：Recv-Q { $queue }，上限 { $limit }
kernel-limit = 上限 { $limit }
