"""What a ledger comes to, read on as it is written."""

from decimal import Decimal

from film import events
from hypothesis import given
from hypothesis import strategies as st

from hailuo_dsl.job.book import Book
from hailuo_dsl.job.charge import Standing
from hailuo_dsl.job.fold import fold
from hailuo_dsl.job.memory import MemoryLedger
from hailuo_dsl.job.model import Entry, Event
from hailuo_dsl.job.terms import Terms

TERMS = Terms(service="s", account="us")
REFUNDS = Terms(service="s", account="us", refunds=True)


def asked(key="k", attempt=1, *, at=1.0, price=("0.28", "USD"), **data):
    data = {"service": "s", "account": "us", "run": "r", "price": price, **data}
    return Entry(key, attempt, Event.INTENDED, at, data)


def then(event, key="k", attempt=1, *, at=2.0, **data):
    return Entry(key, attempt, event, at, data)


def spent(*entries, terms=TERMS, currency="USD"):
    return Book(entries).spent(terms, currency)


def test_an_intention_reserves_its_price():
    assert spent(asked()) == (Decimal("0.28"), 0)
    assert spent(asked(), then(Event.SUBMITTED), then(Event.DONE)) == (Decimal("0.28"), 0)
    assert spent(asked(), then(Event.UNKNOWN)) == (Decimal("0.28"), 0)


def test_what_was_not_accepted_costs_nothing():
    assert spent(asked(), then(Event.REFUSED, advice="wait")) == (0, 0)
    assert spent(asked(), then(Event.REFUSED, advice="unreached")) == (0, 0)


def test_what_failed_is_charged_unless_the_service_refunds():
    for lost in (
        then(Event.FAILED, status="failed"),
        then(Event.FAILED, status="failed", moderated=True),
        then(Event.REFUSED, advice="moderated"),
        then(Event.GIVEN_UP),
    ):
        assert spent(asked(), lost) == (Decimal("0.28"), 0)
        assert spent(asked(), lost, terms=REFUNDS) == (0, 0)
    assert spent(asked(), then(Event.UNKNOWN), terms=REFUNDS) == (Decimal("0.28"), 0)
    assert spent(asked(), then(Event.CANCELLED), terms=REFUNDS) == (Decimal("0.28"), 0)


def test_each_attempt_is_paid_by_itself():
    twice = [asked(), then(Event.UNKNOWN), asked(attempt=2, intention="i")]

    assert spent(*twice) == (Decimal("0.56"), 0)


def test_the_same_job_is_paid_once_where_the_service_says_so():
    twice = [asked(), then(Event.UNKNOWN), asked(attempt=2, same_job=True)]
    book = Book(twice)

    assert book.spent(TERMS, "USD") == (Decimal("0.28"), 0)
    assert book.charges["k", 1].standing is Standing.VOID


def test_other_services_accounts_and_currencies_are_other_purses():
    entries = [
        asked("a"),
        asked("b", service="other"),
        asked("c", account="them"),
        asked("d", price=("2.00", "CNY")),
        asked("e", price=None),
    ]

    assert spent(*entries) == (Decimal("0.28"), 2)
    assert spent(*entries, currency="CNY") == (Decimal("2.00"), 2)


def test_what_was_free_is_no_unknown_price():
    assert spent(asked(price=["0", ""])) == (0, 0)


def test_a_ledger_of_the_first_version_tells_no_price():
    old = Entry("k", 1, Event.INTENDED, 1.0, {"service": "s", "account": "us"})

    assert spent(old) == (0, 1)


def test_what_is_heard_too_late_holds_no_money():
    late = [asked(), then(Event.FAILED, status="failed"), then(Event.SEEN, status="running")]

    assert spent(*late, terms=REFUNDS) == (0, 0)


def test_only_what_was_written_since_is_read():
    ledger, book = MemoryLedger(), Book()
    ledger.add(asked())
    assert book.read(ledger).state("k").stage == "intended"
    ledger.add(then(Event.SUBMITTED, task_id="t"))

    assert book.read(ledger).state("k").task_id == "t"
    assert book.read(ledger).state("nobody").stage == "planned"
    assert book.spent(TERMS, "USD") == (Decimal("0.28"), 0)


def test_what_never_reached_the_service_takes_nobodys_turn():
    entries = [
        *(asked(key, at=at) for key, at in (("a", 10.0), ("b", 30.0), ("c", 20.0))),
        then(Event.REFUSED, "c", advice="unreached"),
        then(Event.REFUSED, "b", advice="wait"),
    ]

    assert Book(entries).submits("s", 0.0) == [10.0, 30.0]
    assert Book(entries).submits("s", 10.0) == [30.0]
    assert Book(entries).submits("other", 0.0) == []


lives = st.lists(
    st.builds(
        Entry,
        st.sampled_from("ab"),
        st.integers(1, 3),
        st.sampled_from(Event),
        st.floats(0, 100),
        st.fixed_dictionaries(
            {"service": st.just("s"), "account": st.just("us")},
            optional={
                "price": st.sampled_from([None, ["0.10", "USD"]]),
                "advice": st.sampled_from(["wait", "moderated", "unreached"]),
                "status": st.sampled_from(["failed", "expired"]),
                "task_id": st.just("t"),
            },
        ),
    )
)


@given(lives, st.integers(0, 30))
def test_read_at_once_or_on_and_on_it_comes_to_the_same(entries, cut):
    ledger = MemoryLedger()
    kept, intended = [], set()
    for entry in entries:
        # An event speaks of an attempt, and an attempt is intended once.
        fits = (entry.key, entry.attempt) in intended
        if fits == (entry.event is Event.INTENDED) or (
            entry.event is Event.SEEN and "status" in entry.data
        ):
            continue
        intended.add((entry.key, entry.attempt))
        kept.append(entry)
    book = Book()
    for number, entry in enumerate(kept):
        ledger.add(entry)
        if number % (cut + 1) == 0:
            book.read(ledger)
    book.read(ledger)

    for key in book.lives:
        assert book.state(key) == fold(events(ledger, key))
    for terms in (TERMS, REFUNDS):
        assert book.spent(terms, "USD") == Book(kept).spent(terms, "USD")
    assert book.submits("s", 0.0) == sorted(book.submits("s", 0.0))


def test_a_refusal_does_not_answer_for_the_attempt_before():
    """The first may have been accepted, whatever is said to the second of the same name."""
    twice = [asked(), then(Event.UNKNOWN), asked(attempt=2, same_job=True)]
    refused = Book([*twice, then(Event.REFUSED, attempt=2, advice="fix", words="no")])

    assert refused.state("k").stage == "unknown"
    assert refused.spent(TERMS, "USD") == (Decimal("0.28"), 0)
