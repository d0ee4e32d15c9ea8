"""Graph -> the JSON-LD of one drug that a web page holds: schema.org terms only, safe in a ``<script>``."""

from __future__ import annotations

from kgbuild.embedding.blocks import MARK, script_of
from kgbuild.embedding.html_files import embedded
from kgbuild.embedding.schema_org import data_of

__all__ = ["MARK", "data_of", "embedded", "script_of"]
