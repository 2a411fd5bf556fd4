"""The headers every answer carries: nothing from elsewhere, nothing kept, nothing told on."""

import secrets
from typing import Final

_FEATURES: Final = (
    "accelerometer",
    "camera",
    "display-capture",
    "fullscreen",
    "geolocation",
    "gyroscope",
    "hid",
    "magnetometer",
    "microphone",
    "midi",
    "payment",
    "publickey-credentials-get",
    "screen-wake-lock",
    "serial",
    "usb",
    "xr-spatial-tracking",
)

_ALWAYS: Final = {
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": ", ".join(f"{feature}=()" for feature in _FEATURES),
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "X-Robots-Tag": "noindex, nofollow",
}

_POLICY: Final = (
    "default-src 'none'; base-uri 'none'; connect-src 'self'; font-src 'self'; "
    "form-action 'self'; frame-ancestors 'none'; img-src 'self'; "
    "script-src 'self' 'nonce-{nonce}'; style-src 'self'"
)


def new_nonce() -> str:
    """Return a word that allows one answer's inline script and no other (CSP, level 3)."""
    return secrets.token_urlsafe(18)


def security_headers(nonce: str) -> dict[str, str]:
    """Return the headers of an answer; `Cache-Control` is for the caller to loosen."""
    policy = _POLICY.format(nonce=nonce)
    return {**_ALWAYS, "Content-Security-Policy": policy, "Cache-Control": "no-store"}
