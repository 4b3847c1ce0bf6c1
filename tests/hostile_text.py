# ruff: noqa: E501 - attacks are as long as they are
"""Text that somebody might send with bad intent, for every place that takes text.

`safe_or_explain` reads HTML with a parser that is neither of ours and says what could act in it.
"""

from __future__ import annotations

from collections.abc import Mapping, Set
from html.parser import HTMLParser
from urllib.parse import urlsplit

#: Attempts to run a script, by the door that they try.
VECTORS: dict[str, str] = {
    "script": "<script>alert(1)</script>",
    "script in capitals with a slash": "<ScRiPt/x>alert(1)</sCrIpT >",
    "script split by a null": "<scr\0ipt>alert(1)</scr\0ipt>",
    "script inside script": "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "script with an end that is none": "<script>alert(1)</script foo='>'>x",
    "script of a data address": '<script src="data:,alert(1)"></script>',
    "unclosed script": "<p>a<script>alert(1)//",
    "double open": "<<script>alert(1)//<</script>",
    "event": '<p onclick="alert(1)">x</p>',
    "event without quotes": "<p onclick=alert(1)>x</p>",
    "event after a slash": "<p/onmouseover=alert(1)>x</p>",
    "event after a form feed": "<p\x0conclick=alert(1)>x</p>",
    "event after quotes run together": '<p title="a"onclick="alert(1)">x</p>',
    "event in a picture": "<img src=x onerror=alert(1)>",
    "event in our picture": '<img src="/media/x.jpg" onerror="alert(1)" onload=alert(1)>',
    "event that breaks out of alt": '<img src="/media/x.jpg" alt="\'&quot;><svg onload=alert(1)>">',
    "event in backticks": "<img src=`x` onerror=`alert(1)`>",
    "focus": '<a href="/" autofocus tabindex=1 onfocus=alert(1)>x</a>',
    "details": "<details open ontoggle=alert(1)>x</details>",
    "marquee": "<marquee onstart=alert(1)>x</marquee>",
    "video": "<video><source onerror=alert(1)></video>",
    "body": "<body onload=alert(1)>x",
    "javascript": '<a href="javascript:alert(1)">x</a>',
    "javascript in capitals": '<a href="JaVaScRiPt:alert(1)">x</a>',
    "javascript with entities": '<a href="&#106;avascript&#58;alert(1)">x</a>',
    "javascript with entities without ends": '<a href="&#0000106&#0000097vascript:alert(1)">x</a>',
    "javascript with a named colon": '<a href="javascript&colon;alert(1)">x</a>',
    "javascript with tab and newline": '<a href="jav&Tab;ascr&NewLine;ipt:alert(1)">x</a>',
    "javascript behind spaces": '<a href=" \x01\x1f javascript:alert(1)">x</a>',
    "javascript with a null": '<a href="java\0script:alert(1)">x</a>',
    "javascript behind a soft hyphen": '<a href="\u00adjavascript:alert(1)">x</a>',
    "javascript behind a byte-order mark": '<a href="\ufeffjavascript:alert(1)">x</a>',
    "javascript behind an ideographic space": '<a href="\u3000javascript:alert(1)">x</a>',
    "javascript percent encoded": '<a href="javascript%3Aalert(1)">x</a>',
    "javascript with slashes": '<a href="javascript://%0aalert(1)">x</a>',
    "vbscript": '<a href="vbscript:msgbox(1)">x</a>',
    "view-source": '<a href="view-source:javascript:alert(1)">x</a>',
    "blob": '<a href="blob:https://x/1">x</a>',
    "data": '<a href="data:text/html;base64,PHNjcmlwdD4=">x</a>',
    "data picture": '<img src="data:image/svg+xml,<svg onload=alert(1)>" alt="x">',
    "file": '<a href="file:///etc/passwd">x</a>',
    "form action": '<form action="javascript:alert(1)"><button>x</button></form>',
    "button": '<button formaction="javascript:alert(1)">x</button>',
    "input": '<input type=image src=x onerror=alert(1)><isindex action="javascript:alert(1)">',
    "frame": '<iframe src="javascript:alert(1)"></iframe>',
    "frame with a document": '<iframe srcdoc="<script>alert(1)</script>"></iframe>',
    "frame that closes in its address": '<iframe src="https://x.example/</iframe><img src=x onerror=alert(1)>">',
    "object": '<object data="javascript:alert(1)"></object><embed src="javascript:alert(1)">',
    "base": '<base href="javascript:/a/"><a href="b">x</a>',
    "refresh": '<meta http-equiv=refresh content="0;url=javascript:alert(1)">',
    "link element": '<link rel=stylesheet href="https://evil.example/x.css">',
    "style element": "<style>@import 'https://evil.example/x.css';</style>",
    "style attribute": '<p style="background:url(javascript:alert(1));position:fixed;inset:0">x</p>',
    "expression": '<p style="width:expression(alert(1))">x</p>',
    "binding": '<p style="-moz-binding:url(https://evil.example/x.xml#y)">x</p>',
    "foreign class": '<p class="modal-open fixed htmx-request">x</p>',
    "htmx": '<p hx-get="/x" hx-trigger="load" data-hx-on="x">x</p>',
    "clobbering": '<a id="location" name="cookie" href="/x">x</a><form id=document></form>',
    "svg": "<svg onload=alert(1)><a xlink:href='javascript:alert(1)'><text y=20>x</text></a></svg>",
    "svg animation": "<svg><animate onbegin=alert(1) attributeName=x dur=1s></svg>",
    "svg use": '<svg><use href="data:image/svg+xml;base64,PHN2Zz4=#x"/></svg>',
    "svg with a foreign object": "<svg><foreignObject><script>alert(1)</script></foreignObject></svg>",
    "math": '<math href="javascript:alert(1)">x</math>',
    "math action": "<math><maction actiontype='statusline#http://x' xlink:href='javascript:alert(1)'>x",
    "mutation by style in math": '<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=x onerror=alert(1)&gt;">',
    "mutation by svg and style": '<svg></p><style><a id="</style><img src=x onerror=alert(1)>">',
    "mutation by noscript": '<noscript><p title="</noscript><img src=x onerror=alert(1)>">',
    "mutation by title": '<title><a title="</title><img src=x onerror=alert(1)>">',
    "mutation by textarea": '<textarea><p title="</textarea><img src=x onerror=alert(1)>">',
    "mutation by template": '<template><p title="</template><img src=x onerror=alert(1)>">',
    "mutation by form and math": "<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
    "mutation by select": "<select><style></select><img src=x onerror=alert(1)></style>",
    "mutation by xmp": "<xmp><p title='</xmp><img src=x onerror=alert(1)>'>",
    "mutation by a table": "<table><svg><tr><td><style></svg><img src=x onerror=alert(1)>",
    "comment that ends early": "<!--><img src=x onerror=alert(1)>-->",
    "comment that ends oddly": "<!-- --!><img src=x onerror=alert(1)>",
    "comment of a browser": "<!--[if IE]><script>alert(1)</script><![endif]-->",
    "processing instruction": '<?xml version="1.0"?><?php echo 1 ?><script>alert(1)</script>',
    "cdata": "<![CDATA[<script>alert(1)</script>]]>",
    "doctype": '<!DOCTYPE x [<!ENTITY a "<script>alert(1)</script>">]>&a;',
    "plaintext": "<plaintext><script>alert(1)</script>",
    "end tags with attributes": "</p onclick=alert(1)></script x><a/href='javascript:alert(1)'>x",
    "quotes that never end": "<a href=\"x'><script>alert(1)</script>",
    "tag that never ends": "<img src=x onerror=alert(1) ",
    "attribute that never ends": '<p title="<img src=x onerror=alert(1)>',
    "entities of a tag": "&lt;script&gt;alert(1)&lt;/script&gt;",
    "entities twice": "&amp;lt;script&amp;gt;alert(1)",
    "wide angle brackets": "＜script＞alert(1)＜/script＞ ‹img src=x onerror=alert(1)›",
    "seven-bit": "+ADw-script+AD4-alert(1)+ADw-/script+AD4-",
    "overlong": "\u00c0\u00bcscript\u00c0\u00be",
    "embed of a stranger": '<figure class="embed" data-embed="javascript:alert(1)"><a href="#">x</a></figure>',
    "embed of a look-alike": '<figure data-embed="https://youtube.com.evil.example/x">x</figure>',
    "embed of a user": '<figure data-embed="https://youtube.com@evil.example/x">x</figure>',
    "django template": "{{ settings.SECRET_KEY }}{% load static %}{% include '/etc/passwd' %}",
    "other templates": "${7*7} #{7*7} <%= 7*7 %> {{7*7}} {{constructor.constructor('alert(1)')()}}",
    "header": "x\r\nSet-Cookie: a=b",
}

#: Text that breaks careless programs, harmless itself.
NAUGHTY: dict[str, str] = {
    "nothing": "",
    "space": " \t\n\r\x0b\x0c\u00a0\u2003\u3000",
    "undefined": "undefined null None NaN true -1/0 1e309 0x0 ../../etc/passwd",
    "controls": "".join(map(chr, [*range(32), *range(127, 160)])),
    "byte-order mark": "\ufeffx\ufffe\uffff",
    "halves of characters": "a\ud800b\udfffc",
    "beyond the basic plane": "𝕏 𠜎 🏳️‍🌈 👩‍👩‍👧‍👦 \U0010ffff",
    "right to left override": "\u202etxt.exe\u202c \u2066x\u2069 \u200f",
    "zero width": "a\u200bb\u200cc\u200dd\u2060e\u00adf",
    "stacked marks": "Z" + "\u0300\u0315\u031b\u0321" * 200 + "algo",
    "ligature": "﷽ " * 20,
    "one long word": "W" * 5000,
    "quotes": "'\"`´‘’“”«» \\' \\\" \\\\",
    "sql": "1;DROP TABLE articles_story;-- ' OR '1'='1",
    "format strings": "%s%n %(x)s {0.__class__} {x!r} $HOME `id` $(id)",
    "huge references": "&#" + "9" * 5000 + "; &#x" + "f" * 5000 + "; &#0; &#xD800; &#1114112;",
    "unknown references": "&unknown; &; &#; &#x; &amp &ampamp; &notit;",
    "separators": "a\u2028b\u2029c\x85d",
    "turkish i": "İıIi ﬁ ß ſ",
}


class _Acting(HTMLParser):
    """Collects whatever stands outside of the allow-list or leads to code."""

    def __init__(self, allowed: Mapping[str, Set[str]], schemes: Set[str]) -> None:
        super().__init__(convert_charrefs=True)
        self.allowed, self.schemes = allowed, schemes
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in self.allowed:
            self.found.append(f"tag {tag}")
            return
        for name, value in attrs:
            if name not in self.allowed[tag]:
                self.found.append(f"attribute {name} of {tag}")
            if name in {"href", "src", "data-embed"}:
                self.check_address(value or "")

    def check_address(self, address: str) -> None:
        if any(ord(character) <= 32 for character in address) or "\\" in address:
            self.found.append(f"address {address!r} with characters that browsers drop")
        scheme = urlsplit(address).scheme
        if (scheme and scheme not in self.schemes) or address.startswith("//"):
            self.found.append(f"address {address!r}")

    def handle_comment(self, data: str) -> None:
        self.found.append(f"comment {data!r}")

    def handle_decl(self, decl: str) -> None:
        self.found.append(f"declaration {decl!r}")

    def handle_pi(self, data: str) -> None:
        self.found.append(f"instruction {data!r}")

    def unknown_decl(self, data: str) -> None:
        self.found.append(f"declaration {data!r}")


def safe_or_explain(
    html: str, allowed: Mapping[str, Set[str]], schemes: Set[str] = frozenset({"http", "https"})
) -> list[str]:
    """What in `html` stands outside of the allow-list; an empty list is a clean bill."""
    parser = _Acting(allowed, schemes)
    parser.feed(html)
    parser.close()
    return parser.found


def depth_of(html: str) -> int:
    """How many elements stand inside each other at the deepest place."""
    depths = [0]

    class Depth(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            if tag not in {"br", "hr", "img"}:
                depths.append(depths[-1] + 1)

        def handle_endtag(self, tag: str) -> None:
            depths.append(depths[-1] - 1)

    Depth().feed(html)
    return max(depths)
