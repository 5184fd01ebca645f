### What the time-sequence diagram says

exchange = Exchange
exchange-sub = calls, segments, and the TCP states that they lead to
