### What is said of doors and of who comes through them

door-tab = Open in a new tab
door-again = Ask again
door-frame = What { $program } answers
door-ready = Press Run: your own browser then asks { $program } on port { $port } here, and shows what it answers.
door-unanswered = No answer has come yet.
door-not-yet = { $program } does not listen on port { $port } yet.
door-live = shown as it is now, not at the cursor
door-link = The link above opens it in a new tab.
door-shut = { $program } has ended, and the way in is closed. Run again to ask it.
door-visits = connections
key-door = open what a program offers to browsers in a new tab
contrast = Side by side
ruler-outside = by { $visitor }, outside: its calls are not seen here
