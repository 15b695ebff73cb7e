"""Forms for editors who don't use Git: Sveltia CMS, and its settings made from the models."""

from donebook.cms.bundle import (
    FOLDER,
    INTEGRITY,
    PACKAGE,
    VERSION,
    BundleRefused,
    bundle_at,
    unpacked,
)
from donebook.cms.settings import form_settings, origins

__all__ = [
    "FOLDER",
    "INTEGRITY",
    "PACKAGE",
    "VERSION",
    "BundleRefused",
    "bundle_at",
    "form_settings",
    "origins",
    "unpacked",
]
