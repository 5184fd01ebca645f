### What is said of frames

framing-none = frames: none
framing-prefix = frames: { $bytes }-byte length, { $order }
framing-prefix-1 = frames: 1-byte length
framing-little = little-endian
framing-big = big-endian
framing-delimiter = frames: up to { $delimiter }
framing-fixed = frames: fixed length
framing-length = Bytes of a frame
frame-prefixed = { $header } + { $body }
frame-http = head { $head } + body { $body }
http-lines = The bytes as text
ruler-datagrams = UDP datagrams are no byte stream: see Calls and the tracks below.
http-more = … { $count } more header lines, { $bytes }
http-blank = { "  " }a blank line ends the head
http-body = { "  " }body, { $bytes }
frame-needs = needs { $bytes } more bytes
frame-needs-header = length needs { $bytes } more bytes
frame-needs-delimiter = no delimiter yet
frame-misread = “{ $header }” read as a length is { $length }: impossible. Wrong byte order, or no header?
framing-http = frames: HTTP/1
frame-needs-head = head not finished: no blank line yet
frame-needs-close = no Content-Length: ends when the connection closes
frame-not-http = not HTTP: neither a request line nor a status line
frame-no-length = the head gives no single number as the body's length
frame-too-long = a body of { $bytes } bytes: over the limit here
