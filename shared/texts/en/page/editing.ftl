### The editor, added clients, lines typed for input()

edit = Edit the programs (E)
text-edited = edited
text-reset-help = Back to the lesson's text
text-undo-reset = Undo reset
text-too-large = Longer than 1 MiB: this text is neither run nor kept.
text-not-kept = This browser's storage is full: a reload loses the last changes.
add-client = + client
add-client-help = Add a copy of the client
remove-client = Remove
undo-remove = Undo remove
back-to-run = Back to the run (E)
input-for = A line for { $program }
input-hint = type a line, then Enter
input-ahead = waits for the next input()
arguments = Arguments of { $program } (sys.argv), written as in a shell
