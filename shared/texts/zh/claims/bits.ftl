### Checks of the bits that poll and epoll_wait return

no-descriptor-came-back = 没有描述符返回 { $events }
no-descriptor-came-back-2 = 没有返回过 { $event }
descriptor-came-back = 返回过 { $event }
came-back-with = 有 { $times } 次返回了 { $events }
