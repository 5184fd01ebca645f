### Questions before a step

predict-placeholder = your answer
predict-step = Step and see
predict-hint = { $key } shows
predict-said = you said: { $answer }
predict-right = right
predict-wrong = not so
