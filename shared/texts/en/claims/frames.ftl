### Checks of frames, by the session's framing

header-offset-announces-bytes-came = the header at offset { $from } announces { $announced } bytes, and { $came } came
no-header-announces-more-came = no header announces more than came
recv-bytes-went-past-end = the recv of bytes { $from } to { $to } went past the end of a header or a body
last-message-not-complete = the last message is not complete
no-message-received = no message was received
message-body-read-last-byte = { $value ->
    [one] 1 message
   *[other] { $value } messages
} with { $bodies } of body, each read to its last byte
message-offset-header-no-body = the message at offset { $from } is a header of { $from-2 } and no body
no-message-without-body-received = no message without a body was received
recv-ended-offset-inside-character = a recv ended at offset { $at }, inside a character; the whole body is valid text
body-not-utf-8 = the body is not UTF-8
no-recv-ended-inside-character = no recv ended inside a character
