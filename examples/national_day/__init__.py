"""The national reporting day of 28 October 2025, as 54 honest offices would report it: `write_inbox` writes their files.

It stands for people outside: it imports nothing of the pipeline, and nothing that it knows is printed into the files but their rows.
"""

from .figures import FileEntry, Manifest
from .write import make, write_inbox

__all__ = ["FileEntry", "Manifest", "make", "write_inbox"]
