### Checks of calls, sockets and states

accept-fd-returned-fd = 在 fd { $fd } 上 accept，返回的却是 fd { $fd-2 }
accept-fd-returned-fd-2 = 在 fd { $listener } 上 accept 返回了 fd { $new }
no-accept-returned-socket = 没有 accept 返回套接字
moved-bytes-fd-which-listens = { $name } 在监听套接字 fd { $fd } 上收发了数据
no-socket-listens = 没有监听套接字
no-call-moved-bytes = 没有任何调用收发数据
one-call-moved-bytes-another = 唯一一次收发发生在另一个套接字上
all-calls-moved-bytes-other = 全部 { $elsewhere } 次收发都发生在其他套接字上
no-connection = 没有连接
read-kernel = 内核给出的状态依次为：{ $names }
send-made-without-tcpnodelay = 有一次 send 时没有打开 TCP_NODELAY
nothing-sent = 没有发送数据
setsockopt-set-tcpnodelay-before-first = 第一次 send 之前就用 setsockopt 打开了 TCP_NODELAY（共 send { $sends } 次）
