"""Demonstrations of tonghop from outside: they write files as agencies would, import nothing of the pipeline, and nothing of it imports them."""
