### 套接字为什么就绪或未就绪

not-a-socket = 不是套接字
closed = 已关闭
handshake-not-over = 握手尚未完成
not-connected = 尚未连接
epoll-descriptor = epoll 描述符
edge-ready = { $why }，之前没有报告过：边沿触发
edge-spent = { $why }，但上次报告之后没有新情况：边沿触发，不再报告
oneshot-spent = EPOLLONESHOT：已报告过一次，EPOLL_CTL_MOD 之前不再关注

## 紧急数据

urgent-pending = 偏移 { $offset } 处有未取走的紧急字节，用 recv(MSG_OOB) 读取
urgent-taken = 没有未取走的紧急字节：偏移 { $offset } 处的已被取走
urgent-arrived = 收到紧急数据
urgent-none = 没有发来紧急字节
urgent-on-its-way = 紧急字节还在路上
urgent-hides = 接收缓冲区中的 1 B 是紧急字节：不带 MSG_OOB 的 recv 读不到它

## 结束

peer-reset = 对方重置了连接
peer-done = 对方不再发送：FIN 已到达
peer-not-done = 对方还没有结束发送
reset-both-ways = 连接被重置：双向都已结束
hangup-not-connected = 尚未连接：poll 视为挂断
ended-both-ways = 双向都已结束：对方和我方都已发出 FIN
not-ended-both-ways = 没有双向结束
reset-waits = 有待取的错误：对方重置了连接
error-waits = 有待取的错误（SO_ERROR）
no-error = 没有错误

## 可读

connection-came = 有新连接到达
accept-queue-empty = accept 队列为空（0 / { $limit }）
accept-queue = accept 队列中有 { $waiting } 个连接（上限 { $limit }）
in-receive-buffer = 接收缓冲区中有 { $size }
reset-readable = 连接被重置：可读到错误
end-readable = 对方已关闭：可读到流结束
sent-not-received = 已发送未接收 { $size }
call-said-so = 由调用返回
receive-buffer-empty = 接收缓冲区为空

## 可写

listener-not-writable = 监听套接字永远不可写
room-to-send = 发送缓冲区有空间
send-buffer-full = 发送缓冲区已满
send-buffer-empty = 发送缓冲区为空
room-to-send-of = 发送缓冲区有空间：已用 { $used } / { $limit }，空闲 { $free }
send-buffer-full-of = 发送缓冲区已满：{ $queued } 未被确认，占用 { $used } / { $limit }，空闲不足三分之一
