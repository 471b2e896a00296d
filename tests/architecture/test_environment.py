"""Every variable that settings and commands read from the environment stands in the how-to for production."""

import re

from django.conf import settings

READ = re.compile(r"""environ(?:\.get\(|\[)\s*["'](\w+)["']""")


def test_every_variable_is_documented():
    files = [*(settings.BASE_DIR / "lms/settings").glob("*.py"), *(settings.BASE_DIR / "lms").rglob("commands/*.py")]
    read = {name for path in files for name in READ.findall(path.read_text())}
    assert {"DATABASE_URL", "LMS_VAR_DIR", "PORT"} <= read
    text = (settings.BASE_DIR / "docs/howto/production.md").read_text()
    assert sorted(name for name in read if f"`{name}`" not in text) == []
