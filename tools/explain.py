"""`make explain TEXT="..."`: why a sentence was understood as it was, in plain Chinese.

Runs in the bot's environment, through Rasa's own agent, as in service. The sentence is not kept anywhere.
"""

from __future__ import annotations

import asyncio
import logging
import os
import sys
from collections.abc import Mapping
from typing import Any

import catalog
from tools.model import MODELS, fingerprint

DECISIONS = {"answer": "直接回答", "offer": "给几样让人选", "refuse": "不答，请人换个说法"}
MODES = {"full": "字、音、意思一起看", "cheap": "只看字和音"}
KERNELS = {"characters": "字", "pinyin": "音", "meaning": "意思"}
KINDS = {"item": "事项", "event": "一件事", "talk": "接话", "outside": "不归这里"}


def explanation(text: str, parsed: Mapping[str, Any], names: Mapping[str, str]) -> str:
    """Return the lines about one sentence; `parsed` is Rasa's parse, `names` the titles of items and life events."""
    known = parsed["understanding"]
    trace = known["trace"]
    lines = [f"原话  {text}", f"听成  {known['normalized']}"]
    lines += [f"      {change}" for change in trace["changes"]]
    intent = parsed["intent"]
    sure = f"{intent['confidence']:.2f}"
    if "best" not in trace:
        return "\n".join([*lines, f"意图  {intent['name']}（{sure}），按规则认出，没有比较"])
    lines.append(f"意图  {intent['name']}（{sure}），{MODES[trace['mode']]}")
    lines.append(f"决定  {DECISIONS[known['decision']]}")
    lines.append(
        f"      头一样对的把握 {trace['score']:.2f}；到 {trace['answer_at']:.2f} 直接回答，到 {trace['offer_at']:.2f} 给人选"
    )
    asked = [*known["facets"], *([f"第{known['ordinal']}个"] if known["ordinal"] is not None else [])]
    if asked:
        lines.append(f"还问  {'、'.join(asked)}")
    lines.append("最像")
    for place, (label, probability) in enumerate(trace["best"]):
        parts = "，".join(f"{KERNELS[name]} {scores[place]:+.2f}" for name, scores in trace["parts"].items())
        lines.append(f"  {probability:.3f}  {_named(label, names)}（{parts}）")
    lines.append("最近的说法")
    for near in trace["nearest"]:
        lines.append(f"  {near['similarity']:.3f}  {near['text']}——{_named(near['label'], names)}")
    return "\n".join(lines)


def _named(label: str, names: Mapping[str, str]) -> str:
    kind, name = label.split(":", 1)
    title = names.get(name, name.strip("/") or "别的事")
    return f"{KINDS[kind]}：{title}" if name not in names else f"{KINDS[kind]}：{title} {name}"


async def _parse(text: str) -> dict[str, Any]:
    from rasa.core.agent import load_agent
    from rasa.utils.log_utils import configure_structlog

    configure_structlog(logging.ERROR)
    agent = await load_agent(str(MODELS / f"{fingerprint()}.tar.gz"))
    return dict(await agent.parse_message(text))


def main(arguments: list[str]) -> int:
    """Explain one sentence by the model of the present files."""
    text = " ".join(arguments).strip()
    if not text:
        print('用法：make explain TEXT="娃儿上户口要啥子"')
        return 2
    os.environ.setdefault("RASA_TELEMETRY_ENABLED", "false")
    logging.captureWarnings(True)  # of Rasa's old libraries
    loaded = catalog.load()
    names = {item.id: item.title for item in loaded.items.values()}
    names |= {event.id: event.title for event in loaded.events.values()}
    print(explanation(text, asyncio.run(_parse(text)), names))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
