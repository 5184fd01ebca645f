### What is said of doors and of who comes through them

door-tab = Open in a new tab
door-again = Ask again
door-frame = What { $program } answers
door-ready = Press Run: your own browser then asks { $program } on port { $port } and shows the answer here.
door-unanswered = No answer yet.
door-not-yet = { $program } is not listening on port { $port } yet.
door-live = shown as it is now, not at the cursor
door-link = The link above opens it in a new tab.
door-shut = { $program } has ended, and its door is closed. Run again to ask it.
door-received = as recorded: what the browser received, as text
door-visits = connections
key-door = open a program's web page in a new tab
contrast = Side by side
ruler-outside = by { $visitor }, outside: its calls are not recorded
