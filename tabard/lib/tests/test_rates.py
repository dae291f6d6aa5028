from tabard.lib.rates import Rates


def test_so_many_are_let_in_at_once_and_then_one_after_the_other():
    rates = Rates(most=3, seconds=30)

    assert [rates.wait("a", 100) for _ in range(5)] == [0, 0, 0, 10, 10]
    assert rates.wait("a", 110) == 0
    assert rates.wait("a", 110) == 10


def test_each_name_counts_for_itself():
    rates = Rates(most=1, seconds=10)

    assert [rates.wait(name, 0) for name in "abab"] == [0, 0, 10, 10]


def test_after_long_silence_all_are_let_in_again():
    rates = Rates(most=2, seconds=10)
    for _ in range(5):
        rates.wait("a", 0)

    assert [rates.wait("a", 1000) for _ in range(3)] == [0, 0, 5]


def test_names_without_end_take_no_memory_without_end():
    rates = Rates(most=1, seconds=1e9)

    for number in range(Rates.KEPT * 2):
        rates.wait(str(number), number / 1000)

    assert len(rates._used_up) <= Rates.KEPT
