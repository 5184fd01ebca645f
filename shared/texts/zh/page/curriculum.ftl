### The list of lessons

curriculum = 课程目录
section-foundations = 基础
section-sockets = 套接字
section-waiting = 等待
section-multiplexing = 多路复用
section-beyond = 进阶
section-own = 自建
menu = 课程
panel = 面板
close = 关闭
