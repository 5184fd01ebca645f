### What the time-sequence diagram says

exchange = 时序
exchange-sub = 调用、报文段，以及它们引起的 TCP 状态变化
