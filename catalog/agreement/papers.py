"""Papers that a plain text names: each must be one that the item asks for, or gives.

A paper is found by its last word (证, 簿, 合同 ...) with the two characters before it, so that a name nobody has listed
is found too; the names of `papers.yml` stand for one another.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

from catalog.agreement.figures import clauses

_NOT_A_NAME = "发出领换办补验持考保认见签凭佐公个张样的本旧新两这有没得拿收到按等一注牌开给只号脸处"
"""Characters before 证, 证明 or 执照 that end another word."""
_SHORT = re.compile(
    rf"(?<!证)([\u4e00-\u9fff]{{2}})(?<![{_NOT_A_NAME}])(证书?|证明书?)(?![件据明号处])"
    r"|(授权|委托|承诺|批准|协议|判决|调解)(书)|(申请|申报|登记|审批|备案)(表)"
)
_WHOLE = re.compile("执照|合同|协议(?!书)|发票|票据|清单|小结|照片|相片|存折|保单|医保卡|声明|凭证|欠条")
_ABBREVIATED = 8
"""Characters that the official name of a paper may have between the words of its short name."""
_BRING = re.compile("带|交|填|签|拿|备[齐起好]|凭|收齐|[发换补]|(?<!公)开")
"""Words that tell a person to have a paper."""
_NOT_NEEDED = re.compile("不用|不要|不交|不必|不得|不办|莫|没|免|考|翻|看|等|准开|名单")
"""Words that say of a paper that it is not needed, or only looked at."""


def strange(
    text: str, told: str, brought: str, papers: Mapping[str, Mapping[str, Any]], rhyme: bool
) -> Iterator[str]:
    """Yield the papers in `text` that the item does not have.

    What a person is told to bring, and every paper of a rhyme, must be one of the materials or results (`brought`);
    what is only mentioned may stand anywhere in the structured fields (`told`).
    """
    pairs = ((name, key) for key, paper in papers.items() for name in (paper["name"], *paper["names"]))
    names = tuple(sorted(pairs, key=lambda pair: -len(pair[0])))
    told, brought = _known(told, names), _known(brought, names)
    for _, clause in clauses(text):
        bring = (rhyme or _BRING.search(clause)) and not _NOT_NEEDED.search(clause)
        known = brought if bring else told
        rest = clause
        for name, key in names:
            if name in rest:
                rest = rest.replace(name, "　" * len(name))
                if f"<{key}>" not in known:
                    yield name
        for match in _SHORT.finditer(rest):
            start, end = (part for part in match.groups() if part)
            if not re.search(f"{start}.{{0,{_ABBREVIATED}}}{end}", known):
                yield match[0]
        yield from (word for word in _WHOLE.findall(rest) if word not in known)


@lru_cache(maxsize=400)
def _known(text: str, names: tuple[tuple[str, str], ...]) -> str:
    """Return `text`, and the mark of each paper that it names by one of its names."""
    return text + "".join(f"<{key}>" for name, key in names if name in text)
