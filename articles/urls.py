from django.urls import path, re_path

from articles.views import (
    archive,
    authors,
    changes,
    corrections,
    error_reports,
    feeds,
    home,
    keeping,
    live,
    manifest,
    newsletters,
    previews,
    reading,
    robots,
    search,
    stories,
    tags,
)

app_name = "articles"

#: A story's own address; comments adds what stands below it in its own urls.
STORY = r"^(?P<section>[^?]+)/(?P<year>\d{4})/(?P<month>\d{2})/(?P<day>\d{2})/(?P<slug>[\w-]+)/"

#: Below whatever has a feed: RSS 2.0, and behind it the other formats.
FEED = r"feed/(?:(?P<form>atom|json)/)?$"

urlpatterns = [
    path("", home.home, name="home"),
    path("robots.txt", robots.robots_txt, name="robots"),
    path("sitemap.xml", robots.index, name="sitemap"),
    path("news-sitemap.xml", robots.news, name="news-sitemap"),
    re_path(r"^sitemap-(?P<kind>pages|sections|archive)\.xml$", robots.shard, name="sitemap-of"),
    re_path(
        r"^sitemap-(?P<kind>tags|authors|stories)-(?P<number>0|[1-9]\d{0,8})\.xml$",
        robots.shard,
        name="sitemap-shard",
    ),
    path("search/", search.search, name="search"),
    path("manifest.webmanifest", manifest.manifest, name="manifest"),
    path("preview/<str:token>/", previews.preview, name="preview"),
    path("tags/<str:slug>/", tags.tag, name="tag"),
    path("authors/<str:slug>/", authors.author, name="author"),
    path("archive/", archive.index, name="archive"),
    path("archive/<int:year>/", archive.archive, name="archive-year"),
    path("archive/<int:year>/<int:month>/", archive.archive, name="archive-month"),
    path("archive/<int:year>/<int:month>/<int:day>/", archive.archive, name="archive-day"),
    path("corrections/", corrections.corrections, name="corrections"),
    path("most-read/", reading.most_read, name="most-read"),
    re_path(
        r"^most-read/(?P<of>read|commented)-(?P<over>day|week)/$",
        reading.most_read,
        name="most-read-of",
    ),
    path("newsletters/", newsletters.index, name="newsletters"),
    path("newsletters/confirm/<str:token>/", newsletters.confirm, name="newsletters-confirm"),
    path("newsletters/mine/<str:token>/", newsletters.mine, name="newsletters-mine"),
    path("newsletters/stop/<str:token>/", newsletters.stop, name="newsletters-stop"),
    re_path(r"^newsletters/issues/(?P<pk>[1-9]\d{0,17})/$", newsletters.issue, name="issue"),
    path(
        "newsletters/bounces/<slug:provider>/", newsletters.take_bounces, name="newsletters-bounces"
    ),
    path("me/newsletters/", newsletters.own, name="newsletters-own"),
    re_path(r"^" + FEED, feeds.site, name="feed"),
    re_path(r"^feed/(?P<form>rss2?|rdf)/$", feeds.old, name="old-feed"),
    re_path(r"^tags/(?P<slug>[^/]+)/" + FEED, feeds.tag, name="tag-feed"),
    re_path(r"^authors/(?P<slug>[^/]+)/" + FEED, feeds.author, name="author-feed"),
    re_path(r"^corrections/" + FEED, feeds.corrections, name="corrections-feed"),
    path("me/list/", keeping.show, name="your-list"),
    re_path(r"^me/list/save/(?P<pk>\d{1,18})/$", keeping.save, name="save-story"),
    re_path(
        r"^me/list/follow/(?P<kind>section|tag|author)/(?P<pk>\d{1,18})/$",
        keeping.follow,
        name="follow",
    ),
    re_path(STORY + r"$", stories.story, name="story"),
    re_path(STORY + r"changes/$", changes.what_changed, name="changes"),
    re_path(STORY + r"read/$", reading.read, name="read"),
    re_path(STORY + r"report-error/$", error_reports.report_error, name="report-error"),
    re_path(STORY + r"updates/latest/$", live.latest, name="live-latest"),
    re_path(STORY + r"updates/(?P<pk>\d{1,18})/$", live.update, name="live-update"),
]
