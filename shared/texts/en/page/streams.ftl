### The two streams between the programs

stream-sent = sent { $bytes }
stream-received = received { $bytes }
stream-finished = closed
stream-fin = FIN
stream-end-seen = EOF
stream-send-buffer = send buffer · { $bytes }
stream-send = send · { $bytes }
stream-receive = receive · { $bytes }
stream-in-flight = in flight · { $bytes }
stream-receive-buffer = receive buffer · { $bytes }
stream-label = { $sent } bytes in the send buffer, { $received } in the receive buffer
stream-connection = Connection
stream-connections = { $count } in all
stream-at-cursor = at the cursor: { $client }
stream-keep = Keep this stream in view; otherwise the picture follows the cursor.
stream-kept = Kept in view. Press again to follow the cursor.
