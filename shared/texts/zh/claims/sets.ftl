### Checks of what a wait's sets tell: room to send, urgent bytes

no-wait-left-socket-out = 没有出现不可写的套接字
fd-not-writable-later = fd { $fd } 先是不可写，后来又可写了
no-socket-became-writable-again = 没有套接字重新变为可写
fd-xlist-without-urgent-byte = fd { $fd } 没有紧急字节，却出现在 xlist 中
fd-readable-nothing-urgent-byte = fd { $fd } 只有紧急字节，却可读
no-urgent-byte-waited-alone = 没有单独等待的紧急字节
writable-though = fd { $fd } 已用 { $used } / { $limit }，却可写
not-writable-though = fd { $fd } 已用 { $used } / { $limit }，却不可写
not-writable-times = fd { $fd } 有 { $times } 次不可写，{ $times ->
    [1] 当时
   *[other] 最后一次
}缓冲区已用 { $used } / { $limit }
urgent-in-xlist = 紧急字节单独等待了 { $times } 次：套接字只在 xlist 中，不可读
