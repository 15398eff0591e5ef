from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DocumentsConfig(AppConfig):
    """The document kernel; concrete document tables live in the domains."""

    name = "gugus.documents"
    label = "documents"
    verbose_name = _("Dokumen")
    default_auto_field = "django.db.models.BigAutoField"
