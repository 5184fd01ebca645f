### What the readiness matrix and its reasons say

ready-sub = 每列一次 { $call }()
ready-ready = 就绪
ready-watched = 关注
ready-absent = 不在集合中
ready-off = 停用
ready-spent = 停用（ONESHOT）
ready-blocked = 调用用时
ready-rlist = rlist · 关注 { $count }
ready-wlist = wlist · 关注 { $count }
ready-xlist = xlist · 关注 { $count }
ready-poll-list = fd：events → revents · { $count }
ready-interest-list = 第 { $number } 次时的关注列表 · { $count }
ready-interest-now = 当前关注列表 · { $count }
ready-waits = 第 { $number } 次还没有返回
ready-ready-list = 就绪列表（第 { $number } 次返回）· { $count }
ready-of = 第 { $number } / { $all } 次
ready-previous = 上一次调用
ready-next = 下一次调用
ready-empty = 还没有 select、poll 或 epoll_wait 调用。
ready-why = 第 { $number } 次返回时：为什么就绪
ready-why-not = 第 { $number } 次为什么在等待
ready-set = 集合
ready-event = 事件
ready-bits = R IN · W OUT · X PRI · H HUP · E ERR · D RDHUP
ready-reason = 原因
ready-loop = 一次循环
