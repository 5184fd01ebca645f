### What the readiness matrix and its reasons say

ready-sub = one column per { $call }()
ready-ready = ready
ready-watched = watched
ready-absent = not in set
ready-off = off
ready-spent = off (ONESHOT)
ready-blocked = time in call
ready-rlist = rlist · watched { $count }
ready-wlist = wlist · watched { $count }
ready-xlist = xlist · watched { $count }
ready-poll-list = fd: events → revents · { $count }
ready-interest-list = interest list at #{ $number } · { $count }
ready-interest-now = interest list now · { $count }
ready-waits = #{ $number } has not returned yet
ready-ready-list = ready list, as #{ $number } returned it · { $count }
ready-of = #{ $number } of { $all }
ready-previous = To the previous call
ready-next = To the next call
ready-empty = No select, poll or epoll_wait call yet.
ready-why = Why, as #{ $number } returned
ready-why-not = Why #{ $number } waits
ready-set = set
ready-event = event
ready-bits = R IN · W OUT · X PRI · H HUP · E ERR · D RDHUP
ready-reason = reason
ready-loop = One loop iteration
