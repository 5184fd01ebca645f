### The editor, added clients, lines typed for input()

edit = 编辑程序（E）
text-edited = 已修改
text-reset-help = 恢复课程原文
text-undo-reset = 撤销重置
text-too-large = 超过 1 MiB：这段文本既不会运行，也不会保存。
text-not-kept = 浏览器的存储已满：刷新页面会丢失最近的修改。
add-client = + 客户端
add-client-help = 添加一个客户端副本
remove-client = 移除
undo-remove = 撤销移除
back-to-run = 回到本次运行（E）
input-for = 输入给 { $program } 的一行
input-hint = 输入一行，按回车发送
input-ahead = 留给下一次 input()
arguments = { $program } 的命令行参数（sys.argv），写法与 shell 相同
