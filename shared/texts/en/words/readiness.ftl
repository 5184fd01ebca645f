### Why a socket is ready or not

not-a-socket = not a socket
closed = closed
handshake-not-over = handshake not over
not-connected = not connected
epoll-descriptor = an epoll descriptor
edge-ready = { $why }, not reported before: edge-triggered
edge-spent = { $why }, but nothing new has arrived since the last report: edge-triggered
oneshot-spent = EPOLLONESHOT: it was reported once, and is off until EPOLL_CTL_MOD

## Urgent data

urgent-pending = urgent byte pending at offset { $offset }: recv(MSG_OOB) takes it
urgent-taken = no urgent byte pending: the one at offset { $offset } has been taken
urgent-arrived = urgent data has arrived
urgent-none = no urgent byte was sent
urgent-on-its-way = the urgent byte is still on its way
urgent-hides = the 1 B in the receive buffer is urgent: recv without MSG_OOB does not get it

## Ends

peer-reset = the peer reset the connection
peer-done = the peer will send no more: its FIN has arrived
peer-not-done = the peer has not ended its stream
reset-both-ways = reset: no data can pass either way
hangup-not-connected = not connected: poll calls that a hang-up
ended-both-ways = ended both ways: the peer's FIN, and our own
not-ended-both-ways = not ended both ways
reset-waits = an error is pending: the peer reset the connection
error-waits = an error is pending (SO_ERROR)
no-error = no error

## Reading

connection-came = a connection had come in
accept-queue-empty = accept queue empty (0 of { $limit })
accept-queue = accept queue: { $waiting } of { $limit }
in-receive-buffer = { $size } in the receive buffer
reset-readable = connection reset: the error is readable
end-readable = peer closed: end of stream is readable
sent-not-received = { $size } sent but not received
call-said-so = the call said so
receive-buffer-empty = receive buffer empty

## Writing

listener-not-writable = a listener is never writable
room-to-send = send buffer has room
send-buffer-full = send buffer full
send-buffer-empty = send buffer empty
room-to-send-of = send buffer has room: { $used } of { $limit } used, { $free } free
send-buffer-full-of = send buffer full: { $used } of { $limit } used by { $queued } not acknowledged, less than a third free
