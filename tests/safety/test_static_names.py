"""Every static file that is named exists: with manifest names a missing one would be a 500."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.core.management import call_command
from django.test import Client

from tests import factories as f

PROJECT = Path(__file__).resolve().parents[2]
PACKAGES = ("newsportal", "articles", "comments")
IN_TEMPLATES = re.compile(r"""\{%-?\s*static\s+(["'])(.+?)\1""")
IN_STATIC_PAGES = re.compile(r'(?:href|src)="/static/([^"?#]+)')
IN_PYTHON = re.compile(r"""\bstatic\(\s*(["'])(.+?)\1|url=["']/static/([^"']+)["']""")
IN_TAGS = re.compile(r"""["'](icons/[\w/.-]+)["']""")


def named() -> set[str]:
    """Static names in templates and in Python, without the part after #."""
    names: set[str] = set()
    for template in (PROJECT / "templates").rglob("*.*"):
        text = template.read_text(encoding="utf-8")
        names |= {match[1] for match in IN_TEMPLATES.findall(text)}
        names |= set(IN_STATIC_PAGES.findall(text))
    for package in PACKAGES:
        for module in (PROJECT / package).rglob("*.py"):
            text = module.read_text(encoding="utf-8")
            for match in IN_PYTHON.findall(text):
                names.add(match[1] or match[2])
            names |= set(IN_TAGS.findall(text))
    return {name.partition("#")[0] for name in names}


def test_every_static_name_leads_to_a_file():
    names = named()

    assert len(names) > 5
    assert sorted(name for name in names if finders.find(name) is None) == []


def test_static_pages_name_files_that_are_collected_under_their_own_name():
    for page in ("500.html", "503.html"):
        text = (PROJECT / "templates" / page).read_text(encoding="utf-8")
        found = IN_STATIC_PAGES.findall(text)
        assert found
        assert all(finders.find(name) for name in found)


@pytest.mark.django_db
def test_pages_stand_on_manifest_names(settings, tmp_path):
    """As in production, where every page and every style sheet has hashed names."""
    settings.STATIC_ROOT = str(tmp_path)
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"}
    }
    call_command("collectstatic", interactive=False, verbosity=0)
    f.site()
    story = f.published()
    staff = Client()
    staff.force_login(f.UserFactory(is_staff=True, is_superuser=True))

    pages = [Client().get(path) for path in ("/", story.get_absolute_url(), "/accounts/login/")]
    pages += [staff.get("/admin/"), staff.get("/admin/articles/story/add/")]

    for page in pages:
        assert page.status_code == 200
        assert re.search(r"/static/css/\w+\.[0-9a-f]{12}\.css", page.content.decode())
