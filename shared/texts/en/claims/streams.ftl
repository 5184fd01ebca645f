### Checks of what streams carried

byte-received-offset-not-one = { $name }: the byte received at offset { $offset } is not the one that was sent
sent-received = { $name }: { $sent } sent, { $received } received
no-bytes-sent = no bytes were sent
sent-received-every-byte-same = { $total } sent and received, every byte the same
after-peer-s-close-recv = after { $offset } and the peer's close, recv returned b""
recv-returned-b-before-peer = recv returned b"" before the peer closed
no-recv-returned-b = no recv returned b""
