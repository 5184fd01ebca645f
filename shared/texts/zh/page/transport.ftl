### The bar that moves the cursor

transport = 时间线
to-start = 回到开头
to-end = 跳到末尾
step = 步进
step-forward = 前进一步；到末尾后从头再来
step-back = 后退一步
play = 播放
pause = 暂停
follow = 跟随
follow-help = 始终显示最新事件
step-of = 第 { $step } / { $all } 步
event-number = 事件 { $number }
state-live = 实时
state-recorded = 回放
speed = 速度
snap = 只停在调用处
snap-help = 步进只停在调用处，跳过报文段和内核读数
skip-idle = 跳过空闲
skip-idle-help = 播放时跳过长时间的等待
axis-events = 按事件
axis-time = 真实时间
axis-help = 每个事件等宽，或按真实时间
fit = 全部
fit-help = 显示整个日志
no-events = 点击“运行”：调用会实时出现在这里。
