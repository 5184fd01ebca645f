### The list of lessons

curriculum = Curriculum
section-foundations = Foundations
section-sockets = Sockets
section-waiting = Waiting
section-multiplexing = Multiplexing
section-beyond = Beyond
section-own = Your own
menu = Lessons
panel = Panel
close = Close
