### Checks of what recvs returned

recv-called-before-last-send = a recv was called before the last send had returned
send-recv-data = { $sends ->
    [one] 1 send
   *[other] { $sends } sends
}, { $receives ->
    [one] 1 recv
   *[other] { $receives } recvs
} with data
no-recv-returned-data = no recv returned data
recv-returned = recv returned { $took }
recv-returned-not = recv returned { $took }, not { $claimed }
nothing = nothing
recv-took-waited = recv({ $max-bytes }) took { $took } of { $waiting } that waited
waited-recv-took = { $waiting } waited, and recv({ $max }) took { $took }
recv-waited-bytes-took-what = the recv waited for bytes, and took what came
recvs-waited-bytes-took-what = each of { $value } recvs waited for bytes, and took what came
between-lengths = {", "}
bytes = { $bytes ->
    [one] 1 byte
   *[other] { $bytes } bytes
}
bytes-and-more = { $lengths } … bytes ({ $rest } more)
lists-of-bytes = { $lengths } and { $last } bytes
