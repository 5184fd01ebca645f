### Checks of what a wait's sets tell: room to send, urgent bytes

no-wait-left-socket-out = no wait found a socket that was not writable
fd-not-writable-later = fd { $fd } was not writable, and later it was writable
no-socket-became-writable-again = no socket became writable again
fd-xlist-without-urgent-byte = fd { $fd } was in xlist without an urgent byte
fd-readable-nothing-urgent-byte = fd { $fd } was readable with nothing but an urgent byte
no-urgent-byte-waited-alone = no urgent byte waited alone
writable-though = fd { $fd } was writable with { $used } of { $limit } used
not-writable-though = fd { $fd } was not writable with { $used } of { $limit } used
not-writable-times = fd { $fd } was not writable { $times ->
    [1] once, with
    [2] twice, the last time with
   *[other] { $times } times, the last time with
} { $used } of { $limit } used
urgent-in-xlist = an urgent byte waited alone { $times ->
    [1] once
    [2] twice
   *[other] { $times } times
}: the socket was in xlist, and not readable
