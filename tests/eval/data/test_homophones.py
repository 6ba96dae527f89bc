from eval.data.homophones import SHARE, Homophones
from retrieval.sound import syllables

TEXT = "住房公积金每年可以提取一次，失业人员每月领取失业保险金一千八百二十四元。" * 20
SOUNDS = Homophones([TEXT, "注放攻击今没念克已替去椅刺"])


def test_what_is_misheard_sounds_the_same() -> None:
    misheard = SOUNDS.misheard(TEXT)
    assert misheard != TEXT
    assert syllables(misheard) == syllables(TEXT)


def test_about_a_fifth_is_and_marks_never_are() -> None:
    only = Homophones(["攻弓恭"])
    misheard = only.misheard("公" * 1000 + "，" * 100)
    assert 0.8 * SHARE < sum(one != "公" for one in misheard[:1000]) / 1000 < 1.2 * SHARE
    assert misheard[1000:] == "，" * 100


def test_the_same_text_is_misheard_the_same_and_unknown_sounds_stay() -> None:
    assert SOUNDS.misheard(TEXT) == SOUNDS.misheard(TEXT)
    assert Homophones([]).misheard(TEXT) == TEXT
