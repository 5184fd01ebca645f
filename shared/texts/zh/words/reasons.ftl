### 调用为什么等待，以及等待因何结束

waits-for-answer = 等待 { $address } 应答 SYN
waits-in-poll-first = 这个调用设了超时：Python 先在 poll() 里等，直到调用不会阻塞为止
ready-list-empty = 就绪列表为空：没有可报告的
sleeps = 程序休眠 { $time }
waits-for-you = 等待你输入一行
accept-returns = accept 队列里有 { $waiting } 个连接，即将返回
nobody-connected = accept 队列为空：还没有客户端连接
nothing-arrived = 还没有数据到达
receive-returns = 接收缓冲区里有 { $waiting }，即将返回，或在等待更多
nothing-from = 接收缓冲区为空：{ $peer } 还没有发来任何数据
all-read = 接收缓冲区为空：{ $peer } 发来的 { $size } 已全部读完
on-the-way = 接收缓冲区为空：{ $peer } 的 { $size } 还在路上
window-closed = 发送缓冲区已满（{ $queued } 等待发送）：{ $reader } 的窗口为 0，它没有读取
not-acknowledged = 发送缓冲区已满：{ $queued } 尚未得到 { $reader } 的确认
under-way = 执行中：还没有返回，效果已经可见
none-ready = { $count ->
    [0] 没有关注任何描述符，只能等超时
    [1] 所关注的 1 个描述符未就绪
   *[other] 所关注的 { $count } 个描述符都未就绪
}

## 等待因何结束

ended-by-connect = 因 { $peer } 的 connect 而返回
ended-by-bytes = 因 { $peer } 的 { $size } 到达而返回
ended-by-fin = 因 { $peer } 的 FIN 而返回
ended-by-room = { $reader } 读取后腾出了空间，于是返回
ended-by-handshake = 三次握手完成，于是返回
ended-by-refusal = 对方拒绝，于是返回
slept = 休眠时间到
ended-by-you = 因你的输入而返回
became-ready = { $count ->
    [0] 因超时而返回
   *[other] { $count } 个描述符就绪
}
ready-in-lists = 1 个描述符就绪，出现在 { $lists } 个列表中
cut-off = 程序结束时被打断

## TCP 状态对持有套接字的程序意味着什么

state-established = 已连接：两个方向都可以传数据
state-syn-sent = 已发出 SYN，等待应答
state-syn-received = 收到 SYN，握手进行中
state-fin-wait-1 = 已发出 FIN，尚未得到确认
state-fin-wait-2 = FIN 已被确认，对方还可以发送
state-time-wait = 已结束，内核暂时保留这对端口
state-closed = 没有连接
state-close-wait = 对方不再发送，而我方还没有关闭
state-last-ack = 我方 FIN 也已发出，等待最后的 ACK
state-listen = 等待连接
state-closing = 双方同时发出 FIN

## 报文段，以及由谁收发

your-browser = 你的浏览器
retransmission = （重传：没有及时得到确认）
probe = （探测：接收方有没有空间了？）
