### The two streams between the programs

stream-sent = 已发送 { $bytes }
stream-received = 已接收 { $bytes }
stream-finished = 已关闭
stream-fin = FIN
stream-end-seen = EOF
stream-send-buffer = 发送缓冲区 · { $bytes }
stream-send = 发送 · { $bytes }
stream-receive = 接收 · { $bytes }
stream-in-flight = 传输中 · { $bytes }
stream-receive-buffer = 接收缓冲区 · { $bytes }
stream-label = 发送缓冲区 { $sent } 字节，接收缓冲区 { $received } 字节
stream-connection = 连接
stream-connections = 共 { $count } 个
stream-at-cursor = 跟随光标：{ $client }
stream-keep = 固定显示这个字节流；否则画面跟随光标。
stream-kept = 已固定显示。再按一次，画面跟随光标。
