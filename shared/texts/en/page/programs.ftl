### The cards of programs

program-counts = { $process } · { $calls } calls, { $wasted } of them would block
program-wasted = wasted: { $wasted } of { $calls } calls
program-wasted-help = They would have blocked (EAGAIN) and did nothing.
program-ready = ready
program-running = running
program-blocked = blocked in { $call }
program-held = held before { $call }
program-held-help = Held: this call is not made until you release it.
program-sleeping = sleeping
program-input = waiting for input
program-finished = finished
program-status = exit status { $code }
program-stopped = stopped
program-killed = killed by signal { $signal }
program-output = output
output-earlier = … { $count } earlier
code-folded = { $count } lines: imports and settings
code-unfold = Show them
code-fold = Show one line for them
