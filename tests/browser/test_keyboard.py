"""The keyboard inside a view: JupyterLab takes no letter, the focus shows, and what changed is read out shortly."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.axe import THEMES
from tests.browser.desk import Desk
from tests.browser.harness import choose_theme

COMMAND_MODE = "() => { window.jupyterapp.shell.currentWidget.content.mode = 'command'; }"
SEEN = """() => { window.jupyterapp.commands.commandExecuted.connect((_, { id }) => {
  window.sawSave ||= id === 'docmanager:save'; }); }"""
COUNT = "() => window.jupyterapp.shell.currentWidget.content.model.cells.length"
QUIZ = 'Quiz("order-of-names")'
# Each kind of thing that takes the focus: a view with one, and where it is.
KINDS = {
    "a text field": ("SigningLab()", "input[type=text]:visible"),
    "a masked field": ("SigningLab()", "input[type=password]:visible"),
    "a text of several lines": ("SigningLab()", "textarea:visible"),
    "a menu": ("SigningLab()", "select:visible"),
    "a tick box": ("SigningLab()", "input[type=checkbox]:visible"),
    "a button": ("ServerView()", ".jupyter-button:visible"),
    "what is folded": ("SigningLab()", "summary:visible"),
    "a link": ("SigningLab()", "a:visible"),
    "a lit piece": ("HeaderBench()", ".sigv4-p[tabindex='0']:visible"),
    "a choice": (QUIZ, "input[type=radio]"),
    "a slider": ("ScopeClock()", ".noUi-handle"),
    "a number": ("TwoForms()", "input[type=number]"),
    "a way to skip": ("SigningLab()", ".sigv4-skip"),
}
VIEWS = sorted({view for view, _ in KINDS.values()})
# What is drawn around an element, or around the label that has it, and what lies beside that line.
OUTLINE = """element => {
  const hasLine = each => each && getComputedStyle(each).outlineStyle !== 'none';
  const around = [element, element.closest('label')].find(hasLine);
  if (!around) return null;
  const behind = from => {
    for (let each = from; each; each = each.parentElement) {
      const colour = getComputedStyle(each).backgroundColor;
      if (!/^rgba\\(.*, 0(\\.\\d+)?\\)$|transparent|color\\(/.test(colour)) return colour;
    }
    return 'rgb(255, 255, 255)';
  };
  const { outlineWidth, outlineColor, outlineOffset } = getComputedStyle(around);
  const outside = behind(around.parentElement);
  return [outlineWidth, outlineColor, parseFloat(outlineOffset) > 0 ? outside : behind(around), outside];
}"""


@pytest.mark.parametrize(
    ("code", "selector"),
    [
        ("SigningLab()", ".sigv4-field-method select"),
        ("HeaderBench()", ".sigv4-p[tabindex='0']"),
        (QUIZ, "input[type=radio]"),
        ("ScopeClock()", ".noUi-handle"),
    ],
)
def test_no_letter_is_a_command_of_jupyterlab(desk: Desk, code: str, selector: str) -> None:
    """Letters that delete, add and turn cells elsewhere do nothing to the notebook while a view has the focus."""
    root = desk.show(code)
    root.locator(selector).first.focus()
    desk.page.evaluate(COMMAND_MODE)
    for key in "abddx":
        desk.page.keyboard.press(key)
        assert desk.page.evaluate(COUNT) == 1, f"{key} made a cell"
        assert root.count() == 1, f"{key} took the view away"


def test_saving_is_left_to_jupyterlab(desk: Desk) -> None:
    """Else the browser would offer to save the page."""
    root = desk.show("SigningLab()")
    desk.page.evaluate(SEEN)
    root.locator(".sigv4-field-method select").focus()
    desk.page.keyboard.press("Control+s")
    assert desk.page.evaluate("() => window.sawSave")
    desk.page.keyboard.press("a")
    assert desk.page.evaluate(COUNT) == 1


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours, as WCAG defines it."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(part) / 255 for part in re.findall(r"\d+", colour)[:3]]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


@pytest.mark.parametrize("view", VIEWS)
def test_the_focus_shows(desk: Desk, view: str) -> None:
    """Whatever the keyboard reaches has a line around it then, seen on both of its sides, in both themes."""
    root = desk.show(view)
    root.evaluate("root => root.querySelectorAll('details').forEach(fold => { fold.open = true; })")
    desk.page.keyboard.press("Shift")  # from now on the browser takes it that keys are used
    for theme in THEMES:
        choose_theme(desk.page, theme)
        for kind, selector in (each for each in KINDS.items() if each[1][0] == view):
            element = root.locator(selector[1]).first
            element.focus()
            line = element.evaluate(OUTLINE)
            assert line is not None, f"{theme}: {kind} has no outline"
            width, colour, inside, outside = line
            assert float(width.removesuffix("px")) >= 2, f"{theme}: {kind}: {line}"
            assert min(contrast(colour, inside), contrast(colour, outside)) >= 3, f"{theme}: {kind}: {line}"


def test_the_edge_of_a_field_is_seen(desk: Desk) -> None:
    """Fields and menus stand out from the page, in both themes."""
    root = desk.show("SigningLab()")
    for theme in THEMES:
        choose_theme(desk.page, theme)
        for field in root.locator(".sigv4-form :is(input[type=text], textarea, select):visible").all():
            edge, paper = field.evaluate("""field => [getComputedStyle(field).borderTopColor,
                getComputedStyle(field.closest('.jp-Notebook')).backgroundColor]""")
            assert contrast(edge, paper) >= 3, f"{theme}: {edge} on {paper}"


def test_a_link_in_a_text_is_told_by_more_than_its_colour(desk: Desk) -> None:
    """Beside a live page, the links of a notebook's texts are underlined."""
    text = "display(Markdown('A [link](https://h.example/) in a text.'))"
    desk.show(f"from IPython.display import Markdown\n{text}\n{QUIZ}")
    expect(desk.page.locator(".jp-RenderedMarkdown a")).to_have_css("text-decoration-line", "underline")


def focused(page: Page, selector: str) -> bool:
    """Whether what has the focus lies in what a selector finds."""
    return bool(page.evaluate("selector => document.activeElement.closest(selector) !== null", selector))


def test_tab_can_skip_the_form_and_the_view(desk: Desk) -> None:
    """Two stops before the form lead to the values and past the view; they are seen when the keyboard reaches them."""
    root = desk.show("print(1)\ndisplay(SigningLab())", height=900)
    values, past = root.get_by_role("button", name="Skip to the values"), root.get_by_role("button", name="Skip past")
    values.focus()
    expect(values).to_be_in_viewport()
    assert values.evaluate("button => getComputedStyle(button).clipPath") == "none"
    desk.page.keyboard.press("Enter")
    assert not focused(desk.page, ".sigv4-form")
    desk.page.keyboard.press("Tab")
    assert focused(desk.page, ".sigv4-root")
    assert not focused(desk.page, ".sigv4-form")

    past.focus()
    desk.page.keyboard.press("Enter")
    desk.page.keyboard.press("Tab")
    assert not focused(desk.page, ".sigv4-root")


HEARD = ".sigv4-unseen .sigv4-heard"
# A view, the field that is edited, what is typed, and what is read out then.
TOLD = [
    ("SigningLab()", ".sigv4-field-region input", "eu-west-1", "You changed the Region. So "),
    ("UrlBench()", "input[type=text]", "https://h/b", "Signature changed; Canonical URI"),
    ("KeyChain()", "input[type=text] >> nth=-1", "s3", "Changed: kService, kSigning, signature"),
    ("HeaderBench()", "textarea", "Host: h", "Lines sent: 1."),
]


@pytest.mark.parametrize(("view", "selector", "typed", "told"), TOLD)
def test_what_changed_is_read_out_shortly(desk: Desk, view: str, selector: str, typed: str, told: str) -> None:
    """One hidden place is read out politely: no more than a sentence, and none of the digits of a hash."""
    root = desk.show(view)
    heard = root.locator(HEARD)
    expect(heard).to_have_attribute("aria-live", "polite")
    assert root.get_by_role("status").count() == 0
    root.locator(selector).first.fill(typed)
    expect(heard).to_contain_text(told)
    text = heard.text_content() or ""
    assert len(text) < 120
    assert not re.search("[0-9a-f]{16}", text)


def test_an_answer_is_read_out_where_it_stands(desk: Desk) -> None:
    """What a quiz says of a choice is on the page, and read out from there."""
    root = desk.show(QUIZ)
    root.get_by_label("The order stays as sent.").check()
    heard = root.locator(".sigv4-heard", has_text="✗ No")
    expect(heard).to_have_attribute("aria-live", "polite")


PAGE = """
import ipywidgets
from sigv4_explain.drawing.style import page_style, style_element, sheet
style = style_element(page_style(), sheet("widgets/page_script.js"))
text = '<button class="sigv4-copy-button" data-copy="mine">Copy</button><pre id="mine">a  &lt;b&gt;\\n c {masked}</pre>'
back, following = ipywidgets.Button(description="◂"), ipywidgets.Button(description="▸")
back.add_class("sigv4-back"), following.add_class("sigv4-next")
following.on_click(lambda button: setattr(button, "description", button.description + "▸"))
back.on_click(lambda button: setattr(button, "description", button.description + "◂"))
steps = ipywidgets.HBox([back, following, ipywidgets.Text()], _dom_classes=["sigv4-steps"])
ipywidgets.VBox([ipywidgets.HTML(style), ipywidgets.HTML(text), steps], _dom_classes=["sigv4-root"])"""


def copied(desk: Desk, root: Locator, said: str) -> str:
    """Press the button, read what it says, and return what the clipboard has then."""
    button = root.locator(".sigv4-copy-button")
    expect(button).to_have_text("Copy")
    button.press("Enter")
    expect(button).to_have_text(said)
    expect(root.locator(".sigv4-end-of-view")).to_have_text(said)
    expect(button).to_be_focused()
    text = desk.page.evaluate("() => navigator.clipboard.readText()")
    expect(button).to_have_text("Copy")
    return str(text)


def test_a_button_copies(desk: Desk) -> None:
    """The text is on the clipboard to the blank, the button says so for a moment, and what is masked stays so."""
    desk.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    root = desk.show(PAGE.replace("{masked}", ""))
    assert copied(desk, root, "Copied") == "a  <b>\n c "
    root = desk.show(PAGE.replace("{masked}", "••• (40 characters)"))
    assert copied(desk, root, "Copied, masked") == "a  <b>\n c ••• (40 characters)"
    desk.page.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject(new Error('refused')); }")
    root = desk.show(PAGE.replace("{masked}", "by hand"))
    assert copied(desk, root, "Copied") == "a  <b>\n c by hand"
    desk.page.evaluate("() => { delete navigator.clipboard.writeText; }")
    desk.page.context.clear_permissions()


def test_what_needs_the_script_is_hidden_without_it(desk: Desk) -> None:
    """A page where no script runs has no button that does nothing."""
    root = desk.show(PAGE)
    button = root.locator(".sigv4-copy-button")
    expect(button).to_be_visible()
    desk.page.evaluate("() => { delete document.documentElement.dataset.sigv4Script; }")
    try:
        expect(button).to_be_hidden()
    finally:
        desk.page.evaluate("() => { document.documentElement.dataset.sigv4Script = ''; }")


def test_arrows_step(desk: Desk) -> None:
    """Left and right press the buttons that lead back and on, but not while one types."""
    root = desk.show(PAGE)
    back, following = root.locator(".sigv4-back"), root.locator(".sigv4-next")
    following.focus()
    desk.page.keyboard.press("ArrowRight")
    expect(following).to_have_text("▸▸")
    desk.page.keyboard.press("ArrowLeft")
    expect(back).to_have_text("◂◂")
    root.locator("input").focus()
    desk.page.keyboard.press("ArrowRight")
    desk.page.keyboard.press("Shift+Tab")
    desk.page.keyboard.press("ArrowRight")
    expect(following).to_have_text("▸▸▸")
