### Servers side by side

compare-title = Comparison
compare-sub = the same clients, one server after another, up to the cursor; in one run, differences under 100 ms are chance
compare-empty = Press Run: the servers appear here side by side, with what each did and cost.
compare-choose = Show { $server } and its clients above
compare-clients = clients
compare-clients-help = Connections that the server accepted
compare-wasted = wasted calls
compare-wasted-help = Calls that failed with EAGAIN
compare-useful = useful calls
compare-useful-help = Calls that accepted a connection, moved bytes or met the end of a stream
compare-waits = wakeups
compare-waits-help = Returns from calls that may sleep: select, poll, epoll_wait, sleep, and accept or recv on a blocking socket
compare-threads = threads
compare-threads-help = Threads that made a call
compare-cpu = CPU time, with start and recording
compare-cpu-start = CPU time with recording; up to { $least } is the start
compare-cpu-help = User and system time, read from the kernel when the program ends; it includes the interpreter's start and our recording
compare-median = first answer: median
compare-worst = first answer: worst
compare-latency-help = From a client's first send (its entry) to the return of the server's first send to it
compare-strip = waits, in order of accept
compare-strip-label = first answers: median { $median }, worst { $worst }
figures-missing = No unedited run of { $number } { $title } in this browser yet.
figures-when = run at
figures-source = The server's figures from each lesson's last complete run, kept in this browser.
cast = Server
