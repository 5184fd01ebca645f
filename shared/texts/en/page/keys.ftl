### The list of keys

key-play = play or pause
key-step = step back or forward (also a presenter remote); past the end, again from the start
key-step-actor = to the previous or next call of the same program
key-step-progress = to the next or previous useful call (skips those that would block)
key-view = lower half: bytes, exchange, layers, readiness, comparison
key-field = in a frame's headers: the previous or next field
key-server = the next or previous server, where there are several
key-ends = to the start, to the end
key-follow = follow the live end
key-speed = slower, faster
key-run = run
key-run-stepwise = run, holding each call
key-knobs = to the first field of “Before running” (Tab: the next; Enter, Esc: done)
key-edit = edit the programs, or back to the run
key-run-edited = run, from within an editor
key-release = release the first, second, … held program
key-present = present mode
key-lesson = the next lesson, the one before
key-tabs = tabs of the panel
key-snap = snap to calls
key-axis = tracks by event or in true time
key-language = language
key-theme = light or dark
key-help = this list
key-close = close, leave a field, the editor or present mode
