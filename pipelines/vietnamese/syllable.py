"""Whether a word can be a Vietnamese syllable: the measure by which damaged and undamaged text are told apart. Spelling only, no dictionary."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

_ONSETS = ("ngh", "ng", "nh", "ch", "gh", "gi", "kh", "ph", "qu", "th", "tr", *"bcdđghklmnprstvx", "")
_WRITTEN = """
    a ac ach ai am an ang anh ao ap at au ay
    ăc ăm ăn ăng ăp ăt
    âc âm ân âng âp ât âu ây
    e ec em en eng eo ep et
    ê êch êm ên ênh êp êt êu
    i ia ich im in inh ip it iu iêc iêm iên iêng iêp iêt iêu
    o oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăp oăt oc oe oem oen oeo oet oi om on ong ooc oong op ot
    ô ôc ôi ôm ôn ông ôp ôt
    ơ ơi ơm ơn ơp ơt
    u ua uân uâng uât uây uc uê uêch uên uênh uêt ui um un ung up ut uơ
    uôc uôi uôm uôn uông uôt uy uya uych uyên uyêt uyn uynh uyp uyt uyu
    ư ưa ưc ưi ưm ưn ưng ưt ưu ươc ươi ươm ươn ương ươp ươt ươu
    y yêm yên yêng yêt yêu
    ych yn ynh yt
"""
_RHYMES = frozenset(_WRITTEN.split())
_ONLY_AFTER_QU = frozenset({"ych", "yn", "ynh", "yt"})
_FRONT = frozenset("eêiy")
_BEFORE_FRONT = frozenset({"k", "gh", "ngh"})
_BEFORE_OTHERS = frozenset({"c", "g", "ng"})
_TONES = dict.fromkeys(map(ord, "\u0300\u0301\u0303\u0309\u0323"))
_STOP_TONES = frozenset("\u0301\u0323")
_STOPS = ("c", "ch", "p", "t")


@lru_cache(maxsize=1 << 16)
def is_syllable(word: str) -> bool:
    """Whether `word`, in any case and in NFC or NFD, is an onset and a rhyme of Vietnamese with at most one tone mark.

    A rhyme that ends in a stop (c, ch, p, t) bears sắc or nặng and nothing else.
    """
    if not 0 < len(word) <= 20:
        return False
    apart = unicodedata.normalize("NFD", word.lower())
    tones = [mark for mark in apart if ord(mark) in _TONES]
    if len(tones) > 1:
        return False
    plain = unicodedata.normalize("NFC", apart.translate(_TONES))
    if not tones:
        return _is_plain(plain) and not plain.endswith(_STOPS)
    return _is_plain(plain) and (tones[0] in _STOP_TONES or not plain.endswith(_STOPS))


def _is_plain(plain: str) -> bool:
    """`is_syllable` of a word without tone mark."""
    for onset in _ONSETS:
        rhyme = plain[len(onset) :]
        if not plain.startswith(onset) or rhyme not in _RHYMES:
            continue
        if rhyme in _ONLY_AFTER_QU and onset != "qu":
            continue
        is_front = rhyme[0] in _FRONT
        if (onset in _BEFORE_FRONT and not is_front) or (onset in _BEFORE_OTHERS and is_front and not (onset == "g" and rhyme[0] == "i")):
            continue
        return True
    return False
