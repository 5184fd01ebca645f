### Checks of what streams carried

byte-received-offset-not-one = { $name }：偏移 { $offset } 处收到的字节与发送的不同
sent-received = { $name }：发送 { $sent }，收到 { $received }
no-bytes-sent = 没有发送任何字节
sent-received-every-byte-same = 共发送并收到 { $total }，逐字节相同
after-peer-s-close-recv = 收到 { $offset } 且对方 close 之后，recv 返回 b""
recv-returned-b-before-peer = 对方 close 之前 recv 就返回了 b""
no-recv-returned-b = 没有 recv 返回 b""
