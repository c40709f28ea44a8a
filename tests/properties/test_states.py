"""Laws of states and their codes that hold for every code, day and text."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from foedus import states
from foedus.dates import FIRST_DAY, LAST_DAY, Certainty
from foedus.states import UnknownState

codes = st.sampled_from(sorted(states.codes()))
days = st.integers(FIRST_DAY, LAST_DAY)


@given(st.one_of(st.text(max_size=30), st.text("ABCDEFGHIKLMNOPRSTUVYZ", min_size=2, max_size=4)))
def test_any_text_is_a_state_or_refused_in_one_line(text: str) -> None:
    for ask in (states.state, states.find):
        fault, codes_named = "", set()
        try:
            codes_named = {ask(text).code}
        except UnknownState as raised:
            fault, codes_named = str(raised), set(raised.likely)
        assert codes_named <= states.codes()
        assert fault.isprintable()


@given(codes, days)
def test_what_a_code_means_existed_then(code: str, day: int) -> None:
    try:
        meant = states.meaning(code, day)
    except UnknownState:
        if all(former != code for former, _ in states.state(code).former_codes):
            assert states.exists(code, day) is Certainty.NO
        return
    assert meant.exists_on(day) is not Certainty.NO
    assert states.meaning(meant.code, day) is meant


@given(codes, days)
def test_a_number_leads_back_to_what_the_code_meant(code: str, day: int) -> None:
    for there, back in ((states.cow_code, states.from_cow), (states.gw_code, states.from_gw)):
        number = there(code, day)
        if number is not None:
            found = back(number, day)
            assert there(found.code, day) == number


@given(st.integers(-10, 1100), days)
def test_a_number_stands_for_one_state_or_none(number: int, day: int) -> None:
    for ask, there in ((states.from_cow, states.cow_code), (states.from_gw, states.gw_code)):
        try:
            found = ask(number, day)
        except UnknownState:
            continue
        assert there(found.code, day) == number
