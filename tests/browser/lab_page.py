"""The signing lab as its user meets it: fields by their visible labels, values by what is on screen."""

from __future__ import annotations

from dataclasses import dataclass, replace

from playwright.sync_api import Locator, Page, expect

from sigv4_explain.widgets.signing_lab.input import LabInput, Placement
from tests.browser.desk import Desk
from tests.browser.oracle import botocore_signature

LABELS = {
    "method": "Method",
    "url": "URL",
    "headers": "Headers, one a line",
    "body": "Body",
    "access_key_id": "Access key id",
    "secret_access_key": "Secret",
    "session_token": "Session token",
    "region": "Region",
    "service": "Service",
    "at": "Time, UTC",
    "placement": "Signature in",
    "expires": "Seconds",
}


@dataclass(frozen=True, slots=True)
class LabPage:
    """The lab on a page."""

    page: Page

    @classmethod
    def shown(cls, desk: Desk, *, width: int = 1400, height: int = 1000) -> LabPage:
        """Show a fresh lab alone on the desk."""
        desk.show("SigningLab()", width=width, height=height)
        return cls(desk.page)

    @property
    def root(self) -> Locator:
        """The app's root."""
        return self.page.locator(".sigv4-root:not(.sigv4-quiz)")

    @property
    def signature(self) -> Locator:
        """The signature on screen."""
        return self.root.locator(".sigv4-section-signature .sigv4-signature")

    def unfold(self, name: str) -> None:
        """Open a fold by its name: what few need is in ``few``, the finished request in ``rest``."""
        fold = self.root.locator(f".sigv4-fold-{name}")
        if fold.get_attribute("open") is None:
            fold.locator("summary").click()

    def field(self, name: str) -> Locator:
        """Find a field by its visible label."""
        return self.root.get_by_label(LABELS.get(name, name), exact=True)

    def section(self, name: str) -> Locator:
        """Find a section of the page."""
        return self.root.locator(f".sigv4-section-{name}")

    def pieces(self, part: str, section: str | None = None) -> Locator:
        """Find the pieces that came from a part."""
        within = self.root if section is None else self.section(section)
        return within.locator(f".sigv4-p-{part.replace('.', '-')}")

    def edit(self, form: LabInput, name: str, value: str) -> LabInput:
        """Edit a field by hand, and return the form as it is then."""
        if name == "session_token":
            self.unfold("few")
        if name in ("method", "placement"):
            self.field(name).select_option(label=value)
        else:
            self.field(name).fill("")
            self.field(name).press_sequentially(value)
            if name in ("secret_access_key", "session_token"):  # taken when the field is left
                self.field(name).blur()
        if name == "placement":
            return replace(form, placement=Placement(value))
        return replace(form, **{name: value})  # type: ignore[arg-type]  # every other field is a text

    def expect_signature_of(self, form: LabInput) -> None:
        """The signature on screen is the one that botocore makes of the form."""
        expect(self.signature).to_have_text(botocore_signature(form))
