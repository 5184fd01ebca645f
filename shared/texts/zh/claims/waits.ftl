### Checks of what waited, what did not, and what waits forever

took-which-fell-into-pause = { $name } 用了 { $blocked }，其中 { $during } 落在 { $pause } 的停顿里
nobody-waits-forever = 没有程序陷入永远的等待
moved-bytes = { $name } 传送了数据
no-call-sent-or-received = 没有任何调用发送或收到过字节
no-failed-eagain = 没有 { $call } 因 EAGAIN 失败
failed-eagain-once-after = { $call } 因 EAGAIN 失败了 1 次，只用了 { $took }
failed-eagain-first-time-after = { $call } 因 EAGAIN 失败了 { $value } 次，第一次只用了 { $took }
failed-eagain = { $name } 因 EAGAIN 失败
no-call-failed-eagain = 没有调用因 EAGAIN 失败
call-took-pause = 这次调用用了 { $took }，而停顿长 { $pause }
slowest-calls-took-pause = { $value } 次调用中最慢的用了 { $took }，而停顿长 { $pause }
not-ended = 它还没有结束
