### The bar that moves the cursor

transport = Timeline
to-start = To the start
to-end = To the end
step = Step
step-forward = Step forward; past the end, again from the start
step-back = Step back
play = Play
pause = Pause
follow = Follow
follow-help = Stick to the live end
step-of = step { $step } / { $all }
event-number = event { $number }
state-live = live
state-recorded = recorded
speed = Speed
snap = snap to calls
snap-help = Steps stop at calls, not at every segment and reading
skip-idle = skip idle
skip-idle-help = Playback skips long pauses
axis-events = by event
axis-time = true time
axis-help = Equal width for each event, or true time
fit = fit
fit-help = Show the whole log
no-events = Press Run: calls appear here as they happen.
