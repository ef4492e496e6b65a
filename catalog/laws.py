"""What may no longer be asked for or named: abolished village proofs, repealed laws."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

ABOLISHED_PROOFS = (
    "亲属关系证明", "婚姻状况证明", "居民身份信息证明", "健在证明", "无犯罪证明（村", "出生证明（村",
    "收养关系证明（村", "人员失踪证明", "经济状况证明", "遗失证明", "贫困证明", "单身证明", "未婚证明",
)  # fmt: skip
"""Proofs a village committee may no longer be asked for (民发〔2020〕20号 and follow-ups)."""

REPEALED = (
    "婚姻法", "继承法", "物权法", "合同法", "担保法", "民法通则", "侵权责任法", "收养法",
    "个体工商户条例", "公司登记管理条例", "企业法人登记管理条例", "农村五保供养工作条例",
    "食品经营许可管理办法（2015", "环境保护法", "大气污染防治法", "水污染防治法", "土壤污染防治法",
    "固体废物污染环境防治法", "噪声污染防治法", "海洋环境保护法", "放射性污染防治法", "清洁生产促进法", "环境影响评价法",
    "森林法（1998", "土地管理法（2004", "居民身份证条例", "暂住证申领办法",
)  # fmt: skip
"""Texts no longer in force (民法典第一千二百六十条; 生态环境法典第一千二百四十二条 for the environment laws)."""

_NAMED = re.compile("(?<!劳动)(" + "|".join(map(re.escape, REPEALED)) + ")(?![律定人院官规])")
"""A repealed law by its name, and not 劳动合同法, which is in force, or 合同法律师."""
_NOT_OURS = {"utterances", "q", "review"}
"""What residents say and ask, and the record of what readers found, may name any law."""


def law_problems(data: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield (key, problem) for every abolished proof an item asks for and every repealed law it names anywhere.

    `data` is an item or a life event.
    """
    for index, material in enumerate(data.get("materials", ())):
        for proof in ABOLISHED_PROOFS:
            if proof in material["name"] and "村" in material["source"]:
                yield f"materials.{index}.name", f"the village may not be asked for {proof}"
    yield from _repealed(data, "")


def _repealed(value: Any, key: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        yield from ((key, f"{name} is repealed") for name in dict.fromkeys(_NAMED.findall(value)))
    elif isinstance(value, Mapping):
        for name, entry in value.items():
            if name not in _NOT_OURS:
                yield from _repealed(entry, f"{key}.{name}" if key else name)
    elif isinstance(value, list):
        for index, entry in enumerate(value):
            yield from _repealed(entry, f"{key}.{index}")
