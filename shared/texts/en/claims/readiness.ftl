### Checks of select, poll and epoll

called-fd-which-not-reported = { $api } was called on fd { $fd }, which was not reported ready
no-accept-no-recv-made = no accept and no recv was made
wait-ended-nothing-ready = a wait ended with nothing ready
nothing-reported-while-waited = nothing was reported while { $waiting } waited
no-wait-returned-empty-handed = no wait returned empty-handed while that many bytes waited
called-only-ready = accept and recv were called { $times ->
    [1] once
    [2] twice
   *[other] { $times } times
}, always on a ready socket
ready-each-time = it waited { $times ->
    [1] once
    [2] twice
   *[other] { $times } times
}, and a socket was ready each time
ready-socket-reported = a ready socket was reported { $times ->
    [1] once
    [2] twice
   *[other] { $times } times
}
