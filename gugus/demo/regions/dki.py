"""Daerah Khusus Jakarta: the province above Jakarta Barat, whose dinas called the FGD of 22 August 2025.

It has a task force with an SK and people, and no RAD of its own: it is there to read its regencies' figures.
"""

from datetime import date

from gugus.demo.regions.shapes import Account, DemoDecree, DemoRegion, Leader, Office

DINAS, PROVINCE = "Dinas PPAPP", "Provinsi Daerah Khusus Jakarta"

DKI = DemoRegion(
    key="dki",
    slug="dki",
    code="31",
    name=f"Gugus Tugas Pencegahan dan Penanganan Tindak Pidana Perdagangan Orang {PROVINCE}",
    short_name="Gugus Tugas TPPO DKI Jakarta",
    office="Gubernur Daerah Khusus Jakarta",
    secretariat=DINAS,
    decrees=(DemoDecree("905/2025", date(2025, 7, 28), date(2029, 12, 31)),),
    letterhead={
        "government": "Pemerintah Provinsi Daerah Khusus Jakarta",
        "office": "Dinas Pemberdayaan, Perlindungan Anak, dan Pengendalian Penduduk",
        "address": "Jalan Contoh Nomor 6, Jakarta Pusat",
        "contact": "Telepon (021) 000000, pos-el dinasppapp@dki.example.id",
    },
    offices=(
        Office(DINAS, f"Dinas PPAPP {PROVINCE}", "opd", "VI. Koordinasi dan Kerja Sama"),
        Office("Dinas Sosial", f"Dinas Sosial {PROVINCE}", "opd", "III. Rehabilitasi Sosial"),
        Office("Polda Metro Jaya", "Kepolisian Daerah Metro Jaya", "vertikal", "V. Penegakan Hukum"),
    ),
    leaders=(
        Leader("Gubernur Daerah Khusus Jakarta", "Pengarah", "Gemilang Contoh"),
        Leader("Sekretaris Daerah Daerah Khusus Jakarta", "Ketua", "Sentosa Contoh", account="sekda"),
        Leader("Inspektur Daerah Khusus Jakarta", "Penanggung Jawab", "Iman Contoh", account="pengawas"),
    ),
    accounts=(
        Account("sekda", "Sentosa Contoh", "pimpinan"),
        Account("pengawas", "Iman Contoh", "pengawas"),
    ),
    plans=(),
)
