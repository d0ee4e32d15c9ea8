"""Graph -> what schema.org can say of a drug, as JSON-LD that stands safely in a web page.

`schema_org` says what is stated and from which properties of the graph; `blocks` makes the element; `html_files`
puts it into a file, touching nothing else.
"""

from __future__ import annotations

from kgbuild.embedding.blocks import script_of
from kgbuild.embedding.html_files import Embedded, embed_into
from kgbuild.embedding.schema_org import data_of

__all__ = ["Embedded", "data_of", "embed_into", "script_of"]
