"""Law from elsewhere is found from facts."""

from placet.domain.predicates import NEVER, AnyFlow, Derived, Equals
from placet.domain.reach import may_reach, reach_of, reach_predicate
from unit.domain.made import context, pack
from unit.domain.made_places import WITH_PLACES

DATA_FROM_ZZ = AnyFlow(Equals("collected_in", "AA"))


def test_a_pack_reaches_by_its_own_predicate() -> None:
    made = pack(reaches_when=Equals("advice", True))
    yes = reach_of(WITH_PLACES, made, context({"advice": True}))
    assert yes.truth is True
    assert [reason.value for reason in yes.reasons] == [True]
    assert reach_of(WITH_PLACES, made, context({"advice": False})).truth is False
    unknown = reach_of(WITH_PLACES, made, context())
    assert (unknown.truth, unknown.deciding) == (None, {"advice"})


def test_a_pack_reaches_by_its_derived_fact() -> None:
    made = pack(derived=(Derived("reaches_zz", "Reaches from Zedland", DATA_FROM_ZZ),))
    assert reach_predicate(made) == Equals("reaches_zz", True)
    assert reach_of(WITH_PLACES, made, context({}, {"collected_in": "AA"})).truth is True
    assert reach_of(WITH_PLACES, made, context({}, {"collected_in": "BB"})).truth is False


def test_a_pack_that_says_nothing_reaches_nobody() -> None:
    plain, reaching = pack(), pack(jurisdiction="YY", reaches_when=Equals("advice", True))
    assert reach_predicate(plain) == NEVER
    assert reach_of(WITH_PLACES, plain, context()).truth is False
    assert may_reach((plain, reaching), "HK") == (reaching,)
    assert may_reach((plain, reaching), "YY") == ()
