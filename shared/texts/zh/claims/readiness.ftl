### Checks of select, poll and epoll

called-fd-which-not-reported = { $api } 在没有被报告就绪的 fd { $fd } 上调用
no-accept-no-recv-made = 没有 accept 或 recv 调用
wait-ended-nothing-ready = 有一次等待结束时没有任何套接字就绪
nothing-reported-while-waited = 有 { $waiting } 在等待接收，却没有任何报告
no-wait-returned-empty-handed = 没有哪次等待在还有这么多字节时空手返回
called-only-ready = accept 和 recv 共调用 { $times } 次，每次都在就绪的套接字上
ready-each-time = 等待了 { $times } 次，每次都有套接字就绪
ready-socket-reported = 报告了 { $times } 次就绪的套接字
