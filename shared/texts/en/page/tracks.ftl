### The canvas of all programs below

tracks = Tracks: calls by program, segments, bytes in the kernel. Click or drag to move, scroll to zoom.
track-segments = segments
track-bytes = bytes
track-blocked = { $call } · blocked { $time }
track-blocked-now = { $call } · blocked…
track-held = held before { $call }
track-waiting = { $bytes } waiting in the kernel
track-thread = thread { $number }
veil = hidden: what comes is told as you step
