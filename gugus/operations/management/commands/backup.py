"""Make one encrypted archive of the whole site, or check one.

The archive can be opened only with the secret half of a key in BACKUP_RECIPIENTS, which this machine does not
have. Old archives go by BACKUP_KEEP, after the new one lies on the disk whole.
"""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from gugus.core.templatetags.gugus import angka
from gugus.env import EnvError
from gugus.operations.backup import BackupRefused, archive, making, manifest, reading, retention, status


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--to", type=Path, metavar="FOLDER", help="bawaan: BACKUP_DIR")
        parser.add_argument(
            "--verify", type=Path, metavar="ARSIP", help="baca seluruh arsip dan periksa isinya"
        )
        parser.add_argument(
            "--identity", type=Path, metavar="BERKAS", help="kunci rahasia age, untuk --verify"
        )
        parser.add_argument("--new-identity", type=Path, metavar="BERKAS", help="buat pasangan kunci baru")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            if options["new_identity"]:
                self._new_identity(options["new_identity"])
            elif options["verify"]:
                self._verify(options["verify"], options["identity"])
            else:
                self._make(options["to"] or settings.ENV.backup_dir)
        except (BackupRefused, EnvError) as error:
            raise CommandError(str(error)) from None
        except OSError as error:
            raise CommandError(f"Cadangan tidak jadi dibuat: {error}. Arsip lama tidak disentuh.") from None

    def _new_identity(self, path: Path) -> None:
        public = archive.new_identity(path)
        self.stdout.write(f"Kunci rahasia ada di {path}. Pindahkan ke luar mesin ini, dan simpan salinannya.")
        self.stdout.write(f"BACKUP_RECIPIENTS={public}")

    def _verify(self, path: Path, identity: Path | None) -> None:
        if identity is None:
            raise CommandError("Sebutkan kunci rahasianya: --identity kunci-cadangan.txt")
        found = reading.verify(path, archive.identities(identity))
        manifest.check_keys(found)
        self.stdout.write(f"Arsip {path.name} utuh. {_content(found)}")

    def _make(self, folder: Path) -> None:
        folder.mkdir(mode=0o755, parents=True, exist_ok=True)
        keys = archive.recipients(settings.ENV.backup_recipients)
        written, found = making.make(retention.free_path(folder, timezone.now()), keys)
        for path in retention.prune(folder, retention.Keep(*settings.ENV.backup_keep)):
            self.stdout.write(f"Arsip lama dihapus: {path.name}")
        kept = {"archive": written.path.name, "bytes": written.size, "sha256": written.sha256}
        status.note(settings.ENV.backup_dir, "backup", **kept)
        if found.lost_keys:
            lost = ", ".join(found.lost_keys)
            self.stderr.write(f"Peringatan: kunci {lost} tidak ada di IDENTITY_KEYS; isinya tidak terbaca.")
        self.stdout.write(f"{written.path}\n{angka(written.size)} B, sha256 {written.sha256}")
        self.stdout.write(_content(found))


def _content(found: manifest.Manifest) -> str:
    rows = sum(entry[0] for entry in found.facts.tables.values())
    return (
        f"Dibuat {found.made_at} oleh portal {found.portal}: {angka(len(found.facts.tables))} tabel, "
        f"{angka(rows)} baris, {angka(len(found.media))} berkas. Kunci yang diperlukan: "
        f"{', '.join(found.keys)}."
    )
