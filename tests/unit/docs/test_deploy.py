"""The proxy examples keep no visitor: nothing of them in a log, nothing passed on."""

import re

import pytest

from tests.architecture.tree import ROOT

NGINX = (ROOT / "docs/deploy/nginx.conf").read_text("utf-8")
CADDY = (ROOT / "docs/deploy/Caddyfile").read_text("utf-8")

HARMLESS = {
    "time_iso8601",
    "request_method",
    "status",
    "body_bytes_sent",
    "request_time",
}
"""Variables that say nothing about who asked and for what."""


def without_comments(text: str) -> str:
    return re.sub(r"#.*", "", text)


def formats(text: str) -> dict[str, set[str]]:
    """Return the variables of every log format by its name."""
    found = re.findall(r"log_format\s+(\w+)\s+([^;]+);", without_comments(text))
    return {name: {*re.findall(r"\$\{?(\w+)", body)} for name, body in found}


def test_log_formats_hold_nothing_about_visitors() -> None:
    assert formats(NGINX), "no format: nginx would take its own, which names everybody"
    for variables in formats(NGINX).values():
        assert variables <= HARMLESS


def test_every_server_says_what_it_logs() -> None:
    servers = without_comments(NGINX).split("server {")[1:]
    assert len(servers) == 2
    for server in servers:
        (access,) = re.findall(r"access_log\s+([^;]+);", server)
        assert access == "off" or access.split()[1] in formats(NGINX)
        assert re.findall(r"error_log\s+([^;]+);", server) == ["/dev/null crit"]


@pytest.mark.parametrize("header", ["X-Forwarded-For", "X-Real-IP", "Forwarded"])
def test_the_visitors_address_is_not_passed_on(header: str) -> None:
    assert f'proxy_set_header {header} "";' in NGINX
    assert f"header_up -{header}\n" in CADDY


def test_no_variable_about_visitors_is_used_at_all() -> None:
    used = {*re.findall(r"\$\{?(\w+)", without_comments(NGINX))}
    assert used <= HARMLESS | {"host"}


def test_bodies_are_not_buffered() -> None:
    assert "proxy_request_buffering off;" in NGINX
    assert "proxy_max_temp_file_size 0;" in NGINX
    assert "flush_interval -1" in CADDY


def test_caddy_keeps_no_access_log_and_no_request() -> None:
    site = without_comments(CADDY).partition("hotline.example.org {")[2]
    assert not re.search(r"^\s*log\b", site, re.MULTILINE)
    assert "request delete" in CADDY


@pytest.mark.parametrize(
    "name", ["remote_addr", "http_user_agent", "request_uri", "args", "http_referer", "request"]
)
def test_a_variable_that_tells_is_noticed(name: str) -> None:
    spoilt = NGINX.replace("$status", f"$status ${name}", 1)
    assert not all(variables <= HARMLESS for variables in formats(spoilt).values())
