"""Every shared component in each of its states, on one page for builders.

Shows invented figures only and reads no row of the database; routed in development and demo.
"""

import datetime
from typing import Any, ClassVar

import django_tables2 as tables
from django import forms
from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import lazystr
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from gugus.core.components import Button
from gugus.core.forms import DateBoxesField, UploadField

DUE = datetime.datetime(2026, 11, 22, 7, 30, tzinfo=datetime.UTC)
QUARTERS = ("TW I", "TW II", "TW III", "TW IV")


class SampleForm(forms.Form):
    """One field of each kind the renderer knows."""

    number = forms.CharField(
        label=_("Nomor SK"),
        help_text=_("Seperti tertulis di naskah, contoh 188.45/123/419.033/2026."),
    )
    signed = DateBoxesField(label=_("Tanggal ditetapkan"), help_text=_("Contoh 21 11 2026."))
    kind = forms.ChoiceField(
        label=_("Jenis instansi"),
        choices=[
            ("", _("Pilih jenis")),
            ("opd", _("Organisasi perangkat daerah")),
            ("vertikal", _("Instansi vertikal")),
        ],
    )
    answer = forms.ChoiceField(
        label=_("Kehadiran"),
        choices=[
            ("ya", _("Hadir")),
            ("wakil", _("Diwakili")),
            ("tidak", _("Tidak hadir")),
        ],
        widget=forms.RadioSelect,
    )
    topics = forms.MultipleChoiceField(
        label=_("Bidang"),
        choices=[
            ("cegah", _("Pencegahan")),
            ("rehab", _("Rehabilitasi")),
            ("hukum", _("Penegakan hukum")),
        ],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    note = forms.CharField(
        label=_("Kendala dan tindak lanjut"),
        widget=forms.Textarea({"rows": 3}),
        required=False,
    )
    letter = UploadField(label=_("Surat tugas"), accept=(".pdf", ".jpg"), max_mb=10, required=False)
    sure = forms.BooleanField(label=_("Saya sudah memeriksa angka di atas"))


class SampleFilter(forms.Form):
    """Search and two filters, as a list has them."""

    q = forms.CharField(
        label=_("Cari kegiatan"),
        required=False,
        widget=forms.TextInput({"type": "search"}),
    )
    status = forms.ChoiceField(
        label=_("Status"),
        choices=[("", _("Semua")), ("draf", _("Draf"))],
        required=False,
    )
    quarter = forms.ChoiceField(
        label=_("Triwulan"), choices=[("", _("Semua")), ("4", "TW IV")], required=False
    )


class SampleTable(tables.Table):
    """A list with a number column and a status."""

    name = tables.Column(verbose_name=_("Kegiatan"))
    agency = tables.Column(verbose_name=_("Instansi"))
    target = tables.TemplateColumn(
        "{% load gugus %}{{ value|angka }}",
        verbose_name=_("Target"),
        attrs={"th": {"class": "number"}, "td": {"class": "number"}},
    )

    status = tables.TemplateColumn(
        "{% load gugus %}{% status_word record.status record.tone %}",
        verbose_name=_("Status"),
        orderable=False,
    )

    class Meta:
        attrs: ClassVar = {"caption": _("Kegiatan RAD 2026")}


@require_safe
def gallery(request: HttpRequest) -> HttpResponse:
    """The gallery page, for builders: a production portal does not have it."""
    if settings.PRODUCTION:
        raise Http404
    table = SampleTable(sample_rows(), order_by="name")
    tables.RequestConfig(request, paginate={"per_page": 5}).configure(table)
    context = {
        "title": _("Galeri komponen"),
        "table": table,
        "has_errors": True,
        "sample_form": SampleForm(sample_input()),
        "fresh_form": SampleForm(auto_id="segar_%s"),
        "sample_filter": SampleFilter({"status": "draf"}, auto_id="saring_%s"),
        "page_obj": Paginator(range(64), 25).page(2),
        **pieces(),
    }
    return render(request, "gallery/gallery.html", context)


def sample_input() -> dict[str, Any]:
    """What a hurried person might have typed: each mistake once."""
    return {
        "number": "",
        "signed_day": "31",
        "signed_month": "2",
        "signed_year": "2026",
        "kind": "opd",
        "note": "Rapat ditunda.",
    }


def sample_rows() -> list[dict[str, Any]]:
    """Twelve invented action items."""
    states = (
        (_("diterima"), "good"),
        (_("diajukan"), "note"),
        (_("draf"), "draft"),
        (_("terlambat"), "bad"),
    )
    names = (
        _("Sosialisasi bahaya TPPO di sekolah"),
        _("Rehabilitasi sosial korban"),
        _("Pelatihan petugas desk migran"),
    )
    return [
        {
            "name": f"{names[n % 3]} {n + 1}",
            "agency": lazystr(("Dinas Sosial", "Dinas Tenaga Kerja", "Dinas Pendidikan")[n % 3]),
            "target": 1250 + n,
            "status": states[n % 4][0],
            "tone": states[n % 4][1],
        }
        for n in range(12)
    ]


def pieces() -> dict[str, Any]:
    """Values of the components that are neither form nor list."""
    return {
        "due": DUE,
        "tones": [
            (_("diterima"), "good"),
            (_("diajukan"), "note"),
            (_("draf"), "draft"),
            (_("dikembalikan"), "warn"),
            (_("terlambat"), "bad"),
            (_("dikunci"), "locked"),
        ],
        "buttons": sample_buttons(),
        "primary": Button(label=str(_("Ajukan laporan")), url="#", kind="primary"),
        "retry": Button(label=str(_("Coba lagi")), url="#", method="post"),
        "answers": [
            Button(label=str(word), url="#", method="post") for word in (_("Ya"), _("Wakil"), _("Tidak"))
        ],
        "points": [
            (QUARTERS[0], 42),
            (QUARTERS[1], 55),
            (QUARTERS[2], None),
            (QUARTERS[3], 78),
        ],
        "bars": sample_bars(),
        "heat": sample_heat(),
        "heat_legend": [
            {"step": n, "label": word} for n, word in enumerate(("0", "1–2", "3–5", "6–10", "11–20", "> 20"))
        ],
        "quarters": QUARTERS,
        "steps": sample_steps(),
        "events": sample_events(),
        "facts": sample_facts(),
        "crumbs": [
            {"label": _("RAD"), "url": "#"},
            {"label": _("RAD 2025–2027"), "url": "#"},
        ],
        "exports": [
            {"label": "Excel", "url": "#", "note": "64 baris"},
            {"label": "CSV", "url": "#", "note": ""},
        ],
        "effects": [
            _("Tiga laporan yang masih draf dikunci apa adanya."),
            _("Penghubung diberi tahu lewat surel."),
        ],
    }


def sample_buttons() -> list[Button]:
    """One button of each kind, and one that may not be pressed."""
    return [
        Button(label=str(_("Ajukan laporan")), url="#", kind="primary"),
        Button(label=str(_("Unduh Excel")), url="#"),
        Button(label=str(_("Cabut SK")), url="#", kind="danger", method="post"),
        Button(label=str(_("Lewati")), url="#", kind="quiet"),
        Button(
            label=str(_("Terima laporan")),
            reason=str(_("Anda yang mengajukan laporan ini; orang lain yang menerima.")),
        ),
    ]


def sample_bars() -> list[dict[str, Any]]:
    """Bars in every state: reached, short, late, not reported, over the scale."""
    rows = (
        (_("Pencegahan"), 92, 80, "good"),
        (_("Rehabilitasi kesehatan dan sosial"), 61, 75, ""),
        (_("Penegakan hukum"), 12, 60, "bad"),
        (_("Pemulangan dan reintegrasi"), None, 50, ""),
        (_("Koordinasi dan kerja sama"), 118, 100, "good"),
    )
    return [
        {
            "label": label,
            "value": value,
            "text": "–" if value is None else f"{value} %",
            "target": target,
            "target_text": f"{target} %",
            "url": "#",
            "tone": tone,
        }
        for label, value, target, tone in rows
    ]


def sample_heat() -> list[dict[str, Any]]:
    """Reports by agency and quarter, every step of the scale."""
    rows = {
        "Dinas Sosial": (0, 1, 2, 3),
        "Dinas Pendidikan": (2, 3, 4, 5),
        "Polres": (5, 4, 1, 0),
    }
    texts = ("0", "2", "4", "9", "17", "26")
    return [
        {
            "label": name,
            "url": "",
            "cells": [{"text": texts[step], "step": step} for step in steps],
        }
        for name, steps in rows.items()
    ]


def sample_steps() -> list[dict[str, Any]]:
    """The life of an SK, in the middle of it."""
    return [
        {"label": _("Draf"), "state": "done", "note": "3 November 2026"},
        {
            "label": _("Telaah Bagian Hukum"),
            "state": "done",
            "note": "10 November 2026",
        },
        {
            "label": _("Ditandatangani"),
            "state": "current",
            "note": _("menunggu berkas bertanda tangan"),
        },
        {"label": _("Berlaku"), "state": "next", "note": ""},
        {"label": _("Diganti atau dicabut"), "state": "skipped", "note": ""},
    ]


def sample_events() -> list[dict[str, Any]]:
    """Who did what, in what seat, when."""
    return [
        {
            "at": "21 Nov 2026, 14.30 WIB",
            "who": "Siti Contoh",
            "seat": _("sekretariat"),
            "what": _("Mengembalikan laporan TW III"),
            "note": _("Angka melebihi sasaran. Mohon lampirkan daftar hadir."),
            "tone": "warn",
        },
        {
            "at": "20 Nov 2026, 09.12 WIB",
            "who": "Budi Contoh",
            "seat": _("penghubung Dinas Sosial"),
            "what": _("Mengajukan laporan TW III"),
            "note": "",
            "tone": "note",
        },
        {
            "at": "18 Nov 2026, 16.05 WIB",
            "who": "Budi Contoh",
            "seat": "",
            "what": _("Membuat draf"),
            "note": "",
            "tone": "",
        },
    ]


def sample_facts() -> list[dict[str, Any]]:
    """A summary list with a plain row, a link, a masked value and one that cannot be changed."""
    rows = (
        (_("Nama instansi"), "Dinas Sosial Kota Contoh", "#", "", ""),
        (_("Penghubung"), "Budi Contoh", "#", "", "#"),
        (_("Identitas"), "", "", "#", ""),
        (_("Kedudukan"), _("Anggota Sub-Gugus Tugas Rehabilitasi"), "", "", ""),
    )
    keys = ("label", "value", "change_url", "reveal_url", "url")
    return [dict(zip(keys, row, strict=True)) for row in rows]
