"""`manage.py breach_report --from … --to …`: who and what is affected when data got out, in one command."""

from collections import Counter, defaultdict
from datetime import date, datetime, time, timedelta
from ipaddress import ip_network
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime

from gugus.accounts.models import User
from gugus.core.templatetags.gugus import angka, waktu
from gugus.operations.selectors.breach import ACCOUNT, CASE, DENIED, LIST, Entry, Found, Window
from gugus.operations.services.breach import breach_report, notice_deadline

EXAMPLE = "2026-11-22 atau '2026-11-22 08:30'"
DUTIES = """
Yang harus dilakukan (UU 27/2022 tentang Pelindungan Data Pribadi, Pasal 46)
  Batas: {deadline}, yaitu 3 × 24 jam sejak diketahui ({known}).
  Pasal itu tidak menyebut sejak kapan waktunya dihitung; hitung dari saat yang paling awal dan minta
  pendapat Bagian Hukum.
[ ] 1. Hentikan sumbernya: nonaktifkan akun, akhiri sesinya, ganti kunci (docs/operasi.md bagian Insiden).
[ ] 2. Simpan bukti: berkas CSV ini, cadangan terbaru, log, dan kepala segel di atas, di tempat lain.
[ ] 3. Beri tahu secara tertulis setiap subjek data dalam daftar. Untuk korban: lewat penangan kasusnya,
       dengan cara yang tidak membahayakan; jangan ke alamat atau telepon yang dapat dibaca pelaku.
[ ] 4. Beri tahu secara tertulis lembaga pelindungan data pribadi. Alamatnya: tanyakan kepada Diskominfo
       atau Bagian Hukum.
[ ] 5. Isi keduanya paling sedikit: data pribadi yang terungkap; kapan dan bagaimana terungkap; upaya
       penanganan dan pemulihannya.
[ ] 6. Bagian Hukum menilai apakah masyarakat juga harus diberi tahu (ayat 3).
[ ] 7. Laporkan kepada ketua gugus tugas dan pengawas; catat keputusan dengan jamnya.
"""


class Command(BaseCommand):
    help = "Daftar kasus dan akun yang terdampak dalam suatu rentang waktu, dari jejak yang tersegel."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--from", dest="since", required=True, help=f"mulai, contoh {EXAMPLE}")
        parser.add_argument(
            "--to", dest="until", required=True, help="sampai; tanggal saja: hari itu masih ikut"
        )
        parser.add_argument("--user", metavar="SUREL", help="hanya perbuatan akun ini")
        parser.add_argument(
            "--ip", help="hanya dari alamat atau jaringan ini, contoh 203.0.113.7 atau 203.0.113.0/24"
        )
        parser.add_argument("--known-at", help="kapan kebocoran diketahui; bawaan: sekarang")
        parser.add_argument("--actor", required=True, metavar="SUREL", help="akun Anda, untuk jejak audit")
        parser.add_argument("--out", type=Path, help="berkas CSV; bawaan: insiden-<waktu>.csv di MEDIA_ROOT")

    def handle(self, *args: Any, **options: Any) -> None:
        """Raises CommandError for a wrong role, an unknown account, an unreadable time, a file in the way."""
        if settings.ENV.role != "owner":
            raise CommandError("Jalankan dengan GUGUS_ROLE=owner.")
        now = timezone.localtime()
        known = moment(options["known_at"]) if options["known_at"] else now
        window, actor = self._window(options), account(options["actor"])
        file = options["out"] or settings.ENV.media_root / f"insiden-{now:%Y%m%d-%H%M%S}.csv"
        try:
            found = breach_report(by=actor, window=window, file=file)
        except OSError as error:
            raise CommandError(
                f"{file} tidak dapat ditulis: {error.strerror}. Pilih berkas baru dengan --out."
            ) from error
        self._show(found, window)
        self.stdout.write(f"\nRincian per perbuatan: {file} (hanya terbaca oleh pemiliknya)")
        self.stdout.write(DUTIES.format(deadline=waktu(notice_deadline(known)), known=waktu(known)))

    def _window(self, options: dict[str, Any]) -> Window:
        since, until = moment(options["since"]), moment(options["until"], end=True)
        if since >= until:
            raise CommandError("--from harus lebih awal daripada --to.")
        return Window(
            since, until, account(options["user"]) if options["user"] else None, network(options["ip"])
        )

    def _show(self, found: Found, window: Window) -> None:
        span = f"{waktu(window.since)} sampai {waktu(window.until)}"
        self.stdout.write(f"Jejak {span}: {angka(len(found.entries))} perbuatan\n")
        for state in found.seals:
            said = "; ".join(state.faults) or "utuh sejak awal rentang ini"
            self.stdout.write(f"Segel {state.trail}: {said}. Kepala {state.head or 'belum ada'}")
        if any(state.faults for state in found.seals):
            self.stdout.write("PERHATIAN: segel rusak, jadi daftar ini mungkin tidak lengkap.")
        for kind, title in (
            (CASE, "Kasus"),
            (ACCOUNT, "Akun"),
            (LIST, "Daftar dan pencarian tanpa satu kasus"),
        ):
            self._table(title, [each for each in found.entries if each.kind == kind])

    def _table(self, title: str, entries: list[Entry]) -> None:
        """A line per thing: how often what was done, by whom, first and last."""
        things: dict[str, list[Entry]] = defaultdict(list)
        for each in entries:
            things[each.thing].append(each)
        self.stdout.write(f"\n{title}: {angka(len(things))}")
        for thing, acts in sorted(things.items()):
            counts = Counter(each.how for each in acts)
            told = ", ".join(f"{name} {angka(count)}×" for name, count in sorted(counts.items()))
            people = ", ".join(sorted({each.by or "tanpa akun" for each in acts}))
            span = f"{waktu(acts[0].at)} – {waktu(acts[-1].at)}"
            only = "  (hanya percobaan yang ditolak)" if set(counts) == {DENIED} else ""
            self.stdout.write(f"  {thing or 'tanpa kode'}: {told}{only}\n    oleh {people}\n    {span}")


def moment(text: str, *, end: bool = False) -> datetime:
    """A date or a date and time of the portal's zone. Raises CommandError with an example."""
    try:
        day, at = parse_date(text), parse_datetime(text)
    except ValueError:
        day = at = None
    if day is not None and len(text) <= len("2026-11-22"):
        return _midnight(day + timedelta(days=1) if end else day)
    if at is None:
        raise CommandError(f"{text!r} bukan waktu. Tulis {EXAMPLE}.")
    return at if timezone.is_aware(at) else timezone.make_aware(at)


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def account(email: str) -> User:
    """An account by its address. Raises CommandError for none."""
    found = User.objects.filter(email__iexact=email).first()
    if found is None:
        raise CommandError(f"Tidak ada akun dengan surel {email}.")
    return found


def network(text: str | None) -> Any:
    """An address or a network. Raises CommandError with an example."""
    try:
        return ip_network(text, strict=False) if text else None
    except ValueError:
        raise CommandError(f"{text!r} bukan alamat IP. Contoh: 203.0.113.7 atau 203.0.113.0/24.") from None
