"""The accuracy harness: random national days by seed, the truth beside them, and how much of it the pipeline reads right.

It knows how offices write, and nothing of how the pipeline reads: only `judge` calls the pipeline. Words stand in `words_*`, values' spelling in
`spell_*`, the four tables in `table_*`, what stands around a table in `titles` and `sheets`, formats in `write_*`, a whole day in `day`.
"""
