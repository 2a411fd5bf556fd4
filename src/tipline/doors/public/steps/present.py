"""Turns a field into what the GOV.UK components take, in the visitor's language."""

from collections.abc import Callable, Mapping
from typing import Any, Final, NamedTuple

from tipline.domain.vocabulary import Relation
from tipline.doors.public.steps.fields import ON, Field, Kind, Said, said
from tipline.doors.public.steps.questions import COUNTRY
from tipline.doors.public.words import N_, Words

Component = tuple[str, dict[str, Any]]
"""The name of a component, and its parameters."""

_DAY_PARTS: Final = (
    ("day", N_("Day"), "govuk-input--width-2"),
    ("month", N_("Month"), "govuk-input--width-2"),
    ("year", N_("Year"), "govuk-input--width-4"),
)
_ROWS: Final = 3
_MANY_ROWS: Final = 8
_LONG: Final = 4_000


class Sheet(NamedTuple):
    """What fields are shown with: words, who reads them, values and errors by field's name."""

    words: Words
    relation: Relation | None
    value: Callable[[str], str]
    errors: Mapping[str, str]

    def text(self, text: Said) -> str:
        """Return a text in this language, for this person."""
        english = said(text, self.relation)
        return self.words(english) if english else ""


def present(field: Field, sheet: Sheet, *, heading: bool = False) -> Component:
    """Return a field as a component; as the page's `heading` if it is alone there."""
    params = _PRESENT[field.kind](field, sheet, heading)
    hint = sheet.text(field.hint)
    if hint and field.kind is not Kind.TICK:
        params["hint"] = {"text": hint}
    error = sheet.errors.get(field.name)
    if error:
        params["errorMessage"] = {
            "text": error,
            "visuallyHiddenText": sheet.words("Error"),
        }
    return _component(field), params


def _component(field: Field) -> str:
    if _is_counted(field):
        return "character-count"
    return "countries" if _is_country(field) else _COMPONENTS[field.kind]


def _is_country(field: Field) -> bool:
    return any(value == COUNTRY for value, _ in field.options)


def _is_counted(field: Field) -> bool:
    return field.kind is Kind.BOX and field.longest > _LONG


def _fieldset(field: Field, sheet: Sheet, heading: bool) -> dict[str, Any]:  # noqa: FBT001
    size = "l" if heading else "m"
    legend = {
        "text": sheet.text(field.label),
        "classes": f"govuk-fieldset__legend--{size}",
        "isPageHeading": heading,
    }
    return {"legend": legend}


def _label(field: Field, sheet: Sheet, heading: bool) -> dict[str, Any]:  # noqa: FBT001
    return {
        "text": sheet.text(field.label),
        "classes": "govuk-label--l" if heading else "govuk-label--s",
        "isPageHeading": heading,
    }


def _radios(field: Field, sheet: Sheet, heading: bool) -> dict[str, Any]:  # noqa: FBT001
    return {
        "idPrefix": field.name,
        "name": field.name,
        "classes": "govuk-radios--inline" if field.inline else "",
        "fieldset": _fieldset(field, sheet, heading),
        "value": sheet.value(field.name),
        "items": [_option(field, sheet, value, text) for value, text in field.options],
    }


def _option(field: Field, sheet: Sheet, value: str, text: Said) -> dict[str, Any]:
    option: dict[str, Any] = {"value": value, "text": sheet.text(text)}
    if field.helps.get(value):
        option["hint"] = {"text": sheet.text(field.helps[value])}
    return option


def _line(field: Field, sheet: Sheet, heading: bool) -> dict[str, Any]:  # noqa: FBT001
    params: dict[str, Any] = {
        "id": field.name,
        "name": field.name,
        "label": _label(field, sheet, heading),
        "value": sheet.value(field.name),
        "classes": field.narrow,
        "autocomplete": field.fills,
        "spellcheck": False,
    }
    if field.mode:
        params["inputmode"] = field.mode
    # Addresses and numbers are read from left to right in every language.
    if field.mode in {"url", "email", "tel"}:
        params["attributes"] = {"dir": "ltr"}
    else:
        params["attributes"] = {"dir": "auto"}
    return params


def _box(field: Field, sheet: Sheet, heading: bool) -> dict[str, Any]:  # noqa: FBT001
    params: dict[str, Any] = {
        "id": field.name,
        "name": field.name,
        "label": _label(field, sheet, heading),
        "value": sheet.value(field.name),
        "rows": str(_MANY_ROWS if field.longest > _LONG else _ROWS),
        "autocomplete": field.fills,
        "attributes": {"dir": "ltr" if field.mode == "url" else "auto"},
    }
    if _is_counted(field):
        words = sheet.words
        params |= {
            "maxlength": field.longest,
            "threshold": "75",
            "textareaDescriptionText": words("You can write up to %{count} characters."),
            "charactersUnderLimitText": _any_count(words("Characters left: %{count}")),
            "charactersAtLimitText": words("There is no more room."),
            "charactersOverLimitText": _any_count(
                words("Too long. Characters too many: %{count}")
            ),
        }
    return params


def _any_count(text: str) -> dict[str, str]:
    """Return a text for every plural form there is in any language."""
    return dict.fromkeys(("zero", "one", "two", "few", "many", "other"), text)


def _list(field: Field, sheet: Sheet, heading: bool) -> dict[str, Any]:  # noqa: FBT001
    chosen = sheet.value(field.name)
    params: dict[str, Any] = {
        "id": field.name,
        "name": field.name,
        "label": _label(field, sheet, heading),
    }
    if _is_country(field):
        params["options"] = sheet.words.country_options(chosen)
    else:
        params["items"] = [
            {"value": value, "text": sheet.text(text), "selected": value == chosen}
            for value, text in field.options
        ]
    return params


def _tick(field: Field, sheet: Sheet, heading: bool) -> dict[str, Any]:  # noqa: ARG001, FBT001
    item = {
        "value": ON,
        "text": sheet.text(field.label),
        "checked": sheet.value(field.name) == ON,
    }
    hint = sheet.text(field.hint)
    if hint:
        item["hint"] = {"text": hint}
    return {"idPrefix": field.name, "name": field.name, "items": [item]}


def _day(field: Field, sheet: Sheet, heading: bool) -> dict[str, Any]:  # noqa: FBT001
    wrong = field.name in sheet.errors
    return {
        "id": field.name,
        "fieldset": _fieldset(field, sheet, heading) | {"role": "group"},
        "items": [
            {
                "id": f"{name}" if name != "day" else field.name,
                "name": name,
                "label": sheet.words(label),
                "value": sheet.value(name),
                "classes": width + (" govuk-input--error" if wrong else ""),
                "autocomplete": "off",
            }
            for name, label, width in _DAY_PARTS
        ],
    }


_PRESENT: Final[dict[Kind, Callable[[Field, Sheet, bool], dict[str, Any]]]] = {
    Kind.RADIOS: _radios,
    Kind.LINE: _line,
    Kind.BOX: _box,
    Kind.LIST: _list,
    Kind.TICK: _tick,
    Kind.DAY: _day,
}
_COMPONENTS: Final = {
    Kind.RADIOS: "radios",
    Kind.LINE: "input",
    Kind.BOX: "textarea",
    Kind.LIST: "select",
    Kind.TICK: "checkboxes",
    Kind.DAY: "date-input",
}
