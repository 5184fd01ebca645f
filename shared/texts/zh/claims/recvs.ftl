### Checks of what recvs returned

recv-called-before-last-send = 最后一次 send 返回之前，就已经调用了 recv
send-recv-data = send 了 { $sends } 次，recv 返回数据 { $receives } 次
no-recv-returned-data = 没有 recv 返回数据
recv-returned = recv 依次返回 { $took }
recv-returned-not = recv 依次返回 { $took }，而不是 { $claimed }
nothing = 空
recv-took-waited = 有 { $waiting } 在等待，recv({ $max-bytes }) 只取了 { $took }
waited-recv-took = 有 { $waiting } 在等待，recv({ $max }) 取走了 { $took }
recv-waited-bytes-took-what = recv 等到有数据才返回，取走了到达的字节
recvs-waited-bytes-took-what = { $value } 次 recv 都等到有数据才返回，取走了到达的字节
between-lengths = 、
bytes = { $bytes } 字节
bytes-and-more = { $lengths }……字节（另有 { $rest } 次）
lists-of-bytes = { $lengths }、{ $last } 字节
