### The head of the page

lesson-number = 第 { $number } 课
live = 实时 · 127.0.0.1 上的真实 TCP
live-shared = 实时 · { $address } 上的真实 TCP
recorded = 录制于 { $time }
recorded-for-lesson = 本课自带的录制
ready = 可以运行
starting = 正在启动…
network-own = 独立网络：端口真实，无法访问外部，MTU { $mtu }
network-offloads = 分段卸载已开启
network-shared = 与本机共用网络：以 { $address } 代替 127.0.0.1
not-captured = 此处无法捕获报文段
shared-short = 共用网络
run = 运行
run-again = 再次运行
run-stepwise = 逐次放行
run-stepwise-help = 运行，但每个程序都停在每次套接字调用之前，由你决定放行谁
stop = 停止
this-language = 中文
switch-to-this-language = 切换到中文
language-tag = zh-CN
switch-theme = 浅色或深色
present = 演示
leave-present = 退出演示
claims-hold = { $count } 条结论成立
claims-broken = { $all } 条结论中有 { $broken } 条不成立
keys = 全部快捷键
