### Questions before a step

predict-placeholder = 你的答案
predict-step = 前进一步看结果
predict-hint = 按 { $key } 揭晓
predict-said = 你的答案：{ $answer }
predict-right = 正确
predict-wrong = 不是这样
