"""What the clauses of an indication say: one module for each thing that a clause can state.

Each module reads `passages.Passage`s and knows nothing of the others. Words are
data (``lexicon/*.toml``); the modules are the logic. The order in which they
read, and how an inner bullet overrides an outer one, is `extractors.indications`.
"""
