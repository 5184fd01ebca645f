### Recordings, shown without a relay

recording-unreachable = The recording could not be fetched: there is no such host, or it does not allow other pages to read it (CORS: Access-Control-Allow-Origin).
recording-not-there = There is no recording at this address.
recording-not-ours = What is at this address is not a Socketscope recording.
recording-cut = The recording is cut off before anything in it can be shown.
recording-damaged = The recording is damaged from its beginning on.
recording-newer = The recording was made by a newer Socketscope. Open it with that one, or a later one.
recording-too-large = The recording is larger than this page takes (256 MiB).
recording-opening = Opening the recording…
recording-runs = Recorded runs
recording-run-default = As the lesson is
run-yourself = Run it yourself
run-yourself-help = These are recorded runs of real programs. To change the programs and run them, get Socketscope, and on Linux start it in its folder:
