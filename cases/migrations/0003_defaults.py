"""Shipped words: what a region starts from and may extend. Elements of the crime as in UU 21/2007 Pasal 1
and 2; child-specific exploitation, forced criminality and HTCDS names where the standard has one."""

from django.db import migrations

CASE, IDENTITY, SHELTER = ["view_case", "handle_case"], ["view_identity"], ["view_shelter"]

TERMS = {
    "proses": [
        ("perekrutan", "Perekrutan", "Recruitment"),
        ("pengangkutan", "Pengangkutan", "Transportation"),
        ("penampungan", "Penampungan", "Harbouring"),
        ("pengiriman", "Pengiriman", ""),
        ("pemindahan", "Pemindahan", "Transfer"),
        ("penerimaan", "Penerimaan", "Receipt"),
    ],
    "cara": [
        ("ancaman_kekerasan", "Ancaman kekerasan", "Threats"),
        ("penggunaan_kekerasan", "Penggunaan kekerasan", "Physical abuse"),
        ("penculikan", "Penculikan", "Abduction"),
        ("penyekapan", "Penyekapan", "Restriction of movement"),
        ("pemalsuan", "Pemalsuan", ""),
        ("penipuan", "Penipuan", "False promises"),
        ("penyalahgunaan_posisi", "Penyalahgunaan kekuasaan atau posisi rentan", "Abuse of vulnerability"),
        ("penjeratan_utang", "Penjeratan utang", "Debt bondage"),
        ("bayaran", "Memberi bayaran atau manfaat", "Giving of payments or benefits"),
    ],
    "tujuan": [
        ("pelacuran", "Pelacuran", "Sexual exploitation"),
        ("kerja_paksa", "Kerja atau pelayanan paksa", "Forced labour"),
        ("perbudakan", "Perbudakan atau praktik serupa perbudakan", "Slavery and similar practices"),
        ("penindasan", "Penindasan", ""),
        ("pemerasan", "Pemerasan", ""),
        ("pemanfaatan_seksual", "Pemanfaatan fisik, seksual, atau organ reproduksi", "Sexual exploitation"),
        ("transplantasi", "Transplantasi organ atau jaringan tubuh", "Removal of organs"),
        ("pemanfaatan_tenaga", "Pemanfaatan tenaga atau kemampuan", "Forced labour"),
        ("kriminalitas_paksa", "Dipaksa melakukan tindak pidana", "Forced criminality"),
        ("pengemisan_paksa", "Dipaksa mengemis", "Forced begging"),
        ("perkawinan_paksa", "Perkawinan paksa atau pengantin pesanan", "Forced marriage"),
    ],
    "modus": [
        ("pmi_nonprosedural", "Penempatan pekerja migran nonprosedural", ""),
        ("eksploitasi_seksual", "Eksploitasi seksual", ""),
        ("abk", "Anak buah kapal", ""),
        ("eksploitasi_anak", "Eksploitasi anak", ""),
        ("pengantin_pesanan", "Pengantin pesanan", ""),
        ("penipuan_daring", "Penipuan daring (online scam)", ""),
        ("lain", "Lainnya", ""),
    ],
    "terminasi": [
        ("pulih", "Kebutuhan korban terpenuhi dan korban pulih", ""),
        ("pindah", "Korban pindah ke luar wilayah dan ditangani instansi setempat", ""),
        ("atas_permintaan", "Korban meminta layanan dihentikan", ""),
        ("hilang_kontak", "Korban tidak dapat dihubungi", ""),
        ("bukan_kewenangan", "Bukan kewenangan dan telah dirujuk", ""),
        ("meninggal", "Korban meninggal dunia", ""),
    ],
    "penolakan": [
        ("bukan_tugas", "Bukan tugas instansi ini", ""),
        ("penuh", "Daya tampung penuh", ""),
        ("luar_wilayah", "Di luar wilayah kerja", ""),
        ("data_kurang", "Keterangan belum cukup", ""),
        ("benturan", "Ada benturan kepentingan", ""),
        ("lain", "Alasan lain", ""),
    ],
    "hubungan": [
        ("orang_tua", "Orang tua", ""),
        ("keluarga", "Keluarga lain", ""),
        ("pasangan", "Suami, istri, atau pacar", ""),
        ("tetangga", "Tetangga atau kenalan", ""),
        ("agen", "Agen atau perekrut", ""),
        ("majikan", "Majikan", ""),
        ("daring", "Kenalan daring", ""),
        ("tidak_dikenal", "Tidak dikenal", ""),
    ],
    "tempat": [
        ("rumah_tangga", "Rumah tangga", ""),
        ("tempat_kerja", "Tempat kerja", ""),
        ("sekolah", "Sekolah", ""),
        ("fasilitas_umum", "Fasilitas umum", ""),
        ("daring", "Daring", ""),
        ("lain", "Lainnya", ""),
    ],
    "angkutan": [
        ("darat", "Darat", ""),
        ("laut", "Laut", ""),
        ("udara", "Udara", ""),
    ],
    "asal": [
        ("datang_sendiri", "Datang sendiri", ""),
        ("keluarga", "Diantar keluarga", ""),
        ("rujukan", "Rujukan instansi", ""),
        ("sapa_129", "SAPA 129", ""),
        ("desa", "Desa, kelurahan, atau PATBM", ""),
        ("kepolisian", "Kepolisian", ""),
        ("temuan", "Temuan petugas", ""),
    ],
}
SERVICES = [
    ("pengaduan", "Penerimaan pengaduan dan identifikasi", "pengaduan", CASE + IDENTITY),
    ("penjangkauan", "Penjangkauan korban", "pengaduan", CASE + IDENTITY + SHELTER),
    ("pendampingan", "Pendampingan korban", "pengaduan", CASE + IDENTITY),
    ("kesehatan", "Pemeriksaan dan perawatan kesehatan", "kesehatan", CASE + IDENTITY),
    ("visum", "Visum et repertum", "kesehatan", CASE + IDENTITY),
    ("konseling", "Konseling psikologis", "kesehatan", CASE),
    ("rumah_aman", "Rumah aman atau penampungan sementara", "sosial", CASE + IDENTITY + SHELTER),
    ("rehabilitasi_sosial", "Rehabilitasi sosial", "sosial", CASE + IDENTITY),
    ("bimbingan_rohani", "Bimbingan rohani", "sosial", CASE),
    ("bantuan_hukum", "Bantuan hukum", "hukum", CASE + IDENTITY),
    ("penegakan_hukum", "Penegakan hukum", "hukum", CASE + IDENTITY),
    ("restitusi", "Pengajuan restitusi", "hukum", CASE + IDENTITY),
    ("perlindungan_saksi", "Perlindungan saksi dan korban", "hukum", CASE + IDENTITY + SHELTER),
    ("pemulangan", "Pemulangan", "pemulangan", CASE + IDENTITY + SHELTER),
    ("dokumen", "Dokumen kependudukan", "reintegrasi", CASE + IDENTITY),
    ("pendidikan", "Kembali bersekolah", "reintegrasi", CASE),
    ("pelatihan_kerja", "Pelatihan kerja dan usaha", "reintegrasi", CASE),
    ("penyatuan_keluarga", "Penyatuan kembali dengan keluarga", "reintegrasi", CASE + IDENTITY),
]
SCOPES = [
    (
        "layanan",
        "Kebutuhan layanan tanpa identitas",
        "Instansi tujuan membaca kode, kebutuhan, dan catatan yang dibagikan; nama dan alamat tidak.",
        CASE,
    ),
    (
        "identitas",
        "Kebutuhan layanan dan identitas",
        "Instansi tujuan juga membaca nama, NIK, dan kontak; tempat aman tidak.",
        CASE + IDENTITY,
    ),
    (
        "penuh",
        "Kebutuhan layanan, identitas, dan tempat aman",
        "Instansi tujuan juga membaca tempat aman, bila layanannya memerlukan.",
        CASE + IDENTITY + SHELTER,
    ),
]


def ship(apps, schema_editor):
    term, service, scope = (apps.get_model("cases", n) for n in ("Term", "ServiceType", "ConsentScope"))
    term.objects.bulk_create(
        term(kind=kind, code=code, label=label, htcds=htcds, order=order)
        for kind, rows in TERMS.items()
        for order, (code, label, htcds) in enumerate(rows, start=1)
    )
    service.objects.bulk_create(
        service(code=code, label=label, stage=stage, rights=rights, order=order)
        for order, (code, label, stage, rights) in enumerate(SERVICES, start=1)
    )
    scope.objects.bulk_create(
        scope(code=code, label=label, explanation=text, rights=rights, order=order)
        for order, (code, label, text, rights) in enumerate(SCOPES, start=1)
    )


def unship(apps, schema_editor):
    for name in ("Term", "ServiceType", "ConsentScope"):
        apps.get_model("cases", name).objects.filter(task_force__isnull=True).delete()


class Migration(migrations.Migration):
    dependencies = [("cases", "0002_walls")]
    operations = [migrations.RunPython(ship, unship)]
