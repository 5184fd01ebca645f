### Checks of servers: their answers, and what these cost

answer-not-what-asked-upper = 有一个回答不是收到内容的大写
answer-missing = 缺少回答
answers-one-connection-right = 唯一一个连接上的回答都正确
answers-all-connections-right = 全部 { $clients } 个连接上的回答都正确
calls-did-nothing-accepted-or = 无效调用 { $wasted } 次，有用的调用 { $useful } 次
not-both-ended = 至少有一个还没有结束
used-cpu-time = CPU 时间：{ $name } 用了 { $a }，{ $other } 用了 { $b }（都含解释器启动）
