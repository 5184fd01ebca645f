### Checks of servers: their answers, and what these cost

answer-not-what-asked-upper = an answer is not what was asked, in upper case
answer-missing = an answer is missing
answers-one-connection-right = the answers on the one connection are right
answers-all-connections-right = the answers on all { $clients } connections are right
calls-did-nothing-accepted-or = calls that did nothing: { $wasted }, that accepted or moved bytes: { $useful }
not-both-ended = not both have ended
used-cpu-time = { $name } used { $a } of CPU time, { $other } { $b }
