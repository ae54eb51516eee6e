"""Alerts: what is told when something of ours breaks (`alert`), by which channels, and what is still to be told (`desk`). No Dagster here."""
