import io
import logging

import pytest
from django.core.management import CommandError, call_command

pytestmark = pytest.mark.any_database


class Terminal(io.StringIO):
    def isatty(self):
        return True


def seed(root, stdout):
    call_command("seed", root=root, stdout=stdout, stderr=stdout)
    return stdout.getvalue()


def test_the_second_load_changes_nothing_and_a_pipe_gets_one_line(content_root, transactional_db, caplog):
    with caplog.at_level(logging.INFO):
        assert seed(content_root, io.StringIO()) == "Content: 18 pages written, 0 unchanged.\n"
        assert seed(content_root, io.StringIO()) == "Content: 0 pages written, 18 unchanged.\n"
    assert [record.message for record in caplog.records if record.name.startswith("wagtail")] == []


def test_a_terminal_gets_one_line_that_is_written_again(content_root, transactional_db):
    *progress, last = seed(content_root, Terminal()).split("\n")[:-1]
    assert last == "Content: 18 pages written, 0 unchanged."
    (line,) = progress
    steps = line.split("\r")[1:]
    assert (len(steps), steps[0].rstrip(), steps[-1].rstrip()) == (
        18,
        "[#                             ] 1/18 home",
        f"[{'#' * 30}] 18/18 d02-l1 (ru)",
    )


def test_nothing_is_loaded_while_anything_is_wrong(content_root, transactional_db):
    (content_root / "small/bank").mkdir()
    (content_root / "small/bank/x.yaml").write_text("area: rights\n", encoding="utf-8")
    out = io.StringIO()
    with pytest.raises(CommandError, match=r"^3 problems in the content files\. Nothing was loaded\.$"):
        seed(content_root, out)
    assert out.getvalue().splitlines() == [
        "small/bank/x.yaml:1: field items is missing",
        "small/bank/x.yaml:1: field status is missing",
        "small/bank/x.yaml:1: field title is missing",
    ]
