### The runs that the relay keeps, and what is given to others

kept-runs = Kept runs
kept-help = Every run is kept until newer ones need its room. A pinned one stays.
kept-no-list = The list of kept runs is for whoever opens the page with the relay's token. A recording from your disk can be shown here.
kept-open-file = Open a file…
kept-fetching = Asking for the list…
kept-none = No run is kept yet.
kept-open = Open
kept-rename = Rename
kept-name = New name
kept-save = Save
kept-pin = Pin
kept-download = Download
kept-delete = Delete
kept-undo = Undo
kept-removed = Deleted: { $name }. It can be brought back for an hour.
kept-removed-older = Deleted: { $name }.
kept-events = { $count ->
    [one] 1 event
   *[other] { $count } events
}
kept-running = is running now
kept-cut = breaks off: its relay was ended
kept-damaged = damaged: shown up to that place
kept-nothing = cannot be shown
kept-unreachable = The relay does not answer. Is it still running?
kept-no-token = The relay does not know this token. Open the address that it printed when it was started.
kept-gone = There is no such run any more.
kept-busy = This run is still being recorded or read. Try again in a moment.
kept-bad-name = A name has 1 to 200 characters.
kept-failed = The relay could not do that. Its log says why.
share = Share
share-link = Link to this step
share-link-help = It works for whoever can reach this relay, as long as the run is kept.
share-file = This page shows a file. Send that file: whoever has it sees the same.
share-frame = Frame for another page
share-recording = Download the recording
share-recording-help = One file with all of this run. It can be dropped onto any Socketscope page.
share-copy = Copy
share-copied = Copied
share-not-copied = Press Ctrl+C to copy
