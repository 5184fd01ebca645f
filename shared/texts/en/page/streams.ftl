### The two streams between the programs

stream-connection = Connection
stream-connections = { $count } in all
stream-at-cursor = at the cursor: { $client }
stream-keep = Keep this stream in view; otherwise the picture follows the cursor.
stream-kept = Kept in view. Press again to follow the cursor.
