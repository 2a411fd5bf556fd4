"""The process that libFuzzer drives; `fuzz.decode` starts it and reads what it says."""

import sys

import atheris

with atheris.instrument_imports(include=["tipline"]):
    from fuzz import finds, laws
    from fuzz.mutate import mutate


def one_input(data: bytes) -> None:
    """Check all laws on one input; a broken one is kept and the run goes on."""
    try:
        laws.check(data)
    except Exception as error:  # noqa: BLE001 - anything at all is a find
        finds.keep(data, error)


if __name__ == "__main__":
    atheris.Setup(sys.argv, one_input, custom_mutator=mutate)
    atheris.Fuzz()
