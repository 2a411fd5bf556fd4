"""Online services that go by several names, and the domains that are theirs.

A service that is not here is compared by its own name; the table only joins spellings. Names are
in the form that `service_scope` makes: lower case, one space for any punctuation.
"""

from typing import Final, NamedTuple


class Service(NamedTuple):
    """A service: the name it is compared by, other names for it, and its domains."""

    name: str
    aliases: tuple[str, ...] = ()
    domains: tuple[str, ...] = ()


SERVICES: Final = (
    Service("amazon", ("amazon com",), ("amazon.com",)),
    Service("apple", ("apple com",), ("apple.com", "icloud.com")),
    Service("bluesky", ("bsky", "bsky app", "bsky social"), ("bsky.app", "bsky.social")),
    Service(
        "discord",
        ("discord com", "discord app", "discordapp"),
        ("discord.com", "discordapp.com", "discord.gg"),
    ),
    Service("dropbox", ("dropbox com",), ("dropbox.com",)),
    Service("facebook", ("fb", "facebook com"), ("facebook.com", "fb.com", "fb.me")),
    Service("gmail", ("google mail", "googlemail", "gmail com"), ("gmail.com", "mail.google.com")),
    Service("google", ("google com",), ("google.com",)),
    Service("imgur", ("imgur com",), ("imgur.com",)),
    Service("instagram", ("ig", "insta", "instagram com"), ("instagram.com",)),
    Service("kik", ("kik messenger", "kik com"), ("kik.com", "kik.me")),
    Service("line", ("line messenger", "line me"), ("line.me",)),
    Service("mega", ("mega nz", "mega io"), ("mega.nz", "mega.io")),
    Service(
        "messenger",
        ("facebook messenger", "fb messenger", "messenger com"),
        ("messenger.com", "m.me"),
    ),
    Service("microsoft", ("microsoft com",), ("microsoft.com",)),
    Service("minecraft", ("minecraft net",), ("minecraft.net",)),
    Service("omegle", ("omegle com",), ("omegle.com",)),
    Service("onedrive", ("one drive", "skydrive", "microsoft onedrive"), ("onedrive.live.com",)),
    Service("outlook", ("hotmail", "outlook com", "hotmail com"), ("outlook.com", "hotmail.com")),
    Service("pinterest", ("pinterest com",), ("pinterest.com", "pin.it")),
    Service("playstation network", ("psn", "playstation", "sony psn"), ("playstation.com",)),
    Service("reddit", ("reddit com",), ("reddit.com", "redd.it")),
    Service("roblox", ("roblox com",), ("roblox.com",)),
    Service("signal", ("signal messenger", "signal org"), ("signal.org",)),
    Service("skype", ("skype com",), ("skype.com",)),
    Service("snapchat", ("snap", "snap chat", "snapchat com"), ("snapchat.com",)),
    Service("steam", ("steampowered", "steam community"), ("steamcommunity.com",)),
    Service("telegram", ("telegram messenger", "tg", "telegram org"), ("telegram.org", "t.me")),
    Service("threads", ("threads net", "threads com"), ("threads.net", "threads.com")),
    Service("tiktok", ("tik tok", "tiktok com", "musical ly"), ("tiktok.com",)),
    Service("tumblr", ("tumblr com",), ("tumblr.com",)),
    Service("twitch", ("twitch tv",), ("twitch.tv",)),
    Service(
        "twitter",
        ("x", "x com", "twitter com", "x twitter", "twitter x", "x formerly twitter"),
        ("twitter.com", "x.com"),
    ),
    Service("viber", ("rakuten viber", "viber com"), ("viber.com",)),
    Service("vk", ("vkontakte", "vk com"), ("vk.com",)),
    Service("wechat", ("we chat", "weixin", "wechat com"), ("wechat.com",)),
    Service(
        "whatsapp",
        ("whats app", "wa", "whatsapp com", "whatsapp messenger"),
        ("whatsapp.com", "wa.me"),
    ),
    Service("xbox", ("xbox live", "xbox network", "xbox com"), ("xbox.com",)),
    Service("yahoo", ("yahoo com",), ("yahoo.com",)),
    Service("youtube", ("yt", "you tube", "youtube com"), ("youtube.com", "youtu.be")),
    Service("zoom", ("zoom us",), ("zoom.us", "zoom.com")),
)

SHARED_DOMAINS: Final = (
    "bit.ly",
    "blogspot.com",
    "cutt.ly",
    "goo.gl",
    "is.gd",
    "linktr.ee",
    "medium.com",
    "ow.ly",
    "pastebin.com",
    "rebrand.ly",
    "t.co",
    "tinyurl.com",
    "wikipedia.org",
    "wordpress.com",
)
"""Domains under which strangers publish or shorten addresses, that are no service of the above."""

SAME_SITES: Final = {
    "discordapp.com": "discord.com",
    "fb.com": "facebook.com",
    "mega.io": "mega.nz",
    "threads.com": "threads.net",
    "x.com": "twitter.com",
}
"""Domains that lead to the same pages as another of the same service."""

COMPANY_FORMS: Final = frozenset(
    {"corp", "corporation", "gmbh", "inc", "incorporated", "limited", "llc", "ltd"}
)
"""Last words of a company's name, which do not belong to the name of its service."""

ENTRANCES: Final = frozenset(
    {
        "/",
        "/about",
        "/explore",
        "/feed",
        "/home",
        "/index.html",
        "/index.php",
        "/login",
        "/messages",
        "/profile",
        "/profile.php",
        "/search",
        "/settings",
        "/signup",
        "/watch",
    }
)
"""Paths that lead to nobody in particular when nothing follows them."""
