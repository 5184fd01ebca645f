### Checks that set one server beside another

calls-did-nothing = 无效调用：{ $name } 有 { $many } 次，{ $other } 有 { $few } 次
not-both-answered = 至少有一个还没有回答
longest-wait-first-answer = 等第一个回答最久：{ $name } 是 { $a }，{ $other } 是 { $b }
client-accepted-while-another-there = 前一个客户端还没离开，就接受了另一个
there-no-two-clients = 来的客户端不到两个
clients-one-after-other = { $clients } 个客户端，一个接一个
