### A check of whoever takes what one recv returned for all of a header or a body

header = header
body = body
recv-happened-return-whole-header = each recv happened to return a whole header or body
recv-returned-part = the recv for the { $part } at offset { $offset } ({ $all }) returned { $came }
rest-not-asked-for = { $cut }, and nobody asked for the rest
taken-for-whole = { $cut }; the next call was recv({ $asked }), as if that were all
