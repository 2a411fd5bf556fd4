"""The whole way through the form, over the real store."""

from datetime import timedelta

from tests.doors.public.wiring import SOON, Public
from tipline.domain.report import WebPageIncident
from tipline.domain.vocabulary import Answer, ContactWish, Relation


def test_one_fact_and_no_name_are_enough(either: Public) -> None:
    visitor = either.visitor()
    assert visitor.fill().heading == "Check your answers"
    either.clock.wait(SOON)
    code = visitor.send_report()
    assert len(code.replace("-", "")) == 18
    (number,) = either.reports()
    report = either.opened(number)
    assert report.additional_info == "Synthetic narrative 17."
    assert report.public is not None
    assert report.public.contact_wish is ContactWish.NONE
    assert not report.public.unconfirmed
    assert either.contact(number) is None
    assert either.drafts() == 0


def test_every_answer_arrives(either: Public) -> None:
    visitor = either.visitor()
    visitor.begin()
    visitor.answer("1", relation="parent_or_carer")
    visitor.answer("2", danger_now="yes")
    assert "Call for help now" in visitor.page.words
    visitor.answer("2b", meeting_planned="no", still_going_on="unknown")
    visitor.answer("3", category=either.site.categories[0].key)
    visitor.answer("4", kind="a")
    visitor.post("4/a/", text="hxxp://example[.]org/page (seen there)\nexample.net", year="2026")
    assert "hxxp://example[.]org/page (seen there)" in visitor.page.words
    visitor.answer("4", kind="d")
    visitor.post("4/d/", text="user17@example.net", still_there="yes")
    visitor.answer("4", kind="no")
    visitor.answer("5", narrative="Synthetic narrative 17.")
    visitor.answer("6", **{"child-age": "from_10_to_12", "child-name": "user_18"})
    visitor.answer("7", **{"other-names": "user_17"})
    visitor.answer("8", country="FR", region="Paris")
    visitor.answer("9", **{"reach-wish": "by_email"})
    typed = {"reach-email": "reader@example.org", "reach-may_go_to_police": "no"}
    assert visitor.answer("9b", **typed).heading == "Check your answers"
    either.clock.wait(SOON)
    visitor.send_report()
    (number,) = either.reports()
    report = either.opened(number)
    public = report.public
    assert public is not None
    assert (public.relation, public.danger_now) == (Relation.PARENT_OR_CARER, Answer.YES)
    assert public.contact_may_go_to_police is False
    web = report.incidents[0]
    assert isinstance(web, WebPageIncident)
    assert web.urls == ("http://example.org/page", "example.net")
    assert web.additional_info is not None
    assert "hxxp://example[.]org/page" in web.additional_info
    assert "(seen there)" in web.additional_info
    contact = either.contact(number)
    assert contact is not None
    assert contact.email == "reader@example.org"
    assert "reader@example.org" not in str(report.reporter.person.emails)
    row = either.reader.report(number)
    assert row is not None
    assert row.urgent


def test_a_draft_that_nobody_goes_on_with_is_gone_after_an_hour(public: Public) -> None:
    visitor = public.visitor()
    visitor.begin()
    visitor.answer("1", relation="witness")
    public.clock.wait(timedelta(minutes=61))
    page = visitor.get("5/")
    assert page.address == "/en/1/"
    page = visitor.answer("1", relation="witness")
    assert page.address == "/en/2/"
