"""Nouns that end the name of a disease."""

from __future__ import annotations

import re

HEAD = (
    r"(?:cancers?|carcinomas?|adenocarcinomas?|tumou?rs?|lymphomas?|leuk[a]?emias?|myelomas?|melanomas?|sarcomas?|\w*sarcomas?|gliomas?|\w*blastomas?"
    r"|\w*cytomas?|mesotheliomas?|\w*carcinomas?|\w*gliomas?|\w*omas|diseases?|disorders?|syndromes?|neoplasms?|metastases|warts|keratos[ei]s|an?emias?|mastocytosis|myelofibrosis"
    r"|polycythemia(?: vera)?|thrombocyth?emia|thrombocytop\w+|neutropenia|amyloidosis|hypercalcemia|lesions?|effusions?|infections?|mucositis|fungoides"
    r"|thymoma|multiforme|in situ|primary|purpura|histiocytosis|macroglobulinemia|neurofibromas?|fibromatosis|prolactinomas?|insulinomas?|vomiting|nausea"
    r"|constipation|fever|pain|diarrhea|xerostomia|hyperuricemia|acromegaly|gout|psoriasis|arthritis|damage|problems|CML|CLL|AML|ALL|MDS|NSCLC|DLBCL|NHL)"
)
HEAD_END = re.compile(rf"\b{HEAD}$", re.IGNORECASE)


def is_disease(text: str) -> bool:
    """Whether words end in a noun for a disease.

    >>> is_disease("follicular lymphoma"), is_disease("Chemotherapy before a transplant")
    (True, False)
    """
    return bool(HEAD_END.search(re.sub(r"\s+grade \w+$", "", text)))
