"""Abolished proofs and repealed laws, wherever an item or a life event names them."""

from typing import Any

import pytest

from catalog.laws import law_problems


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ({"basis": [{"law": "中华人民共和国物权法"}]}, ("basis.0.law", "物权法 is repealed")),
        ({"materials": [{"name": "结婚证", "source": "", "basis": "婚姻法第八条"}]}, ("materials.0.basis", "婚姻法 is repealed")),
        ({"fee": {"rows": [{"basis": "合同法"}]}}, ("fee.rows.0.basis", "合同法 is repealed")),
        ({"steps": [{"does": "按继承法核对"}]}, ("steps.0.does", "继承法 is repealed")),
        ({"questions": [{"q": "咋分？", "a": "照婚姻法分。"}]}, ("questions.0.a", "婚姻法 is repealed")),
        ({"basis": [{"law": "个体工商户条例"}]}, ("basis.0.law", "个体工商户条例 is repealed")),
        (
            {"materials": [{"name": "贫困证明", "source": "村民委员会"}]},
            ("materials.0.name", "the village may not be asked for 贫困证明"),
        ),
    ],
)  # fmt: skip
def test_what_is_no_longer_in_force_is_named(data: dict[str, Any], expected: tuple[str, str]) -> None:
    assert list(law_problems(data)) == [expected]


@pytest.mark.parametrize(
    "data",
    [
        {"basis": [{"law": "中华人民共和国劳动合同法"}, {"law": "促进个体工商户发展条例"}]},
        {"questions": [{"q": "婚姻法咋说的？", "a": "现在看民法典，先问合同法律师。"}]},
        {"utterances": ["继承法上咋写的"], "review": {"readings": [{"found": "物权法换成民法典"}]}},
    ],
)
def test_what_may_be_named(data: dict[str, Any]) -> None:
    assert list(law_problems(data)) == []
