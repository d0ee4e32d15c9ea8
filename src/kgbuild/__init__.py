"""Builds a knowledge graph of oncology drugs from the drug pages of the National Cancer Institute."""

from __future__ import annotations

__version__ = "0.1.0"
