"""What people of every role come for, as locust plays it (`-f gugus/demo/load/journeys.py`).

Each begins with the page a person would open and goes on by the links and forms found there.
"""

import random
import re
from itertools import count
from urllib.parse import urlsplit

import gevent

from gugus.demo.load import recorder
from gugus.demo.load.browser import Person, comes_for
from gugus.demo.load.pages import KEY, form_on, links

__all__ = ["recorder"]
OPEN_PAGE = "/terbuka/kediri-contoh/"
POLL_SECONDS, POLLS = 2, 120
WORKBOOK, PAPER = b"PK\x03\x04", b"%PDF-"
SAID = count(1)


class Member(Person):
    """What everybody with an account does."""

    abstract = True

    @comes_for("tugas saya", 2)
    def home(self) -> None:
        self.get("/", "tugas saya")

    @comes_for("baca RAD", 2)
    def plan(self) -> None:
        plans = links(self.get("/rad/", "daftar RAD"), f"/rad/{KEY}/")
        if not plans:
            return
        page = self.get(random.choice(plans), "RAD")  # noqa: S311 - any of them
        if items := links(page, f"/rad/kegiatan/{KEY}/"):
            self.get(random.choice(items), "kegiatan")  # noqa: S311

    @comes_for("rapat dan kalender")
    def meetings(self) -> None:
        if found := links(self.get("/rapat/", "daftar rapat"), f"/rapat/{KEY}/"):
            self.get(found[0], "rapat")
        self.get("/rapat/kalender/", "kalender")

    @comes_for("keluar dan masuk lagi")
    def again(self) -> None:
        self.sign_out()
        self.come()
        self.sign_in()


class Leader(Member):
    """Two minutes before a meeting."""

    weight, role = 2, "sekda"

    @comes_for("dasbor", 6)
    def board(self) -> None:
        page = self.get("/dasbor/", "dasbor")
        if figures := links(page, r"/dasbor/angka/[a-z-]+/"):
            self.get(random.choice(figures), "angka dasbor")  # noqa: S311

    @comes_for("banding dan potret", 2)
    def compare(self) -> None:
        self.get("/dasbor/banding/", "banding")
        self.get("/dasbor/potret/", "daftar potret")


class Province(Leader):
    """A province reads its regencies."""

    weight, role = 1, "provinsi"

    @comes_for("kabupaten dan kota", 6)
    def regions(self) -> None:
        self.get("/dasbor/daerah/", "kabupaten dan kota")


class Secretary(Member):
    weight, role = 3, "sekretariat"

    @comes_for("dasbor", 6)
    def board(self) -> None:
        self.get("/dasbor/", "dasbor")

    @comes_for("anggota: cari dan unduh", 8)
    def agencies(self) -> None:
        found = links(self.get("/anggota/?q=dinas&kind=opd", "daftar anggota, disaring"), f"/anggota/{KEY}/")
        self.get(found[0], "instansi")
        self.get("/anggota/?q=dinas&_export=xlsx", "daftar anggota, Excel", begins=WORKBOOK)

    @comes_for("periksa laporan", 10)
    def queue(self) -> None:
        page = self.get("/rad/verifikasi/", "antrean laporan")
        if found := links(page, f"/rad/laporan/{KEY}/"):
            # Its agency may just have taken it back.
            self.get(random.choice(found), "laporan", ok=(200, 404))  # noqa: S311

    @comes_for("buat PDF laporan")
    def paper(self) -> None:
        """Ordered, watched until it is there, and fetched: as PDF and as workbook."""
        start = self.get("/rad/lapor/", "periode lapor")
        period = links(start, f"/rad/periode/{KEY}/")[0]
        order = self.form(f"{period}pdf/", "pesan PDF")
        here = urlsplit(self.send(order, "kirim pesanan PDF").url).path
        for _time in range(POLLS):
            if f'href="{here}berkas/"' in self.get(here, "tunggu PDF"):
                break
            gevent.sleep(POLL_SECONDS)
        self.get(f"{here}berkas/", "unduh PDF", begins=PAPER)
        self.get(f"{here}buku/", "unduh Excel laporan", begins=WORKBOOK)


class Liaison(Member):
    """A few minutes a month: the agency's own reports."""

    weight, role = 5, "penghubung"

    @comes_for("lapor", 6)
    def report(self) -> None:
        """Kept while typing, saved, handed in, and taken back, so that there is always something to do."""
        grids = links(self.get("/rad/lapor/", "periode lapor"), f"/rad/lapor/{KEY}/")
        page = self.get(grids[-1], "isian periode")
        open_items = re.findall(rf'hx-post="(/rad/lapor/{KEY}/{KEY}/)draf/"', page)
        own = [path for path in open_items if self.mine(path.split("/")[-2])]
        if not own:
            return
        path = random.choice(own)  # noqa: S311
        form = self.form(path, "isian kegiatan", holding="narrative")
        words = f"Kegiatan berjalan sesuai rencana, catatan contoh {next(SAID)}."
        typed, asked = form.fields | {"narrative": words}, {"HX-Request": "true"}
        self.ask("POST", f"{path}draf/", "simpan ketikan", data=typed, headers=asked)
        figures = {name: given(name, text) for name, text in form.fields.items()}
        here = self.send(form, "simpan draf", **figures | {"narrative": words}).url
        self.step(f"{here}ajukan/", "ajukan laporan")
        self.step(f"{here}tarik/", "tarik laporan")

    def step(self, path: str, page: str) -> None:
        self.send(self.form(path, f"{page}, tanya"), page)

    @comes_for("lapor lewat Excel", 2)
    def workbook(self) -> None:
        grids = links(self.get("/rad/lapor/", "periode lapor"), f"/rad/lapor/{KEY}/")
        path = f"{random.choice(grids)}excel/"  # noqa: S311
        self.get(path, "unduh lembar isian", begins=WORKBOOK)


def given(name: str, text: str) -> str:
    """A figure where one is asked for and nobody wrote one; ratios hold 3 of 4."""
    kind = name.partition("_")[0]
    return text or {"v": "3", "n": "3", "d": "4"}.get(kind, "")


class Handler(Member):
    """Cases of one's own agency, and referrals to it."""

    weight, role = 3, "penangan"

    @comes_for("buka kasus", 5)
    def case(self) -> None:
        page = self.get("/kasus/?status=aktif", "daftar kasus, disaring")
        if found := links(page, f"/kasus/{KEY}/"):
            self.get(random.choice(found), "kasus")  # noqa: S311

    @comes_for("catat perkembangan", 3)
    def note(self) -> None:
        found = links(self.get("/kasus/", "daftar kasus"), f"/kasus/{KEY}/")
        if not found:
            return
        path = f"{random.choice(found)}catatan/"  # noqa: S311
        form = form_on(self.get(path, "catatan kasus"), path, holding="body")
        if form is not None:
            self.send(form, "simpan catatan", body=f"Kunjungan contoh nomor {next(SAID)}, keadaan membaik.")

    @comes_for("jawab rujukan", 3)
    def answer(self) -> None:
        page = self.get("/rujukan/", "daftar rujukan")
        own = [path for path in links(page, f"/rujukan/{KEY}/") if self.mine(path.split("/")[2])]
        if not own:
            return
        path = random.choice(own)  # noqa: S311
        accept = f"{path}terima/"
        if f'href="{accept}"' not in self.get(path, "rujukan"):
            return
        self.send(self.form(accept, "terima rujukan, tanya"), "terima rujukan")


class Supervisor(Member):
    weight, role = 1, "pengawas"

    @comes_for("jejak", 3)
    def trail(self) -> None:
        self.get("/jejak/", "jejak audit")
        self.get("/jejak/?action=rad.report_submit", "jejak audit, disaring")

    @comes_for("dasbor")
    def board(self) -> None:
        self.get("/dasbor/", "dasbor")


class Reader(Person):
    """Anybody: what a region released. Each time another reader, from elsewhere."""

    weight, role = 2, "publik"

    def on_start(self) -> None:
        self.come()

    @comes_for("data terbuka")
    def released(self) -> None:
        self.come()
        page = self.get(OPEN_PAGE, "halaman publik", shows="data.csv")
        for path in links(page, rf"{OPEN_PAGE}\d+/data\.(?:csv|json)"):
            self.get(path, f"unduh {path.rpartition('.')[2].upper()} publik")

    @comes_for("verifikasi")
    def verify(self) -> None:
        self.come()
        self.get("/verifikasi/", "verifikasi dokumen")


class Bare(Person):
    """What everything else is compared with: one query behind the same sign-in. Only when named."""

    weight, role = 1, "sekda"

    @comes_for("dasar")
    def ask_one(self) -> None:
        self.ask("GET", "/dasar/", "dasar")
