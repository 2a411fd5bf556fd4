"""Coming in and leaving: the log-in page, log-out, and choosing a password."""

import hashlib
import math
from typing import Final

from django.core import signing
from django.core.handlers.asgi import ASGIRequest
from django.http import HttpResponse

from tipline.domain.desk import LONGEST_SESSION, RIGHTS, Right
from tipline.domain.errors import StoreUnavailableError
from tipline.doors.desk.parts import Parts
from tipline.doors.desk.visit import COOKIE_PATH, PAGES, Visit, redirect, session_cookie
from tipline.services.desk.admit_user import user_name
from tipline.services.desk.log_in import (
    Attempt,
    LogInRefusedError,
    PasswordUnfitError,
    change_password,
    log_in,
    log_out,
)

_BROWSER_DAYS: Final = 90
_SALT: Final = "tipline.desk.browser"
_REFUSED: Final = "The name, the password or the code is not right. Check all three."
_USED: Final = "A code works once: if you have just used this one, wait for the next."
_BUSY: Final = (
    "Nobody can be let in at the moment. Wait a minute and try again with the next code."
)


def show_log_in(request: ASGIRequest, parts: Parts) -> HttpResponse:
    """Show the log-in page, or take what was typed into it."""
    if request.method == "POST":
        return _come_in(request, parts)
    return _log_in_page(request, over=bool(request.GET.get("over")))


def leave(visit: Visit) -> HttpResponse:
    """End the session."""
    log_out(visit.token, visit.user, visit.parts.writer())
    response = redirect("log-in")
    response.delete_cookie(session_cookie(visit.parts), path=COOKIE_PATH, samesite="Strict")
    if visit.parts.secure:  # browsers refuse it, aloud, without TLS
        response.headers["Clear-Site-Data"] = '"cache"'
    return response


def show_password(visit: Visit) -> HttpResponse:
    """Ask for a new password."""
    return _password_page(visit)


def take_password(visit: Visit) -> HttpResponse:
    """Change the password."""
    new = visit.form("new")
    if new != visit.form("again"):
        return _password_page(visit, "again", "The two new passwords are not the same.")
    key = f"password:{visit.user.id}"
    now = visit.parts.clock.now()
    wait = visit.parts.throttle.wait(key, now)
    if wait:
        return _password_page(visit, "old", _wait_words(wait.total_seconds()), 429)
    try:
        change_password(visit.form("old"), new, visit.user, visit.token, visit.parts.gate())
    except LogInRefusedError as error:
        visit.parts.throttle.failed(key, now)
        return _password_page(visit, "old", str(error))
    except PasswordUnfitError as error:
        return _password_page(visit, "new", str(error))
    return _home(visit.user.role in _READERS)


_READERS: Final = frozenset(
    role for role, rights in RIGHTS.items() if Right.READ_REPORTS in rights
)


def _come_in(request: ASGIRequest, parts: Parts) -> HttpResponse:
    name = str(request.POST.get("name", ""))
    key = _throttle_key(request, parts, name)
    now = parts.clock.now()
    wait = parts.throttle.wait(key, now).total_seconds()
    if wait:
        response = _log_in_page(request, name, _wait_words(wait), 429)
        response.headers["Retry-After"] = str(math.ceil(wait))
        return response
    attempt = Attempt(
        name=name,
        password=str(request.POST.get("password", "")),
        code=str(request.POST.get("code", "")),
    )
    try:
        user, token = log_in(attempt, parts.gate())
    except LogInRefusedError:
        parts.throttle.failed(key, now)
        return _log_in_page(request, name, f"{_REFUSED} {_USED}", 422)
    except StoreUnavailableError:
        return _log_in_page(request, name, _BUSY, 503)
    parts.throttle.succeeded(key)
    response = redirect("password") if user.must_change else _home(user.role in _READERS)
    response.set_cookie(
        session_cookie(parts),
        token,
        max_age=int(LONGEST_SESSION.total_seconds()),
        path=COOKIE_PATH,
        secure=parts.secure,
        httponly=True,
        samesite="Strict",
    )
    response.set_cookie(
        _browser_cookie(parts),
        signing.Signer(salt=_SALT).sign(user.name),
        max_age=_BROWSER_DAYS * 86_400,
        path=COOKIE_PATH,
        secure=parts.secure,
        httponly=True,
        samesite="Strict",
    )
    return response


def _home(reads: bool) -> HttpResponse:  # noqa: FBT001 - one private caller each
    return redirect("queue" if reads else "operation")


def _browser_cookie(parts: Parts) -> str:
    return "__Secure-desk-browser" if parts.secure else "desk-browser"


def _throttle_key(request: ASGIRequest, parts: Parts, name: str) -> str:
    """Return what failures are counted by: the name, and whether this browser knows it."""
    name = user_name(name)
    try:
        known = signing.Signer(salt=_SALT).unsign(request.COOKIES.get(_browser_cookie(parts), ""))
    except signing.BadSignature:
        known = ""
    digest = hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()
    return f"{'known' if known == name else 'new'}:{digest}"


def _wait_words(seconds: float) -> str:
    count = math.ceil(seconds)
    unit = "second" if count == 1 else "seconds"
    return f"There were several failed tries. Wait {count} {unit}, then try again."


def _log_in_page(
    request: ASGIRequest,
    name: str = "",
    problem: str = "",
    status: int = 200,
    *,
    over: bool = False,
) -> HttpResponse:
    return PAGES.render(
        request, "desk/log_in.html", status, title="Log in", name=name, problem=problem, over=over
    )


def _password_page(
    visit: Visit, field: str = "", problem: str = "", status: int = 422
) -> HttpResponse:
    return visit.page(
        "password.html",
        "Choose a password",
        status if problem else 200,
        field=field,
        problem=problem,
        first=visit.user.must_change,
    )
