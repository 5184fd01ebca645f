### 调用及其结果

sent-part = = { $sent }（请求发送 { $offered }）
send-of-sendall = · send { $sent }
last-send-of-sendall = · send { $sent }，sendall = None
end-of-stream = → b""（流结束）
nothing-ready = → 无就绪描述符
did-not-return = 没有返回
failed = { $name }：{ $text }
