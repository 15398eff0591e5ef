"""A throw-away certificate authority and real signatures, made anew in each test run."""

import io
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache

import pikepdf
from asn1crypto import keys
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import signers
from pyhanko.sign.fields import SigFieldSpec
from pyhanko.sign.validation.dss import DocumentSecurityStore
from pyhanko_certvalidator.registry import SimpleCertificateStore


@dataclass(frozen=True)
class Authority:
    """A certificate and its key."""

    certificate: x509.Certificate
    key: ec.EllipticCurvePrivateKey

    @property
    def anchor(self) -> asn1_x509.Certificate:
        return asn1_x509.Certificate.load(self.certificate.public_bytes(serialization.Encoding.DER))

    @property
    def pem(self) -> bytes:
        return self.certificate.public_bytes(serialization.Encoding.PEM)


def issue(name: str, by: Authority | None = None, *, days: int = 30, ca: bool = False) -> Authority:
    """A certificate for `name`, signed by `by` or by itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(by.certificate.subject if by else subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=60))
        .not_valid_after(now + timedelta(days=days))
        .add_extension(x509.BasicConstraints(ca=ca, path_length=None), critical=True)
        .add_extension(uses(ca=ca), critical=True)
        .sign(by.key if by else key, hashes.SHA256())
    )
    return Authority(made, key)


def uses(*, ca: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not ca,
        content_commitment=not ca,
        key_cert_sign=ca,
        crl_sign=ca,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )


@cache
def root() -> Authority:
    return issue("Penerbit Contoh", ca=True)


@cache
def official() -> Authority:
    return issue("Budi Contoh", root())


@cache
def plain_pdf(words: str = "keputusan") -> bytes:
    """A small unsigned PDF."""
    document = pikepdf.new()
    page = document.add_blank_page(page_size=(300, 400))
    page.contents_add(f"BT /F1 12 Tf 20 200 Td ({words}) Tj ET".encode())
    out = io.BytesIO()
    document.save(out, compress_streams=False)
    return out.getvalue()


def sign(pdf: bytes, who: Authority | None = None, *, field: str = "Tanda1") -> bytes:
    """`pdf` with a real signature added as an incremental update."""
    signer_of = who or official()
    store = SimpleCertificateStore()
    store.register_multiple([root().anchor])
    secret = signer_of.key.private_bytes(
        serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    signer = signers.SimpleSigner(
        signing_cert=signer_of.anchor,
        signing_key=keys.PrivateKeyInfo.load(secret),
        cert_registry=store,
    )
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    out = signers.PdfSigner(
        signers.PdfSignatureMetadata(field_name=field),
        signer=signer,
        new_field_spec=SigFieldSpec(sig_field_name=field),
    ).sign_pdf(writer)
    return out.getvalue()


def append_page_change(pdf: bytes) -> bytes:
    """An incremental update after signing that changes what the page shows."""
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    page = writer.root["/Pages"]["/Kids"][0]
    page["/Rotate"] = writer_number(90)
    writer.update_container(page)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def append_validation_data(pdf: bytes) -> bytes:
    """What a signing service adds afterwards: the certificates needed to validate later (PAdES LT)."""
    out = io.BytesIO(pdf)
    contents = PdfFileReader(io.BytesIO(pdf)).embedded_regular_signatures[0].pkcs7_content
    DocumentSecurityStore.add_dss(out, contents.hex().encode(), certs=[root().anchor])
    return out.getvalue()


def writer_number(value: int) -> object:
    return generic.NumberObject(value)


def encrypted(pdf: bytes, password: str) -> bytes:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        opened.save(out, encryption=pikepdf.Encryption(owner=password, user=password))
    return out.getvalue()
