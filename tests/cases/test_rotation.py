"""Everything sealed about cases comes under a new key, in batches that may be stopped; nothing is lost."""

import base64
import dataclasses
import os
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from allauth.mfa.utils import decrypt
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command

from cases.models import Attachment, Identity
from cases.services.attachments import attachment_add, attachment_content
from cases.services.identity import identity_save
from gugus.core import crypto
from tests.cases.builders import acting, open_case
from tests.files import one_page

pytestmark = pytest.mark.django_db(transaction=True)
OLD, NEW = ("lama", b"o" * 32), ("baru", b"n" * 32)
SECRET = "Bunga Contoh"


@pytest.fixture
def keys(settings):
    def use(*pairs):
        settings.ENV = dataclasses.replace(settings.ENV, identity_keys=pairs)

    return use


def rotate(settings, *options):
    """The command as an administrator runs it, with the new key in front."""
    given = ",".join(f"{name}:{base64.b64encode(key).decode()}" for name, key in (NEW, OLD))
    env = os.environ | {"GUGUS_ROLE": "owner", "IDENTITY_KEYS": given}
    command = [sys.executable, "manage.py", "rotate_identity_keys", *options]
    done = subprocess.run(command, cwd=settings.BASE_DIR, env=env, capture_output=True, text=True)
    assert SECRET not in done.stdout + done.stderr
    return done


@pytest.fixture
def filled(world, keys):
    """Seven identities and two files under the old key."""
    keys(OLD)
    cases = [open_case(world, "dinsos_kasus", "Dinas Sosial", account=f"{SECRET} {n}") for n in range(7)]
    with acting(world, "dinsos_kasus") as now:
        for case in cases:
            identity_save(case=case, by=now.user, name=SECRET)
        for case in cases[:2]:
            upload = SimpleUploadedFile("surat.pdf", one_page(SECRET))
            attachment_add(case=case, by=now.user, title=SECRET, upload=upload)
    return cases


def stored():
    """The bytes of every name, as they lie in the table."""
    with psycopg.connect(os.environ["DATABASE_OWNER_URL"]) as owner:
        owner.execute("SET ROLE gugus_kernel")
        return dict(owner.execute("SELECT id, name FROM cases_identity").fetchall())


@pytest.mark.panjang
def test_rows_and_files_come_under_the_new_key_in_batches_and_stay_there(world, filled, keys, settings):
    assert {crypto.key_id(blob) for blob in stored().values()} == {"lama"}
    done = rotate(settings, "--batch", "3")
    assert done.returncode == 0, done.stderr
    assert [line for line in done.stdout.splitlines() if "tabel cases_identity:" in line] == [
        f"tabel cases_identity: {n} dari 7" for n in (3, 6, 7)
    ]
    assert "cases_identity.name: kunci baru: 7" in done.stdout
    assert "cases_attachment (berkas): kunci baru: 2" in done.stdout
    assert "lama: " not in done.stdout
    keys(NEW)
    with acting(world, "dinsos_kasus"):
        assert {row.name for row in Identity.objects.all()} == {SECRET}
        assert {row.incident.account for row in filled} == {f"{SECRET} {n}" for n in range(7)}
        for row in Attachment.objects.all():
            assert row.title == SECRET
            assert attachment_content(attachment=row).startswith(b"%PDF")
    before, files = (
        stored(),
        {path: path.read_bytes() for path in Path(settings.MEDIA_ROOT, "cases").iterdir()},
    )
    again = rotate(settings)
    assert again.returncode == 0
    assert "tabel" not in again.stdout
    assert stored() == before
    assert {path: path.read_bytes() for path in files} == files


def test_second_factors_come_under_the_new_key(world, keys, settings):
    """They stand on the same keys: without this, dropping the old key locks everybody with TOTP out."""
    keys(OLD)
    person, secret = world.people["dinsos"], generate_totp_secret()
    TOTP.activate(person, secret)
    codes = RecoveryCodes.activate(person).get_unused_codes()
    done = rotate(settings)
    assert done.returncode == 0, done.stderr
    assert "verifikasi dua langkah: 2 dari 2" in done.stdout
    keys(NEW)
    totp, recovery = Authenticator.objects.filter(user=person).order_by("type").reverse()
    assert decrypt(totp.data["secret"]) == secret
    assert RecoveryCodes(recovery).get_unused_codes() == codes
    assert "verifikasi dua langkah: belum di bawah kunci baru: 0" in rotate(settings).stdout


def test_what_cannot_be_read_is_counted_left_alone_and_keeps_the_old_key(world, filled, settings):
    with psycopg.connect(os.environ["DATABASE_OWNER_URL"], autocommit=True) as owner, owner.transaction():
        owner.execute("SET LOCAL ROLE gugus_kernel")
        key, blob = owner.execute("SELECT id, name FROM cases_identity LIMIT 1").fetchone()
        broken = blob[:-1] + bytes([blob[-1] ^ 1])
        owner.execute("UPDATE cases_identity SET name = %s WHERE id = %s", [broken, key])
    with acting(world, "dinsos_kasus"):
        lost, damaged = Attachment.objects.all()
        Path(lost.file.path).unlink()
        Path(damaged.file.path).write_bytes(b"rusak")
    done = rotate(settings)
    assert done.returncode == 1
    assert "3 nilai belum di bawah kunci baru; jangan buang kunci lama" in done.stderr
    assert "cases_identity.name: kunci lama: 1" in done.stdout
    assert "berkas hilang: 1" in done.stdout
    assert "tidak terbaca: 1" in done.stdout
    rows = stored()
    assert rows.pop(key) == broken
    assert {crypto.key_id(blob) for blob in rows.values()} == {"baru"}


def test_the_web_role_may_not_rotate():
    with pytest.raises(CommandError, match="GUGUS_ROLE=owner"):
        call_command("rotate_identity_keys")
