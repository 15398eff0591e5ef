"""Words for the codes of the audit trail: `rad.report_submit` is read "mengajukan laporan".

Services name their acts noun_verb, so that two short tables say all of them; what is no plain noun and verb
has its own words (`register`).
"""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

APPS: dict[str, Any] = {
    "accounts": _("Akun"),
    "cases": _("Kasus"),
    "core": _("Portal"),
    "dashboard": _("Dasbor"),
    "documents": _("Dokumen"),
    "meetings": _("Rapat"),
    "members": _("Keanggotaan dan SK"),
    "notices": _("Pengingat"),
    "publication": _("Publikasi"),
    "rad": _("RAD"),
    "vulnerability": _("Peta kerawanan"),
}
# "" is the noun of codes that name only the act.
NOUNS: dict[str, dict[str, Any]] = {
    "members": {
        "agency": _("instansi"),
        "appointment": _("penetapan"),
        "decree": _("SK"),
        "legal_basis": _("dasar hukum"),
        "legalbasis": _("dasar hukum"),
        "period": _("masa tugas"),
        "position": _("kedudukan"),
        "seat": _("kursi"),
        "seat_holder": _("pemegang kursi"),
        "seats": _("kursi"),
        "sop": _("SOP"),
        "sub_task_force": _("sub-gugus tugas"),
        "subtaskforce": _("sub-gugus tugas"),
        "task_force": _("gugus tugas"),
    },
    "meetings": {
        "agenda": _("susunan acara"),
        "answer": _("jawaban undangan"),
        "attachment": _("berkas rapat"),
        "attendance": _("kehadiran"),
        "code": _("kode kehadiran"),
        "feed": _("alamat kalender"),
        "follow_up": _("tindak lanjut"),
        "invitation": _("undangan"),
        "letter": _("surat undangan"),
        "meeting": _("rapat"),
        "minutes": _("notula"),
        "outreach": _("data sosialisasi"),
        "paper": _("naskah rapat"),
        "request": _("permintaan tindak lanjut"),
        "rules": _("aturan rapat"),
        "type": _("jenis rapat"),
    },
    "rad": {
        "correction": _("koreksi angka"),
        "chapter": _("teks laporan"),
        "evidence": _("bukti"),
        "grades": _("skala predikat"),
        "import": _("impor RAD"),
        "indicator": _("indikator"),
        "item": _("kegiatan"),
        "period": _("periode lapor"),
        "plan": _("RAD"),
        "program": _("program"),
        "report": _("laporan"),
        "report_document": _("dokumen laporan"),
        "rules": _("aturan pelaporan"),
        "strategy": _("strategi"),
    },
    "cases": {
        "holiday": _("hari libur"),
        "settings": _("aturan kasus"),
        "sla_rule": _("batas waktu penanganan"),
        "term": _("istilah kasus"),
    },
    "dashboard": {
        "brief": _("lembar ringkas"),
        "rules": _("aturan dasbor"),
        "snapshot": _("potret angka"),
    },
    "vulnerability": {
        "indicator": _("indikator kerawanan"),
        "indicators": _("indikator kerawanan bawaan"),
        "map": _("peta wilayah"),
        "values": _("nilai indikator kerawanan"),
        "weights": _("bobot kerawanan"),
    },
    "publication": {"release": _("rilis data"), "settings": _("pengaturan publikasi")},
    "documents": {"": _("dokumen"), "anchor": _("penerbit tepercaya")},
}
VERBS: dict[str, Any] = {
    "accept": _("menerima %(noun)s"),
    "add": _("menambah %(noun)s"),
    "invite": _("mengirim undangan %(noun)s"),
    "number": _("memesan nomor %(noun)s"),
    "record": _("mencatat %(noun)s"),
    "adopt": _("menetapkan %(noun)s"),
    "announce": _("memberitahukan %(noun)s kepada instansi"),
    "ask": _("mengajukan %(noun)s"),
    "amend": _("mengubah %(noun)s dengan naskah baru"),
    "cancel": _("membatalkan %(noun)s"),
    "carry": _("memindahkan laporan ke %(noun)s"),
    "close": _("menutup %(noun)s"),
    "commit": _("menjalankan %(noun)s"),
    "confirm": _("mengukuhkan %(noun)s"),
    "copy": _("membuat %(noun)s dari salinan"),
    "copy_forward": _("menyalin susunan ke %(noun)s berikutnya"),
    "create": _("membuat %(noun)s"),
    "decide": _("memutuskan %(noun)s"),
    "delete": _("menghapus %(noun)s"),
    "dicabut": _("%(noun)s dicabut"),
    "diganti": _("%(noun)s diganti dengan naskah baru"),
    "diubah": _("%(noun)s diubah dengan naskah baru"),
    "drop": _("menghentikan %(noun)s"),
    "discard": _("menghapus rancangan %(noun)s"),
    "end": _("mengakhiri %(noun)s"),
    "enforce": _("memberlakukan %(noun)s"),
    "grounds_set": _("memilih dasar hukum %(noun)s"),
    "hold": _("mencatat %(noun)s selesai dilaksanakan"),
    "import": _("mengimpor %(noun)s"),
    "lock": _("mengunci %(noun)s"),
    "make": _("meminta %(noun)s"),
    "move": _("memindahkan %(noun)s"),
    "note": _("mencatat %(noun)s"),
    "open": _("membuka %(noun)s"),
    "preview": _("memeriksa berkas %(noun)s"),
    "prepare": _("menyiapkan %(noun)s"),
    "propose": _("mengusulkan %(noun)s"),
    "refuse": _("menolak %(noun)s"),
    "reject": _("menolak %(noun)s"),
    "release": _("merilis %(noun)s untuk umum"),
    "remove": _("menghapus %(noun)s"),
    "render": _("membuat berkas %(noun)s"),
    "reopen": _("membuka kembali %(noun)s"),
    "repeat": _("membuat %(noun)s berkala"),
    "replace": _("mengganti %(noun)s"),
    "reset": _("mengembalikan %(noun)s ke bawaan"),
    "restore": _("memulihkan %(noun)s"),
    "retry": _("mengulang pembuatan %(noun)s"),
    "return": _("mengembalikan %(noun)s"),
    "review": _("mencatat telaah %(noun)s"),
    "revise": _("merevisi %(noun)s"),
    "revoke": _("mencabut %(noun)s"),
    "save": _("menyimpan %(noun)s"),
    "set": _("menetapkan %(noun)s"),
    "share": _("membagikan %(noun)s"),
    "shorten": _("memendekkan masa %(noun)s"),
    "sign": _("mencatat penandatanganan %(noun)s"),
    "signed_file": _("mengunggah %(noun)s bertanda tangan"),
    "start": _("memulai %(noun)s"),
    "submit": _("mengajukan %(noun)s"),
    "supersede": _("menggantikan %(noun)s"),
    "suspend": _("menangguhkan %(noun)s"),
    "unconfirm": _("membatalkan pengukuhan %(noun)s"),
    "unlock": _("membuka kunci %(noun)s"),
    "update": _("mengubah %(noun)s"),
    "verify": _("menyatakan memadai %(noun)s"),
    "withdraw": _("menarik kembali %(noun)s"),
}
WORDS: dict[str, Any] = {
    "core.denied": _("permintaan ditolak: tidak berwenang"),
    "core.job_retry": _("mengulang pekerjaan yang gagal"),
    "meetings.letter_write": _("menulis surel undangan"),
    "meetings.minutes_answer": _("menjawab edaran notula"),
    "meetings.minutes_circulate": _("mengedarkan notula untuk disetujui"),
    "meetings.minutes_freeze": _("mengesahkan notula"),
    "meetings.minutes_release": _("menyusun siaran pers"),
    "meetings.minutes_reopen": _("menarik notula untuk diperbaiki"),
    "meetings.minutes_restore": _("memulihkan versi notula"),
    "meetings.minutes_settle": _("menanggapi usul perbaikan notula"),
    "publication.release_propose": _("mengajukan rilis data"),
    "publication.release_withdraw": _("menarik rilis data dari publik"),
    "rad.comment_add": _("menulis komentar"),
    "rad.comment_withdraw": _("menarik komentar"),
    "rad.import_columns": _("menjawab arti kolom impor RAD"),
    "rad.victims_confirm": _("memastikan indikator yang menyangkut korban"),
    "rad.answer_upload": _("mengunggah isian laporan dari Excel"),
    "rad.answer_commit": _("menyimpan isian laporan dari Excel"),
    "rad.answer_cancel": _("membatalkan isian laporan dari Excel"),
    "rad.answer_retry": _("mengulang pembacaan isian laporan dari Excel"),
    "rad.snapshot_make": _("membekukan potret angka"),
    "dashboard.snapshot_take": _("membekukan potret angka dasbor"),
    "core.site_restore": _("memulihkan situs dari cadangan"),
    "core.task_force_switch": _("berganti gugus tugas"),
}


def register(words: Mapping[str, Any]) -> None:
    """Give an app's codes words of their own; called from `AppConfig.ready`."""
    WORDS.update(words)


def app_words(code: str) -> Any:
    """The part of the portal an act belongs to."""
    app = code.partition(".")[0]
    return APPS.get(app, app)


def action_words(code: str) -> str:
    """What was done, in words; a code nobody gave words to is shown as it is."""
    if code in WORDS:
        return str(WORDS[code])
    app, _dot, act = code.partition(".")
    for noun in sorted(NOUNS.get(app, ()), key=len, reverse=True):
        verb = act.removeprefix(f"{noun}_") if noun else act
        if act.startswith(noun) and verb in VERBS:
            return str(VERBS[verb]) % {"noun": NOUNS[app][noun]}
    return code
