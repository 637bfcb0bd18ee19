"""What is written about somebody who leads a chat for the time being."""

from bot.domain.kinds import Watch
from bot.domain.membership import STAND_IN, Departure, Reason, Standing
from bot.domain.plan import Desired, Member, Memory, Observed, Wanted
from scheduler.reconcile.stand_in import completed

LEFT, COLLEAGUE, HEAD = 1, 2, 3
TEACHES = Reason("teacher", "unit-8", "p2")
INSIDE = Observed(True, "8", {LEFT: Member(LEFT, is_admin=True), COLLEAGUE: Member(COLLEAGUE)})


def test_a_colleague_who_stands_in_still_belongs_for_the_old_reasons_too() -> None:
    colleague = Wanted(COLLEAGUE, Standing.MEMBER, (TEACHES,), is_staff=True)
    desired = Desired("8", {COLLEAGUE: colleague}, {LEFT: Departure.EXIT}, leaders=0)
    now = completed(desired, INSIDE, Memory())
    assert now.wanted == {COLLEAGUE: Wanted(COLLEAGUE, Standing.ADMIN, (TEACHES, STAND_IN), is_staff=True)}
    assert now.leaders == 1
    assert completed(now, INSIDE, Memory(stand_ins=frozenset({COLLEAGUE}))) == now


def test_the_reason_of_a_head_who_stands_in_is_named_once() -> None:
    head = Wanted(HEAD, Standing.ADMIN, (STAND_IN,), is_staff=True)
    desired = Desired("8", {}, {LEFT: Departure.EXIT}, stand_ins=(head,), leaders=2)
    now = completed(desired, INSIDE, Memory())
    assert now.wanted == {HEAD: head}
    assert now.leaders == 2


def test_nobody_is_written_down_as_the_leader_of_a_frozen_chat() -> None:
    head = Wanted(HEAD, Standing.ADMIN, (STAND_IN,), is_staff=True)
    desired = Desired("8", {}, {LEFT: Departure.SHUT_OUT}, stand_ins=(head,), watch=Watch.FROZEN)
    assert completed(desired, INSIDE, Memory()) == desired


def test_nobody_is_written_down_as_the_leader_of_a_deleted_chat() -> None:
    head = Wanted(HEAD, Standing.ADMIN, (STAND_IN,), is_staff=True)
    desired = Desired("8", {}, {LEFT: Departure.EXIT}, stand_ins=(head,), is_closing=True)
    assert completed(desired, INSIDE, Memory()) == desired
