### The head of the page

skip-to-stage = Skip to the stage
lesson-number = lesson { $number }
live = LIVE · real TCP on 127.0.0.1
live-shared = LIVE · real TCP on { $address }
recorded = recorded { $time }
recorded-for-lesson = as recorded for this lesson
ready = ready to run
starting = starting…
network-own = own network: real ports, nothing outside reachable, MTU { $mtu }
network-offloads = segmentation offload on
network-shared = this machine's network: { $address } instead of 127.0.0.1
not-captured = segments are not captured here
shared-short = shared network
run = Run
run-again = Run again
run-stepwise = Hold each call
run-stepwise-help = Run with every program held before each socket call: you decide who goes next
stop = Stop
# What the button says that switches to this language, and its help.
this-language = EN
switch-to-this-language = Switch to English
# The page's lang attribute (BCP 47): it chooses fonts.
language-tag = en
switch-theme = Light or dark
present = Present
leave-present = Leave present mode
claims-hold = { $count ->
    [one] 1 claim holds
   *[other] { $count } claims hold
}
claims-broken = { $broken ->
    [one] 1 of { $all } claims does not hold
   *[other] { $broken } of { $all } claims do not hold
}
keys = All keys
