### Events in a line

session-starts = the session starts
starts-as = { $actor } starts as process { $pid }
held-before = { $actor } held before { $call }
released = { $actor } released
prints = { $actor } prints { $text }
prints-error = { $actor } prints an error { $text }
limit-reached = limit reached: { $limit }
limit-reached-by = { $actor } limit reached: { $limit }
segments-lost = { $count ->
    [one] 1 segment was not captured
   *[other] { $count } segments were not captured
}
output-lost = { $count ->
    [one] 1 byte of output was not recorded
   *[other] { $count } bytes of output were not recorded
}
step-mode-on = from here on programs are held before each call
step-mode-off = programs are no longer held before their calls
door-opens = a door opens: http://{ $outside }/ leads to port { $port } of { $actor }
visitor-comes = your browser connects: from { $outside }, inside as { $inside }

## Readings

reading-listener = { $socket } { $state }, { $waiting } of { $backlog } waiting for accept
reading = { $socket } { $state }, { $receive } to receive, { $send } not acknowledged

## Ends

exited = { $name } { $how } · CPU { $cpu } with the interpreter's start
exit-finished = reached its end
exit-status = exited with status { $code }
exit-exception = { $exception } (line { $line })
exit-stopped = was stopped
exit-killed = was ended by signal { $signal }
exit-crashed = the interpreter crashed ({ $signal }): a bug in Socketscope, not in the program; please report it with the program
end-finished = session over: all programs ended
end-stopped = session stopped
end-limit = session ended by a limit: { $limit }
end-relay = the relay stopped while the session ran
end-failed = the session could not run: { $reason }
end-damaged = the recording is damaged from here on

## Limits

limit-cpu = { $n } s of CPU time
limit-memory = { $n } MiB of memory
limit-descriptors = { $n } open descriptors
limit-session = a session of { $n } s
limit-idle = { $n } s without any event
limit-output = { $size } of output
limit-events = { $n } events
limit-log = a log of { $size }
limit-threads = { $n } threads

## Deadlock

deadlock = Deadlock: { $waits }; { $why }.
deadlock-of = Deadlock: { $actors } wait for each other.
why-all-empty = nothing is in any buffer
why-all-full = the buffers between them are full, and nobody reads
why-unreachable = what the buffers hold reaches no waiting program
waits-for-bytes = { $actor } waits in { $call } for bytes from { $peer }
waits-for-reader = { $actor } waits in { $call } until { $peer } reads
waits = { $actor } waits in { $call }
list-separator = { ", " }
