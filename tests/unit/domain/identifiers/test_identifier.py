"""An identifier is three texts that compare, and prints none of them."""

from tipline.domain.identifiers import Identifier, IdentifierKind, Specificity


def test_equal_fields_make_equal_identifiers() -> None:
    one = Identifier(IdentifierKind.ACCOUNT, "example chat", "17")
    assert one == Identifier(IdentifierKind.ACCOUNT, "example chat", "17")
    assert one != Identifier(IdentifierKind.ACCOUNT, "example mail", "17")
    assert one != Identifier(IdentifierKind.SCREEN_NAME, "example chat", "17")


def test_identifiers_can_be_collected_and_sorted() -> None:
    email = Identifier(IdentifierKind.EMAIL, "", "user17@example.org")
    phone = Identifier(IdentifierKind.PHONE, "", "+12025550117")
    assert sorted({phone, email, email}) == [email, phone]


def test_the_repr_names_the_kind_only() -> None:
    assert repr(Identifier(IdentifierKind.PHONE, "digits", "5550117")) == "Identifier(phone, ...)"


def test_more_specific_is_larger() -> None:
    assert [*Specificity] == sorted(Specificity)
    assert Specificity.NOBODY < Specificity.CROWD < Specificity.ONE
