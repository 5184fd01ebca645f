### Checks of the bits that poll and epoll_wait return

no-descriptor-came-back = no descriptor came back with { $events }
no-descriptor-came-back-2 = no descriptor came back with { $event }
descriptor-came-back = a descriptor came back with { $event }
came-back-with = a descriptor came back with { $events } { $times ->
    [1] once
    [2] twice
   *[other] { $times } times
}
