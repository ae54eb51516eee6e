"""Stewards' answers: decisions in the ledger and maps in the home's config, and what they change in what is read, counted and published.

Here belongs what a steward's command does. The rules by which a delivery is read and a submission counts stay with their stages.
"""
