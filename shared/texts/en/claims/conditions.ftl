### When a claim is checked: what stands there where it was not

only-where-free = only checked when no program is held
only-where-on = only checked when “{ $knob }” is on
only-where-off = only checked when “{ $knob }” is off
only-where-is = only checked when “{ $knob }” is { $value }
only-where-is-not = only checked when “{ $knob }” is not { $value }
only-where-at-least = only checked when “{ $knob }” is { $value } or more
only-where-at-most = only checked when “{ $knob }” is { $value } or less
milliseconds = { $number } ms
