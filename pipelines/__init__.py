"""How data moves: one module or package a stage. Never imports dagster or `assets`."""
