### What is said of doors and of who comes through them

door-tab = 在新标签页中打开
door-again = 再请求一次
door-frame = { $program } 的响应
door-ready = 点击“运行”：你的浏览器会访问 { $program } 的 { $port } 端口，并在这里显示它的响应。
door-unanswered = 还没有收到响应。
door-not-yet = { $program } 还没有在 { $port } 端口监听。
door-live = 显示的是当前状态，不随光标
door-link = 点击上面的链接，在新标签页中打开。
door-shut = { $program } 已结束，入口随之关闭。再次运行即可访问。
door-received = 录制时浏览器收到的内容（以文本显示）
door-visits = 连接
key-door = 在新标签页中打开程序提供的网页
contrast = 对照
ruler-outside = { $visitor } 在会话之外：它的调用没有记录
