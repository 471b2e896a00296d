"""What one certificate costs: CPU of the site and of the renderer, memory at the start and at the end."""

import os
import time
from datetime import date
from pathlib import Path
from uuid import uuid4

from django.core.management.base import BaseCommand, CommandError

from certificates.domain import fitting, rendering
from certificates.models import Certificate, CertificateHolder
from certificates.numbers import format_number, new_code
from lms.core.models import LANGUAGES

WORDS = {
    "kk": "бағдарламасы бойынша біліктілікті арттыру курсын 2026 жылғы 12 қазан – 2026 жылғы 23 қазан аралығында "
    "аяқтады. Көлемі: 80 академиялық сағат (1 сағат – 45 минут). Оқыту нысаны: аралас.",
    "ru": "завершил(а) курс повышения квалификации по образовательной программе в объёме 80 академических часов "
    "(1 час – 45 минут) в период с 12 октября 2026 года по 23 октября 2026 года. Форма обучения: смешанная.",
    "en": "completed the professional development programme of 80 academic hours (45 minutes each) from "
    "12 October 2026 to 23 October 2026. Format: blended.",
}
PROGRAMME = "Кейс-менеджмент және психоәлеуметтік қолдау негіздері, бірінші кезең"
NAMES = ("Сәрсенова Айгүл Нұрланқызы", "Әбдірахманова-Кенжеғалиева Гүлжанат Нұрмұхаммедқызы", "Ли Ян")
BLOCK = 10
BUDGET = 60


def made_up(serial):
    """An unsaved certificate of ordinary length."""
    text = {
        "document": "СЕРТИФИКАТ",
        "organisation": "«Л.Н. Гумилев атындағы Еуразия ұлттық университеті» КеАҚ",
        "centre": "Ұлттық ресурстық орталық",
        "programme": PROGRAMME,
        "opening": "Осы сертификат мынаны растайды:",
        "format": "аралас",
        "place": "Астана қаласы",
        "position": "Орталық директоры",
    }
    certificate = Certificate(
        public_id=uuid4(),
        year=2026,
        serial=serial,
        number=format_number(2026, serial),
        code=new_code(),
        texts={code: {**text, "wording": f"«{PROGRAMME}» {WORDS[code]}"} for code in LANGUAGES},
        signatory_name="Б. Әлімханова",
        issued_on=date(2026, 10, 26),
    )
    certificate.holder = CertificateHolder(full_name=NAMES[serial % len(NAMES)], latin_name="Aigul Sarsenova")
    return certificate


def cpu_ms(pid):
    """CPU time of a process since its start, from /proc."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) * 1000 / os.sysconf("SC_CLK_TCK")


def memory_mb(pid):
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return int(next(line for line in lines if line.startswith("VmRSS")).split()[1]) / 1024


class Command(BaseCommand):
    help = "Render certificates in one job and print CPU, memory and size. Nothing is saved. Linux only."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("count", type=int, nargs="?", default=130)

    def handle(self, *, count, **options):
        if not Path("/proc/self/stat").exists():
            raise CommandError("CPU and memory are read from /proc, which this system does not have.")
        renderer = rendering.renderer()
        render = lambda serial: renderer.render(rendering.to_html(made_up(serial)))  # noqa: E731
        fitting.advances(fitting.BOLD)
        for serial in range(1, BLOCK + 1):
            render(serial)
        child, start = renderer.process.pid, memory_mb(renderer.process.pid)
        own_start = memory_mb("self")
        blocks, size, begun = [], 0, time.monotonic()
        for first in range(1, count + 1, BLOCK):
            block = range(first, min(first + BLOCK, count + 1))
            own, other = time.process_time(), cpu_ms(child)
            for serial in block:
                size = max(size, len(render(serial)))
            blocks.append(((time.process_time() - own) * 1000 / len(block), (cpu_ms(child) - other) / len(block)))
        seconds = time.monotonic() - begun
        total = [site + pdf for site, pdf in blocks]
        mean, best = sum(total) / len(total), min(total)
        site = sum(block[0] for block in blocks) / len(blocks)
        self.stdout.write(f"{count} certificates in {seconds:.1f} s, {size / 1024:.0f} KB the largest")
        self.stdout.write(f"CPU ms each: {mean:.0f} on average, {best:.0f} in the best ten (budget {BUDGET})")
        self.stdout.write(f"  of the average {site:.0f} in the site, {mean - site:.0f} in the renderer")
        same = "the same process" if renderer.process.pid == child else "replaced on the way"
        self.stdout.write(f"Memory of the renderer: {start:.0f} MB, {memory_mb(renderer.process.pid):.0f} MB ({same})")
        self.stdout.write(f"Memory of the site: {own_start:.0f} MB, {memory_mb('self'):.0f} MB")
        renderer.close()
