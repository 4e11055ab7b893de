"""Check style without changing anything."""


def main(_options):
    return 0
