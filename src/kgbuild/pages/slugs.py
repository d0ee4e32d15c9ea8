"""The short name of a page, safe as the name of a file and as the end of an IRI."""

from __future__ import annotations

import re
from hashlib import sha256
from unicodedata import normalize

from kgbuild.addresses import last_segment
from kgbuild.model import MetadataValue

_UNSAFE = re.compile(r"[^a-z0-9._]+")
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\..*)?")
_MAX_LENGTH = 100


def slug_of(url: MetadataValue | None, path: str) -> str:
    """The last segment of the page's address; of a page without one, the file's name.

    Lower case, so that two that differ in case alone are seen to be the same.

    >>> slug_of("https://www.cancer.gov/about-cancer/treatment/drugs/Imatinib", "x.md")
    'imatinib'
    >>> slug_of(None, "seeds/Two words.md"), slug_of(None, "../..md"), slug_of(None, "CON.md")
    ('two-words', 'page', 'con-page')
    """
    name = last_segment(url) if isinstance(url, str) else path.replace("\\", "/").rpartition("/")[2].removesuffix(".md")
    written = normalize("NFKD", name).lower()
    plain = "".join(char for char in written if not "\u0300" <= char <= "\u036f")
    slug = _UNSAFE.sub("-", plain).strip("-.")
    if len(slug) > _MAX_LENGTH:
        slug = f"{slug[: _MAX_LENGTH - 9]}-{sha256(written.encode()).hexdigest()[:8]}"
    if not slug:
        return "page"
    return f"{slug}-page" if _RESERVED.fullmatch(slug) else slug
