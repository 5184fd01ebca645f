### 一行文字的事件

session-starts = 运行开始
starts-as = { $actor } 启动，进程号 { $pid }
held-before = { $actor } 停在 { $call } 之前，等待放行
released = { $actor } 放行
prints = { $actor } 打印 { $text }
prints-error = { $actor } 打印错误 { $text }
limit-reached = 达到限制：{ $limit }
limit-reached-by = { $actor } 达到限制：{ $limit }
segments-lost = 有 { $count } 个报文段没有捕获到
output-lost = 有 { $count } 字节输出没有记录
step-mode-on = 从这里起逐次放行：程序停在每次调用之前
step-mode-off = 不再逐次放行
door-opens = 入口已打开：http://{ $outside }/ 通向 { $actor } 的 { $port } 端口
visitor-comes = 你的浏览器连接进来：来自 { $outside }，在会话网络内部以 { $inside } 继续

## 读数

reading-listener = { $socket } { $state }，accept 队列 { $waiting }/{ $backlog }
reading = { $socket } { $state }，待接收 { $receive }，未确认 { $send }

## 结束

exited = { $name } { $how } · CPU { $cpu }（含解释器启动）
exit-finished = 运行结束
exit-status = 退出，状态码 { $code }
exit-exception = { $exception }（第 { $line } 行）
exit-stopped = 被停止
exit-killed = 被信号 { $signal } 终止
exit-crashed = 解释器崩溃了（{ $signal }）：这是 Socketscope 的错，不是程序的错，请连同这个程序报告给我们
end-finished = 运行结束：所有程序都已退出
end-stopped = 运行被停止
end-limit = 运行因限制而结束：{ $limit }
end-relay = 运行过程中中继停止了
end-failed = 无法运行：{ $reason }
end-damaged = 录制文件从此处起已损坏

## 限制

limit-cpu = CPU 时间 { $n } 秒
limit-memory = 内存 { $n } MiB
limit-descriptors = 打开的描述符 { $n } 个
limit-session = 运行时长 { $n } 秒
limit-idle = 连续 { $n } 秒没有任何事件
limit-output = 输出 { $size }
limit-events = 事件 { $n } 个
limit-log = 日志 { $size }
limit-threads = 线程 { $n } 个

## 死锁

deadlock = 死锁：{ $waits }；{ $why }。
deadlock-of = 死锁：{ $actors } 互相等待。
why-all-empty = 所有缓冲区都是空的
why-all-full = 双方之间的缓冲区都满了，却没有人读取
why-unreachable = 缓冲区里的数据到不了正在等待的程序
waits-for-bytes = { $actor } 在 { $call } 中等待 { $peer } 的数据
waits-for-reader = { $actor } 在 { $call } 中等待 { $peer } 读取
waits = { $actor } 在 { $call } 中等待
list-separator = ，
