### Checks of who came from outside the session, through a door

not-both-answered-2 = at least one has not answered
both-got = both got "{ $a }"
one-got-other = one got "{ $a }", the other "{ $b }"
no-request-line = "{ $line }" is not a request line
first-line-not-ended-yet = a first line has not ended yet
nobody-came-outside = nobody came from outside
