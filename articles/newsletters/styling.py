"""How mails look. Mail programs know no stylesheets, so each class of ours becomes a style.

The templates of mails name classes that begin with ``m-``, as pages do, and carry no style of
their own (house rule 21); `inline` writes out what stands here. No text colour and no background is
set: a mail program in its dark theme changes both at once or neither, and what is set by half
cannot be read.
"""

from __future__ import annotations

import re

SERIF = "Georgia,'Times New Roman',serif"
SANS = "-apple-system,'Segoe UI',Helvetica,Arial,sans-serif"

STYLES = {
    "body": "margin:0;padding:0;-webkit-text-size-adjust:100%",
    "preview": "display:none;max-height:0;overflow:hidden;mso-hide:all",
    "page": "width:100%;max-width:600px",
    "cell": f"padding:0 16px;font-family:{SANS};font-size:16px;line-height:24px",
    "head": f"padding:20px 16px 14px;font-family:{SANS};font-size:14px;line-height:20px",
    "paper": f"font-family:{SERIF};font-size:26px;line-height:30px;font-weight:bold",
    "quiet-link": "color:inherit;text-decoration:none",
    "link": "color:inherit;text-decoration:underline",
    "name": "font-size:14px;line-height:20px;font-weight:bold",
    "rule": "height:1px;line-height:1px;font-size:1px;border-top:1px solid #999999",
    "words": f"padding:16px 16px 0;font-family:{SERIF};font-size:17px;line-height:26px",
    "story": f"padding:18px 16px;font-family:{SANS};font-size:16px;line-height:24px",
    "picture": "display:block;width:100%;max-width:568px;height:auto;border:0",
    "gap": "height:10px;line-height:10px;font-size:1px",
    "thumb": "display:block;width:132px;height:auto;border:0",
    "label": "font-size:13px;line-height:18px;font-weight:bold",
    "lead": (
        f"margin:4px 0 8px;font-family:{SERIF};font-size:28px;line-height:33px;font-weight:bold"
    ),
    "headline": (
        f"margin:2px 0 4px;font-family:{SERIF};font-size:20px;line-height:25px;font-weight:bold"
    ),
    "standfirst": f"margin:0;font-family:{SERIF};font-size:16px;line-height:24px",
    "byline": "margin:6px 0 0;font-size:13px;line-height:18px",
    "foot": f"padding:18px 16px 32px;font-family:{SANS};font-size:13px;line-height:20px",
    "foot-line": "margin:0 0 10px",
}

CLASS = re.compile(r'class="m-([a-z-]+)"')


def inline(html: str) -> str:
    """Write out the styles of a mail; what stories and editors say is escaped and names no class.

    Raises:
        KeyError: a template names a class that nothing stands for.
    """
    return CLASS.sub(lambda match: f'style="{STYLES[match[1]]}"', html)
