### Checks of the bits that poll and epoll_wait return

no-descriptor-came-back = 没有描述符报告过 { $events }
no-descriptor-came-back-2 = 没有报告过 { $event }
descriptor-came-back = 报告过 { $event }
came-back-with = 有 { $times } 次报告了 { $events }
