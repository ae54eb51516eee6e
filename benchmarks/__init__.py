"""Measurements, not tests: how long the house takes and how much memory. Every module here with a NAME and a run() is a benchmark."""
