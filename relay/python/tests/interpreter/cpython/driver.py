"""Runs a part of the tests of one of CPython's own test files, from a place on, and prints what each came to."""
import sys
import unittest
from test import support

module = sys.argv[1]
first, part, parts = map(int, sys.argv[2:])
support.verbose = 0


def flat(suite):
    for test in suite:
        if isinstance(test, unittest.TestSuite):
            yield from flat(test)
        else:
            yield test


def outcome(result):
    for kind, told in (("error", result.errors), ("failure", result.failures)):
        if told:
            return f"{kind}\t{told[0][1].strip().splitlines()[-1]}"
    if result.unexpectedSuccesses:
        return "unexpected\t"
    if result.skipped:
        return f"skipped\t{result.skipped[0][1]}"
    return "passed\t"


tests = list(flat(unittest.defaultTestLoader.loadTestsFromName(f"test.{module}")))
for place, test in enumerate(tests):
    if place < first or place % parts != part:
        continue
    print("begun", place, test.id().removeprefix("test."), flush=True)
    result = unittest.TestResult()
    # In a suite of its own, so that the fixtures of its class and its module run.
    unittest.TestSuite([test]).run(result)
    print("ended", place, outcome(result).replace("\n", " "), flush=True)
print("done", flush=True)
