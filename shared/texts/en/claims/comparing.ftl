### Checks that set one server beside another

calls-did-nothing = wasted calls: { $many } by { $name }, { $few } by { $other }
not-both-answered = at least one has not answered
longest-wait-first-answer = longest wait for a first answer: { $a } with { $name }, { $b } with { $other }
client-accepted-while-another-there = a client was accepted while another was there
there-no-two-clients = fewer than two clients came
clients-one-after-other = { $clients } clients, one after the other
