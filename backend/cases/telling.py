"""A case in words: the receipt, the progress for the resident, the view for staff. Decides nothing."""

from collections.abc import Mapping

from backend.cases.model import Case
from backend.cases.people import mask_name, mask_phone
from backend.cases.schemas import CaseEventView, CaseView, OpenedCase, Progress, ProgressEvent, StationContact
from backend.cases.states import FINAL, Event, State
from backend.items.schemas import ItemRef
from backend.kit.clock import BEIJING
from backend.org.schemas import Contact

LABELS: Mapping[State, str] = {
    State.OPENED: "已经报上去了，等便民服务站受理",
    State.SUPPLEMENT: "等您补材料",
    State.ACCEPTED: "已经受理，正在办",
    State.REFUSED: "这件事办不了",
    State.WITHDRAWN: "已经撤回",
}
_HAPPENED: Mapping[Event, str] = {
    Event.OPEN: "您报上来了，{station}收到了",
    Event.SUPPLEMENT: "{station}看了资料，请您补：{note}",
    Event.ACCEPT: "{station}受理了",
    Event.REFUSE: "{station}说明办不了的原因：{note}",
    Event.WITHDRAW: "您撤回了申请",
}
_NEXT = (
    "{station}会打您留的电话，约您交材料，电话是{phone}。",
    "去的时候照清单把材料带齐；还差啥子，站上会一次给您说清。",
    "想晓得办到哪一步了，随时在这里问，报受理编号和手机后四位就行。",
)


def receipt(case: Case, station: Contact) -> OpenedCase:
    """The answer to opening."""
    return OpenedCase(
        number=case.number,
        item=_item(case),
        state=LABELS[State(case.state)],
        promised=case.promised,
        promised_text=case.promised_text,
        station=StationContact(name=station.name, phone=station.phone),
        next=[line.format(station=station.name, phone=station.phone) for line in _NEXT],
    )


def progress(case: Case, station: Contact) -> Progress:
    """What has happened, what the resident must do, what is still to come."""
    state = State(case.state)
    happened = [
        ProgressEvent(
            at=event.at.astimezone(BEIJING).replace(microsecond=0),
            text=_HAPPENED[Event(event.event)].format(station=station.name, note=event.note),
            done=True,
        )
        for event in case.events
    ]
    return Progress(
        number=case.number,
        item=_item(case),
        state=LABELS[state],
        todo=_todo(case, station) if state is State.SUPPLEMENT else None,
        events=happened + [ProgressEvent(at=None, text=text, done=False) for text in _to_come(case, state)],
        promised=None if state in FINAL else case.promised,
    )


def for_staff(case: Case, name: str, phone: str) -> CaseView:
    """Everything but the full name and phone."""
    return CaseView(
        number=case.number,
        item=_item(case),
        state=State(case.state),
        state_label=LABELS[State(case.state)],
        station=case.station_id,
        name=mask_name(name),
        phone=mask_phone(phone),
        opened_at=case.opened_at,
        promised=case.promised,
        for_whom=case.for_whom,  # type: ignore[arg-type]  # stored from the same Literal
        answers=case.answers,
        materials=case.materials,
        steps=case.steps,
        events=[
            CaseEventView(at=e.at, event=e.event, state=State(e.state), actor=e.actor, note=e.note)
            for e in case.events
        ],
        promised_text=case.promised_text,
        row_version=case.row_version,
    )


def _todo(case: Case, station: Contact) -> str:
    wanted = next(event.note for event in reversed(case.events) if event.event == Event.SUPPLEMENT)
    return f"请补：{wanted}。送到{station.name}，补齐了接着办，电话{station.phone}。"


def _to_come(case: Case, state: State) -> list[str]:
    """The item's steps after the first, which is the application itself."""
    if state in FINAL:
        return []
    steps = [f"{step['actor']}：{step['name']}" for step in case.steps[1:] if not step["maybe"]]
    return steps if state is State.ACCEPTED else ["便民服务站核对材料，正式受理", *steps]


def _item(case: Case) -> ItemRef:
    return ItemRef(id=case.item_id, version=case.item_version, title=case.item_title, name=case.item_name)
