"""Locate: find the tables in a grid. Every row of the grid ends in a table or among the rows passed over, with a reason."""
