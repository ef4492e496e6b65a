"""The table of states, as the full cross product."""

from itertools import product

import pytest

from backend.cases.states import FINAL, TRANSITIONS, Actor, Event, NotPossible, State, step

EVERYTHING = list(product([None, *State], Event, Actor, ["", "缺户口簿"]))


@pytest.mark.parametrize(("state", "event", "actor", "note"), EVERYTHING)
def test_only_what_the_table_says_is_possible(state, event, actor, note):
    transition = TRANSITIONS.get((state, event))
    if transition and transition.by is actor and (note or not transition.needs_note):
        assert step(state, event, actor, note) is transition.to
    else:
        with pytest.raises(NotPossible):
            step(state, event, actor, note)


def test_final_states_are_those_without_a_way_on():
    assert {state for state, _ in TRANSITIONS} - {None} == set(State) - FINAL


def test_every_state_is_reachable():
    assert {transition.to for transition in TRANSITIONS.values()} == set(State)
