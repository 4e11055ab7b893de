"""Ranks of scores, without any database."""


def competition_ranks(scores):
    """Return the rank of each score, the highest first; equals share a rank.

    :param scores: comparable numbers, in any order
    :return: ranks in the order of ``scores``; two firsts are followed by a third
    """
    first_place = {}
    for place, score in enumerate(sorted(scores, reverse=True), start=1):
        first_place.setdefault(score, place)
    return [first_place[score] for score in scores]
