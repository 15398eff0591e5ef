"""Why a file is not read, in words for the person who sent it: what it is, the rule, the cure."""

from django.utils.translation import gettext_lazy as _

REASONS = {
    "empty": _("Berkas kosong. Berkas harus berisi data. Pilih berkas yang benar lalu unggah lagi."),
    "bytes": _(
        "Ukuran berkas melebihi %(limit)s MB. Batas unggahan %(limit)s MB. Hapus gambar dan lembar yang "
        "tidak perlu, "
        "lalu simpan lagi."
    ),
    "not_sheet": _(
        "Berkas ini bukan buku kerja Excel, apa pun akhiran namanya. Yang diterima ialah .xlsx atau .csv. "
        "Buka berkas "
        "di Excel atau LibreOffice, pilih Simpan Sebagai, lalu pilih Buku Kerja Excel (.xlsx)."
    ),
    "html": _(
        "Berkas ini halaman web yang diberi nama Excel. Yang diterima ialah .xlsx atau .csv. Buka berkas di "
        "Excel, pilih "
        "Simpan Sebagai, lalu pilih Buku Kerja Excel (.xlsx)."
    ),
    "pdf": _(
        "Berkas ini PDF. Yang diterima ialah .xlsx atau .csv. Minta berkas Excel aslinya kepada penyusun "
        "dokumen."
    ),
    "old_xls": _(
        "Berkas ini memakai format Excel lama (.xls). Yang diterima ialah .xlsx. Buka di Excel, pilih "
        "Simpan Sebagai, lalu "
        "pilih Buku Kerja Excel (.xlsx)."
    ),
    "xlsb": _(
        "Berkas ini buku kerja biner (.xlsb). Yang diterima ialah .xlsx. Buka di Excel, pilih Simpan "
        "Sebagai, lalu pilih "
        "Buku Kerja Excel (.xlsx)."
    ),
    "ods": _(
        "Berkas ini buku kerja OpenDocument (.ods). Yang diterima ialah .xlsx. Buka di LibreOffice, pilih "
        "Simpan Sebagai, "
        "lalu pilih Excel 2007–365 (.xlsx)."
    ),
    "encrypted": _(
        "Berkas ini dikunci dengan kata sandi. Berkas harus dapat dibaca tanpa kata sandi. Di Excel pilih "
        "Berkas > Info > "
        "Proteksi Buku Kerja, kosongkan kata sandi, lalu simpan lagi."
    ),
    "macro": _(
        "Berkas ini memuat makro. Berkas dengan makro tidak diterima karena dapat menjalankan program. "
        "Simpan sebagai Buku "
        "Kerja Excel biasa (.xlsx), lalu unggah lagi."
    ),
    "external": _(
        "Berkas ini terhubung ke berkas atau sumber data lain. Semua isi harus ada di dalam berkas. Di "
        "Excel pilih Data > "
        "Edit Tautan > Putuskan Tautan, lalu simpan lagi."
    ),
    "embedded": _(
        "Berkas ini memuat dokumen lain di dalamnya. Lembar hanya boleh berisi sel. Hapus objek yang "
        "disisipkan, lalu simpan "
        "lagi."
    ),
    "paths": _(
        "Berkas ini memuat bagian yang menunjuk ke luar berkas. Berkas seperti ini ditolak demi keamanan. "
        "Salin selnya ke buku kerja baru, lalu unggah buku kerja itu."
    ),
    "no_sheets": _(
        "Berkas ini tidak memuat satu lembar pun. Buku kerja harus berisi sedikitnya satu lembar dengan sel. "
        "Buka berkas di Excel, isi lembarnya, lalu simpan lagi."
    ),
    "pictures": _(
        "Berkas ini memuat gambar. Di sini yang dibaca hanya isi sel, jadi gambar akan hilang. Hapus "
        "gambarnya, lalu unggah lagi; foto kegiatan dilampirkan sebagai bukti di halaman lapor."
    ),
    "bomb": _(
        "Isi berkas mengembang jauh melebihi ukurannya (%(megabytes)s MB). Berkas seperti ini ditolak demi "
        "keamanan. Salin "
        "selnya ke buku kerja baru, lalu unggah buku kerja itu."
    ),
    "entities": _(
        "Berkas ini memuat perintah XML yang tidak dipakai Excel. Berkas seperti ini ditolak demi keamanan. "
        "Salin selnya ke "
        "buku kerja baru, lalu unggah buku kerja itu."
    ),
    "corrupt": _(
        "Berkas ini rusak atau tidak utuh. Berkas harus dapat dibuka di Excel. Buka berkas, biarkan Excel "
        "memperbaikinya, "
        "simpan dengan nama baru, lalu unggah lagi."
    ),
    "unreadable": _(
        "Berkas ini tidak dapat dibaca. Berkas harus dapat dibuka di Excel. Salin selnya ke buku kerja "
        "baru, lalu unggah buku "
        "kerja itu."
    ),
    "rows": _(
        "Berkas ini berisi lebih dari %(limit)s baris. Batasnya %(limit)s baris per lembar. Hapus baris di "
        "bawah data "
        "terakhir, atau bagi menjadi beberapa berkas."
    ),
    "columns": _(
        "Berkas ini berisi lebih dari %(limit)s kolom. Batasnya %(limit)s kolom per lembar. Hapus kolom di "
        "kanan data "
        "terakhir, lalu simpan lagi."
    ),
    "cells": _(
        "Berkas ini berisi lebih dari %(limit)s sel. Batasnya %(limit)s sel per berkas. Hapus lembar yang "
        "tidak perlu, atau "
        "bagi menjadi beberapa berkas."
    ),
    "text": _(
        "Teks dalam berkas ini terlalu panjang. Batasnya %(limit)s huruf per berkas. Pindahkan uraian "
        "panjang ke dokumen "
        "lain, lalu simpan lagi."
    ),
    "merges": _(
        "Berkas ini memuat lebih dari %(limit)s sel gabungan. Batasnya %(limit)s per lembar. Pisahkan sel "
        "gabungan yang tidak "
        "perlu, lalu simpan lagi."
    ),
    "memory": _(
        "Berkas ini memerlukan memori terlalu besar untuk dibaca. Berkas seperti ini ditolak demi keamanan. "
        "Salin selnya ke "
        "buku kerja baru, atau bagi menjadi beberapa berkas."
    ),
    "cpu": _(
        "Berkas ini memerlukan waktu terlalu lama untuk dibaca. Berkas seperti ini ditolak demi "
        "keamanan. Salin selnya ke buku "
        "kerja baru, atau bagi "
        "menjadi beberapa berkas."
    ),
}


class SheetRefused(Exception):
    """The file was not read. ``code`` is stable; the text is for people, in the language now active."""

    def __init__(self, code: str, **facts: object) -> None:
        super().__init__(code)
        self.code = code if code in REASONS else "unreadable"
        self.facts = facts

    @property
    def reason(self) -> str:
        return str(REASONS[self.code]) % _with_thousands(self.facts)

    def __str__(self) -> str:
        return self.reason


def _with_thousands(facts: dict[str, object]) -> dict[str, object]:
    return {k: f"{v:,}".replace(",", ".") if isinstance(v, int) else v for k, v in facts.items()}
