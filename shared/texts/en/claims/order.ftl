### Checks of which call came first

returned-did-not-call = { $call } returned, and { $actor } did not call { $call-2 }
called-only-after-called = { $actor } called { $call } only after { $actor-2 } had called { $call-2 }
returned-not-called = { $call } returned, and { $actor } has not called { $call-2 }
number-not-returned = { $call } number { $nth } of { $actor } has not returned
call-of = { $actor }'s { $call }
returned-after = { $one } returned { $apart } after { $other } was called
returned-before = { $one } returned { $apart } before { $other } was called
