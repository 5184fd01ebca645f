### Checks of who came from outside the session, through a door

not-both-answered-2 = 至少有一个还没有回答
both-got = 两者都收到 "{ $a }"
one-got-other = 一个收到 "{ $a }"，另一个收到 "{ $b }"
no-request-line = "{ $line }" 不是请求行
first-line-not-ended-yet = 还有一个首行没有结束
nobody-came-outside = 没有人从外面连接
