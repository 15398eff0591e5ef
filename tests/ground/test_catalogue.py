"""check_catalogue sees each way in which the English catalogue can fall behind."""

import polib
import pytest

from gugus.core.management.commands.check_catalogue import extract, find_faults


def catalogue(*entries):
    file = polib.POFile()
    file.extend(entries)
    return file


def entry(msgid="Simpan %(n)s berkas", msgstr="Save %(n)s files", **more):
    return polib.POEntry(msgid=msgid, msgstr=msgstr, occurrences=[("rad/views.py", "3")], **more)


def test_a_complete_catalogue_has_no_fault():
    assert not list(find_faults(catalogue(entry()), catalogue(entry())))


@pytest.mark.parametrize(
    ("translated", "fault"),
    [
        (catalogue(), "missing"),
        (catalogue(entry(msgstr="")), "untranslated"),
        (catalogue(entry(flags=["fuzzy"])), "fuzzy"),
        (catalogue(entry(msgstr="Save files")), "placeholder lost"),
        (catalogue(entry(msgstr="Save %(m)s %(n)s files")), "unknown placeholder"),
        (catalogue(entry(), entry(msgid="Hapus", msgstr="Delete")), "no longer used"),
        (
            catalogue(entry(msgid_plural="Simpan %(n)s berkas", msgstr_plural={0: "One", 1: ""})),
            "untranslated",
        ),
    ],
)
def test_each_fault_is_named(translated, fault):
    assert fault in "\n".join(find_faults(catalogue(entry()), translated))


def test_strings_of_python_and_templates_are_found(tmp_path):
    (tmp_path / "rad").mkdir()
    (tmp_path / "rad" / "views.py").write_text(
        'from django.utils.translation import gettext as _\n_("Simpan")\n'
    )
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "a.html").write_text('{% load i18n %}{% translate "Kirim" %}')
    assert {entry.msgid for entry in extract(tmp_path)} == {"Simpan", "Kirim"}
