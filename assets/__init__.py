"""What exists and when: Dagster definitions, and the command line. How data moves is in `pipelines`."""
