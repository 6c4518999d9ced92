"""Named writes of rounds and returns."""

from goldenthread.returns.operations.answering import (
    Said,
    forget_draft,
    hand_on,
    keep_draft,
    last_number,
    submit,
    to_check,
)
from goldenthread.returns.operations.asking import Asked, register
from goldenthread.returns.operations.chasing import chase
from goldenthread.returns.operations.handing_over import HandedOver, hand_over, successor_named
from goldenthread.returns.operations.inviting import invite, links, people_asked
from goldenthread.returns.operations.offering import (
    WAITS,
    check_accepts,
    give_figure,
    give_figures,
    may_accept,
)
from goldenthread.returns.operations.rounds import (
    amend_round,
    arrange,
    ask_again,
    ask_for_the_rest,
    close_round,
    end_schedule,
    make_round,
    period_dated,
    reopen_round,
    set_schedule,
    tick,
    withdraw_return,
)
from goldenthread.returns.operations.several import Line, Sent, decide_on_file, keep_file, submit_many
from goldenthread.returns.operations.signing import Signed, send_back, sign_off, sign_off_many
from goldenthread.returns.operations.stories import (
    accept_story,
    add_what_came,
    begin_story,
    send_story_back,
    submit_story,
    write_story,
)

__all__ = [
    "WAITS",
    "Asked",
    "HandedOver",
    "Line",
    "Said",
    "Sent",
    "Signed",
    "accept_story",
    "add_what_came",
    "amend_round",
    "arrange",
    "ask_again",
    "ask_for_the_rest",
    "begin_story",
    "chase",
    "check_accepts",
    "close_round",
    "decide_on_file",
    "end_schedule",
    "forget_draft",
    "give_figure",
    "give_figures",
    "hand_on",
    "hand_over",
    "invite",
    "keep_draft",
    "keep_file",
    "last_number",
    "links",
    "make_round",
    "may_accept",
    "people_asked",
    "period_dated",
    "register",
    "reopen_round",
    "send_back",
    "send_story_back",
    "set_schedule",
    "sign_off",
    "sign_off_many",
    "submit",
    "submit_many",
    "submit_story",
    "successor_named",
    "tick",
    "to_check",
    "withdraw_return",
    "write_story",
]
