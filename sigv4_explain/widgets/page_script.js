// What CSS cannot do on a live page: keep JupyterLab's shortcuts out, move the focus, copy, and have changes read out.
// It runs when the page's style sheet is loaded, as its handler: so it comes with ipywidgets' own HTML wherever that is
// shown, needs no extension and asks nobody for anything. Without it the page works, and what needs it is hidden.
(style => {
  const KEEPS_KEYS = "data-lm-suppress-shortcuts";  // read by Lumino, which hands out JupyterLab's shortcuts
  const rootOf = element => element.closest?.(".sigv4-root");
  const page = document.documentElement.dataset;  // the same for all views

  // What is wrong with a field is said below the form, and at the field.
  const tellErrors = root => {
    const words = root.querySelector(".sigv4-problem-words")?.textContent ?? "";
    for (const field of root.querySelectorAll("[aria-describedby^=sigv4-field-error]")) {
      if (field.closest(".sigv4-error")) continue;
      for (const name of ["aria-invalid", "aria-describedby"]) field.removeAttribute(name);
      field.parentElement.querySelector(".sigv4-field-error")?.remove();
    }
    const field = root.querySelector(".sigv4-error :is(input, textarea, select)");
    if (!field || !words) return;
    const note = field.parentElement.querySelector(".sigv4-field-error") ?? document.createElement("span");
    if (note.textContent === words) return;
    note.className = "sigv4-field-error";
    note.id ||= `${note.className}-${page.sigv4Errors = 1 + Number(page.sigv4Errors ?? 0)}`;
    note.textContent = words;
    field.after(note);
    field.setAttribute("aria-invalid", "true");
    field.setAttribute("aria-describedby", note.id);
  };

  // The label of a radio button is text, to ipywidgets: what stands between backticks becomes code here.
  const setCode = text => {
    const words = document.createElement("span");
    words.append(...text.data.split("`").map((part, place) => {
      if (place % 2 === 0) return part;
      const code = document.createElement("code");
      code.textContent = part;
      return code;
    }));
    text.replaceWith(words);
  };

  // ipywidgets gives none of these an attribute of its own, and makes them when it likes.
  const nameParts = root => {
    tellErrors(root);
    for (const label of root.querySelectorAll(".sigv4-choices label")) {
      [...label.childNodes].filter(node => node.data?.includes("`")).forEach(setCode);
    }
    for (const heard of root.querySelectorAll(".sigv4-heard:not([aria-live])")) {
      heard.setAttribute("aria-live", "polite");
      heard.setAttribute("aria-atomic", "true");
    }
    for (const handle of root.querySelectorAll(".noUi-handle:not([aria-label])")) {
      const label = handle.closest(".jupyter-widgets")?.querySelector(".widget-label");
      if (label?.textContent) handle.setAttribute("aria-label", label.textContent);
    }
  };

  const root = rootOf(style);
  if (root && !("sigv4Scripted" in root.dataset)) {
    root.dataset.sigv4Scripted = "";
    const end = document.createElement("span");
    end.className = "sigv4-end-of-view sigv4-heard";
    end.tabIndex = -1;
    root.append(end);
    nameParts(root);
    new MutationObserver(() => nameParts(root)).observe(root, { childList: true, subtree: true, attributeFilter: ["class"] });
  }
  if ("sigv4Script" in page) return;  // the rest is there once, for all views
  page.sigv4Script = "";

  // Before JupyterLab sees a key. The mark is on what has the focus, since its selectors name just that (":focus"), and
  // not the root. To save is left to JupyterLab; else the browser would offer to save the page.
  window.addEventListener("keydown", event => {
    const saves = (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "s";
    if (rootOf(event.target)) event.target.toggleAttribute(KEEPS_KEYS, !saves);
  }, true);

  document.addEventListener("keydown", event => {
    const steps = event.target.closest?.(".sigv4-steps");
    const way = { ArrowLeft: ".sigv4-back", ArrowRight: ".sigv4-next" }[event.key];
    const isHeld = event.altKey || event.ctrlKey || event.metaKey || event.shiftKey;
    if (!steps || !way || isHeld || event.target.matches("input, select, textarea, [role=slider]")) return;
    event.preventDefault();
    steps.querySelector(way)?.click();
  });

  const skipTo = (root, where) => {
    const values = root.querySelector(".sigv4-values") ?? root.querySelector(".sigv4-form")?.nextElementSibling;
    const place = where === "values" ? values : root.querySelector(".sigv4-end-of-view");
    if (!place) return;
    place.tabIndex = -1;
    place.focus();
  };

  const copyByHand = text => {  // a page that is not served securely has no clipboard
    const field = document.createElement("textarea");
    field.value = text;
    field.style.position = "fixed";
    const before = document.activeElement;
    document.body.append(field);
    field.select();
    const isCopied = document.execCommand("copy");
    field.remove();
    before?.focus({ preventScroll: true });
    return isCopied;
  };

  const copy = async (root, button) => {
    const name = CSS.escape(button.dataset.copy ?? button.getAttribute("aria-controls"));
    const target = root.querySelector(`[id="${name}"], .${name}`);
    if (!target) return;
    // A page of the site is linked to by its address; a notebook elsewhere has none that others could open.
    const site = target.dataset.page && location.href.match(/^(.*\/)(?:notebooks|lab)\/index\.html/);
    const text = site ? site[1] + target.dataset.page : target.value ?? target.textContent;
    const isCopied = await navigator.clipboard?.writeText(text).then(() => true, () => false) || copyByHand(text);
    const said = !isCopied ? "Not copied" : text.includes("\u2022\u2022\u2022") ? "Copied, masked" : "Copied";
    const heard = root.querySelector(".sigv4-end-of-view");
    button.dataset.words ??= button.textContent;
    button.textContent = heard.textContent = said;
    setTimeout(() => {
      button.textContent = button.dataset.words;
      heard.textContent = "";
    }, 2000);
  };

  document.addEventListener("click", event => {
    const button = event.target.closest?.(".sigv4-copy-button, .sigv4-skip");
    const root = button && rootOf(button);
    if (!root) return;
    if (button.matches(".sigv4-skip")) skipTo(root, button.dataset.skip);
    else copy(root, button);
  });
})(this)
