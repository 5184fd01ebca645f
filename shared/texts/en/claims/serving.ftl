### Checks of servers: their answers, and what these cost

answer-not-what-asked-upper = an answer is not the request in upper case
answer-missing = an answer is missing
answers-one-connection-right = the answers on the one connection are right
answers-all-connections-right = the answers on all { $clients } connections are right
calls-did-nothing-accepted-or = wasted calls: { $wasted }, useful calls: { $useful }
not-both-ended = at least one has not ended
used-cpu-time = { $name } used { $a } of CPU time, { $other } { $b }, each with the interpreter's start
