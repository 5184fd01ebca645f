### Checks of what waited, what did not, and what waits forever

took-which-fell-into-pause = { $name } took { $blocked }, { $during } of it during the pause of { $pause }
nobody-waits-forever = nobody waits forever
moved-bytes = { $name } moved bytes
no-call-sent-or-received = no call sent or received a byte
no-failed-eagain = no { $call } failed with EAGAIN
failed-eagain-once-after = { $call } failed with EAGAIN once, after { $took }
failed-eagain-first-time-after = { $call } failed with EAGAIN { $value ->
    [1] once
    [2] twice
   *[other] { $value } times
}, the first time after { $took }
failed-eagain = { $name } failed with EAGAIN
no-call-failed-eagain = no call failed with EAGAIN
call-took-pause = the call took { $took }, the pause { $pause }
slowest-calls-took-pause = the slowest of the { $value } calls took { $took }, the pause { $pause }
not-ended = it has not ended
