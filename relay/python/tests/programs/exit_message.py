import sys

print("to stdout")
sys.exit("it went wrong")
