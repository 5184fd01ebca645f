### The two streams between the programs

stream-connection = 连接
stream-connections = 共 { $count } 个
stream-at-cursor = 跟随光标：{ $client }
stream-keep = 固定显示这个字节流；否则画面跟随光标。
stream-kept = 已固定显示。再按一次，画面跟随光标。
