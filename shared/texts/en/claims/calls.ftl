### Checks of calls, sockets and states

accept-fd-returned-fd = accept on fd { $fd } returned fd { $fd-2 }
accept-fd-returned-fd-2 = accept on fd { $listener } returned fd { $new }
no-accept-returned-socket = no accept returned a socket
moved-bytes-fd-which-listens = { $name } moved bytes on the listening fd { $fd }
no-socket-listens = no socket listens
no-call-moved-bytes = no call moved bytes
one-call-moved-bytes-another = the one call that moved bytes was on another socket
all-calls-moved-bytes-other = all { $elsewhere } calls that moved bytes were on other sockets
no-connection = it has no connection
read-kernel = read from the kernel: { $names }
send-made-without-tcpnodelay = a send was made without TCP_NODELAY
nothing-sent = nothing was sent
setsockopt-set-tcpnodelay-before-first = setsockopt set TCP_NODELAY before the first of { $sends ->
    [one] 1 send
   *[other] { $sends } sends
}
