### Banners: connection, limits, refusals

relay-lost = The relay is gone. The recording stays; retrying in { $seconds } s.
relay-connecting = Connecting to the relay…
relay-retry = The relay is gone. The recording stays; reconnecting…
part-failed = A part of this page could not be loaded. Reload the page.
relay-died = The relay stopped while this session ran; the log ends here.
watching-only = Watching only. To run programs, open the address with the token that the relay printed.
limit-hit = Limit reached: { $limit }
limit-hit-by = Limit reached by { $program }: { $limit }
lost-segments = { $count } segments were not captured
lost-output = The programs printed more than is kept: { $bytes } dropped. They ran on.
ended-failed = The session could not run: { $reason }
dismiss = Dismiss
refused-not-allowed = Not allowed: this page was opened without the token.
refused-no-lesson = The relay has no lesson “{ $lesson }”.
refused-no-session = Session { $session } no longer exists.
refused-over = This session has ended.
refused-knob = The value of “{ $knob }” does not fit: { $problem }
refused-busy = { $count } sessions are running already; stop one first.
refused-large = The program is larger than { $bytes } bytes.
refused-failed = The relay could not do it: { $problem }
wire-version = This page and the relay have different versions. Reload the page.
wire-damaged = The relay sent something that this page cannot read. Reload the page.
refused-unreadable = Session { $session } cannot be shown: { $problem }
not-saved = This session is not saved; it is lost when the relay stops. { $problem }
record-damaged = The recording is damaged from here on; the rest cannot be trusted and is not shown.
reload = Reload
