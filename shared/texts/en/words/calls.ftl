### Calls and what they came to

sent-part = = { $sent } (of { $offered } offered)
send-of-sendall = · send { $sent }
last-send-of-sendall = · send { $sent }, sendall = None
end-of-stream = → b"" (end of stream)
nothing-ready = → nothing ready
did-not-return = did not return
failed = { $name }: { $text }
