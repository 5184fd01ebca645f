### Servers side by side

compare-title = Comparison
compare-sub = the same clients, one server after another, up to the cursor; one run: waits under 100 ms are chance
compare-empty = Run it: here the servers stand side by side, with what each did and what that cost.
compare-choose = Show { $server } and its clients above
compare-clients = clients
compare-clients-help = Connections that the server accepted
compare-wasted = calls that did nothing
compare-wasted-help = Calls that failed with EAGAIN
compare-useful = useful calls
compare-useful-help = Calls that accepted a connection, or moved bytes or their end
compare-waits = wakeups
compare-waits-help = Returns from calls in which the kernel may let the program sleep: select, poll, epoll_wait, sleep, and accept or recv on a blocking socket
compare-threads = threads
compare-threads-help = Threads that made a call
compare-cpu = CPU time, with recording
compare-cpu-help = User and system time, as the kernel tells it when the program ends; the interpreter's start and our recording are part of it
compare-median = first answer: median
compare-worst = first answer: worst
compare-latency-help = From a client's first send (its entry) to the return of the server's first send to it
compare-strip = waits, in the order of accept
compare-strip-label = first answers: median { $median }, worst { $worst }
figures-missing = { $number } { $title } was not run unedited in this browser yet.
figures-when = run at
figures-source = The server's figures of the last run of each that went to its end, kept in this browser.
cast = Server
