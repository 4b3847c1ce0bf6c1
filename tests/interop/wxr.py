"""Small WordPress exports, written for these tests: a file, an item, a comment at a time."""

from io import BytesIO
from xml.sax.saxutils import escape

from newsportal.interop.wordpress.reading import Entry, WXRItem, read_wxr

NAMESPACES = (
    'xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/"'
    ' xmlns:content="http://purl.org/rss/1.0/modules/content/"'
    ' xmlns:dc="http://purl.org/dc/elements/1.1/"'
    ' xmlns:wp="http://wordpress.org/export/1.2/"'
)
SITE = "https://gazette.example"


def wxr(*parts: str, version: str = "1.2", site: str = SITE, namespaces: str = NAMESPACES) -> bytes:
    """A whole export of the Gazette with the given authors, terms and items."""
    version_element = f"<wp:wxr_version>{version}</wp:wxr_version>" if version else ""
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<rss version="2.0" {namespaces}><channel>\n'
        f"<title>The Gazette</title><link>{site}</link><description>News</description>"
        f"<language>en</language>{version_element}"
        f"<wp:base_site_url>{site}</wp:base_site_url><wp:base_blog_url>{site}</wp:base_blog_url>\n"
        + "\n".join(parts)
        + "\n</channel></rss>\n"
    ).encode()


def author(login: str, name: str = "", number: int | None = None) -> str:
    given = f"<wp:author_id>{number}</wp:author_id>" if number is not None else ""
    return (
        f"<wp:author>{given}<wp:author_login>{escape(login)}</wp:author_login>"
        f"<wp:author_email>{escape(login)}@gazette.example</wp:author_email>"
        f"<wp:author_display_name><![CDATA[{name or login}]]></wp:author_display_name></wp:author>"
    )


def category(slug: str, name: str = "", parent: str = "", number: int | None = None) -> str:
    given = f"<wp:term_id>{number}</wp:term_id>" if number is not None else ""
    return (
        f"<wp:category>{given}<wp:category_nicename>{slug}</wp:category_nicename>"
        f"<wp:category_parent>{parent}</wp:category_parent>"
        f"<wp:cat_name><![CDATA[{name or slug.title()}]]></wp:cat_name></wp:category>"
    )


def tag(slug: str, name: str = "", number: int | None = None) -> str:
    given = f"<wp:term_id>{number}</wp:term_id>" if number is not None else ""
    return (
        f"<wp:tag>{given}<wp:tag_slug>{slug}</wp:tag_slug>"
        f"<wp:tag_name><![CDATA[{name or slug.title()}]]></wp:tag_name></wp:tag>"
    )


def menu(slug: str, name: str = "") -> str:
    return (
        "<wp:term><wp:term_id>900</wp:term_id><wp:term_taxonomy>nav_menu</wp:term_taxonomy>"
        f"<wp:term_slug>{slug}</wp:term_slug><wp:term_name>{name or slug.title()}</wp:term_name>"
        "</wp:term>"
    )


def filed(slug: str, domain: str = "category", name: str = "") -> str:
    """A term as an item names it."""
    return (
        f'<category domain="{domain}" nicename="{slug}"><![CDATA[{name or slug.title()}]]>'
        "</category>"
    )


def meta(**values: str) -> str:
    return "".join(
        f"<wp:postmeta><wp:meta_key>{key}</wp:meta_key>"
        f"<wp:meta_value><![CDATA[{value}]]></wp:meta_value></wp:postmeta>"
        for key, value in values.items()
    )


def comment(
    number: int | str,
    content: str = "Well said.",
    *,
    parent: int = 0,
    approved: str = "1",
    kind: str = "",
    name: str = "Rana",
    date: str = "2019-05-02 10:00:00",
    date_gmt: str = "2019-05-02 08:00:00",
) -> str:
    return (
        f"<wp:comment><wp:comment_id>{number}</wp:comment_id>"
        f"<wp:comment_author><![CDATA[{name}]]></wp:comment_author>"
        "<wp:comment_author_email>rana@example.org</wp:comment_author_email>"
        "<wp:comment_author_url>https://rana.example/</wp:comment_author_url>"
        "<wp:comment_author_IP>198.51.100.7</wp:comment_author_IP>"
        f"<wp:comment_date>{date}</wp:comment_date>"
        f"<wp:comment_date_gmt>{date_gmt}</wp:comment_date_gmt>"
        f"<wp:comment_content><![CDATA[{content}]]></wp:comment_content>"
        f"<wp:comment_approved>{approved}</wp:comment_approved>"
        f"<wp:comment_type>{kind}</wp:comment_type>"
        f"<wp:comment_parent>{parent}</wp:comment_parent>"
        "<wp:comment_user_id>0</wp:comment_user_id></wp:comment>"
    )


def item(
    number: int | str,
    *inside: str,
    title: str = "A bridge opens",
    post_type: str = "post",
    status: str = "publish",
    content: str = "The bridge is open.",
    excerpt: str = "",
    link: str = f"{SITE}/2019/05/01/a-bridge-opens/",
    name: str = "a-bridge-opens",
    creator: str = "ada",
    date: str = "2019-05-01 10:00:00",
    date_gmt: str = "2019-05-01 08:00:00",
    parent: int = 0,
    order: int = 0,
    password: str = "",
    attachment_url: str = "",
    comment_status: str = "open",
) -> str:
    return (
        f"<item><title><![CDATA[{title}]]></title><link>{escape(link)}</link>"
        "<pubDate>Wed, 01 May 2019 08:00:00 +0000</pubDate>"
        f"<dc:creator><![CDATA[{creator}]]></dc:creator>"
        f'<guid isPermaLink="false">{SITE}/?p={number}</guid><description></description>'
        f"<content:encoded><![CDATA[{content}]]></content:encoded>"
        f"<excerpt:encoded><![CDATA[{excerpt}]]></excerpt:encoded>"
        f"<wp:post_id>{number}</wp:post_id>"
        f"<wp:post_date>{date}</wp:post_date><wp:post_date_gmt>{date_gmt}</wp:post_date_gmt>"
        f"<wp:comment_status>{comment_status}</wp:comment_status>"
        "<wp:ping_status>closed</wp:ping_status>"
        f"<wp:post_name>{name}</wp:post_name><wp:status>{status}</wp:status>"
        f"<wp:post_parent>{parent}</wp:post_parent><wp:menu_order>{order}</wp:menu_order>"
        f"<wp:post_type>{post_type}</wp:post_type>"
        f"<wp:post_password>{password}</wp:post_password><wp:is_sticky>0</wp:is_sticky>"
        + (f"<wp:attachment_url>{attachment_url}</wp:attachment_url>" if attachment_url else "")
        + "".join(inside)
        + "</item>"
    )


def entries(source: bytes) -> list[Entry]:
    return list(read_wxr(BytesIO(source)))


def items(*written: str) -> list[WXRItem]:
    """Written items as the reader gives them."""
    return [entry for entry in entries(wxr(*written)) if isinstance(entry, WXRItem)]
