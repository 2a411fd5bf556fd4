"""Every error raised on purpose has the one root, a code of its own, and a sentence."""

import importlib
import pkgutil
import re
from collections.abc import Iterator

import tipline
from tipline.domain.errors import TiplineError, ValueRefusedError


def every_error(root: type[TiplineError] = TiplineError) -> Iterator[type[TiplineError]]:
    yield root
    for kind in root.__subclasses__():
        yield from every_error(kind)


def test_the_message_defaults_to_what_the_class_says_of_itself() -> None:
    assert str(ValueRefusedError()) == "A value is not in the form its type demands."
    assert str(ValueRefusedError("say it better")) == "say it better"
    assert isinstance(ValueRefusedError(), ValueError)

    class SilentError(TiplineError):
        pass

    SilentError.__doc__ = None
    assert str(SilentError()) == ""


def test_codes_are_stable_words_and_each_stands_for_one_error() -> None:
    for module in pkgutil.iter_modules(tipline.__path__):
        if module.name in {"domain", "codecs"}:
            importlib.import_module(f"tipline.{module.name}")
    importlib.import_module("tipline.codecs.documents")
    errors = {kind for kind in every_error() if kind.__module__.startswith("tipline.")}
    codes = [kind.code for kind in errors]
    assert len(codes) == len(set(codes)) >= 6
    assert all(re.fullmatch("[a-z]+(_[a-z]+)+", code) for code in codes)
    assert all((kind.__doc__ or "").strip() for kind in errors)
