"""One encrypted archive of the whole site, and the proof that what comes back from it is the same site.

`making` writes an archive, `restoring` brings one back beside the old site and swaps only what has been
proven equal, `rehearsal` does both in a scratch place. Everything goes past Django's connection: the backup
role reads, the administrator restores, and neither may serve pages (docs/adr/0026).
"""


class BackupRefused(Exception):
    """Why a backup, a check or a restore does not happen; the text is for the person at the terminal."""
