### The list of keys

key-play = 播放或暂停
key-step = 后退或前进一步（翻页笔同样可用）；到末尾后从头再来
key-step-actor = 跳到同一程序的上一次或下一次调用
key-step-progress = 跳到下一次或上一次有用的调用（跳过返回 EAGAIN 的）
key-view = 切换下半部分：字节流、时序、分层、就绪、对比
key-field = 在帧的首部中：上一个或下一个字段
key-server = 有多个服务器时：下一个或上一个服务器
key-ends = 到开头、到末尾
key-follow = 跟随最新事件
key-speed = 减速、加速
key-run = 运行
key-run-stepwise = 运行并逐次放行
key-knobs = 跳到“运行参数”的第一项（Tab：下一项；Enter、Esc：完成）
key-edit = 编辑程序，或回到本次运行
key-run-edited = 在编辑器中运行
key-release = 放行第一个、第二个……停着的程序
key-present = 演示模式
key-lesson = 下一课、上一课
key-tabs = 切换面板标签
key-snap = 只停在调用处
key-axis = 轨道按事件或按真实时间
key-language = 语言
key-theme = 浅色或深色
key-help = 本列表
key-close = 关闭；离开输入框、编辑器或演示模式
