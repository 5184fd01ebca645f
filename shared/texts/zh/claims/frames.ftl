### Checks of frames, by the session's framing

header-offset-announces-bytes-came = 偏移 { $from } 处的头部声明了 { $announced } 字节，实际只来了 { $came } 字节
no-header-announces-more-came = 没有头部声明的长度超过实际到达的字节
recv-bytes-went-past-end = 取走字节 { $from } 到 { $to } 的 recv 越过了头部或消息体的边界
last-message-not-complete = 最后一条消息不完整
no-message-received = 没有收到任何消息
message-body-read-last-byte = { $value } 条消息，消息体共 { $bodies }，每条都恰好读到最后一个字节
message-offset-header-no-body = 偏移 { $from } 处的消息只有 { $from-2 } 的头部，没有消息体
no-message-without-body-received = 没有收到消息体为空的消息
recv-ended-offset-inside-character = 有一次 recv 在偏移 { $at } 处结束，正在一个字符中间；完整的消息体仍是正确的文本
body-not-utf-8 = 消息体不是 UTF-8
no-recv-ended-inside-character = 没有 recv 在字符中间结束
