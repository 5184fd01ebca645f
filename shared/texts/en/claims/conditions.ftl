### When a claim is checked: what stands there where it was not

only-where-free = only checked where nobody held a program
only-where-on = only checked where “{ $knob }” is on
only-where-off = only checked where “{ $knob }” is off
only-where-is = only checked where “{ $knob }” is { $value }
only-where-is-not = only checked where “{ $knob }” is not { $value }
only-where-at-least = only checked where “{ $knob }” is { $value } or more
only-where-at-most = only checked where “{ $knob }” is { $value } or less
milliseconds = { $number } ms
