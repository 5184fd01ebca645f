### The cards of programs

program-counts = { $process } · { $calls } 次调用，其中 { $wasted } 次返回 EAGAIN
program-wasted = 无效调用：{ $wasted } / { $calls } 次
program-wasted-help = 这些调用返回 EAGAIN（本应阻塞），什么也没做。
program-ready = 就绪
program-running = 运行中
program-blocked = 阻塞于 { $call }
program-held = 停在 { $call } 之前
program-held-help = 逐次放行：放行之前不会执行这次调用。
program-sleeping = 休眠
program-input = 等待输入
program-finished = 已结束
program-status = 退出码 { $code }
program-stopped = 已停止
program-killed = 被信号 { $signal } 终止
program-output = 输出
output-earlier = … 之前还有 { $count } 条
code-folded = { $count } 行：导入与参数
code-unfold = 显示这些行
code-fold = 收成一行
