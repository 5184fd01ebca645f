### Checks that set one server beside another

calls-did-nothing = calls that did nothing: { $many } of { $name }, { $few } of { $other }
not-both-answered = not both have answered
longest-wait-first-answer = the longest wait for a first answer: { $a } with { $name }, { $b } with { $other }
client-accepted-while-another-there = a client was accepted while another was there
there-no-two-clients = there were no two clients
clients-one-after-other = { $clients } clients, one after the other
