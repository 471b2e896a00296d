"""Questions of other systems as ours and back: plain data in and out, no database, no request.

`lms.interop` reads and writes the files; here its questions meet our kinds. What cannot be taken along is told.
"""
