"""Order of calls, for tests that pin how overrides of create and write follow on."""


def record_calls(test, record, *names):
    """Note each call of some methods of a record's model, which run as always.

    :param names: methods of the model
    :return: a list that gets the name of each method as it is called
    """
    calls = []
    model = type(record)
    for name in names:
        original = getattr(model, name)

        def noted(self, *args, name=name, original=original, **kwargs):
            calls.append(name)
            return original(self, *args, **kwargs)

        test.patch(model, name, noted)
    return calls
