// Before JupyterLite: shows a notebook's plain page until the notebook is drawn, and an app's until the app is alive.
// A page that is only read goes on to its plain page, and no Python is loaded for it.
const PATIENCE = 60_000;
const SHARED = "shared-request";

const name = (new URLSearchParams(location.search).get("path") ?? "").replace(/\.ipynb$/, "");
const asked = window.frameElement?.dataset.request;
const shown = name === SHARED ? "app" : name;
const place = (page) => (page === "contents" ? "../index.html" : `../pages/${page}.html`);
const app = () => window.jupyterapp;
const panel = () => app()?.shell.currentWidget;
const starting = Object.assign(document.createElement("div"), { className: "sigv4-starting" });
starting.setAttribute("role", "status");
const cells = () => panel().content.widgets;
const first = () => cells().find((cell) => cell.model.type === "code");
const live = () => first().node.querySelector(".sigv4-root .sigv4-signature, .sigv4-root .widget-html");
const broken = () => first().model.outputs.toJSON().some((output) => output.output_type === "error");

const plain = await read(place(shown));
if (plain?.main.dataset.kind === "read") {
  location.replace(place(shown) + location.hash);
} else if (plain) {
  if (asked) plain.title = "A request for the signing lab";
  document.addEventListener("click", follow, { capture: true });
  await show(plain);
}

async function read(address) {
  if (!/^[\w./-]+$/.test(shown) || shown.includes("..")) return undefined;
  const answer = await fetch(address).catch(() => undefined);
  if (!answer?.ok) return undefined; // a notebook of the reader's own
  const { title, body } = new DOMParser().parseFromString(await answer.text(), "text/html");
  return { title, main: document.adoptNode(body.querySelector("main")) };
}

async function show({ main }) {
  const view = Object.assign(document.createElement("div"), { className: "sigv4-first" });
  view.append(main);
  say(asked ? `Python is starting. Until then you see the lab’s own example; then comes ${asked}`
    : "Python is starting. Until then you see what was recorded.");
  document.body.append(view, starting);
  if (location.hash) document.getElementById(decodeURIComponent(location.hash.slice(1)))?.scrollIntoView();
  const late = setTimeout(() => failed("it has not answered for a minute"), PATIENCE);
  const soon = setTimeout(async () => await arrives() || failed("a part of it did not arrive"), PATIENCE / 6);
  const missing = ["WebAssembly", "Worker", "indexedDB"].filter((each) => !(each in window));
  if (missing.length) return failed(`this browser has no ${missing.join(", no ")}`);
  await until(() => panel()?.context?.isReady && document.querySelector(".jp-Notebook .jp-Cell"));
  const alive = main.dataset.kind === "alive";
  if (alive) await run();
  else await until(() => panel().sessionContext?.session?.kernel);
  if (!alive) take(view);
  await panel().sessionContext.session.kernel.info;
  if (alive) await until(() => live() || first().model.outputs?.length > 0 && broken());
  take(view);
  panel().context.model.dirty = false; // opening is no edit, and a copy would hide what the site brings later
  for (const each of [soon, late]) clearTimeout(each);
  starting.remove();
  document.title = plain.title;
}

async function run() {
  await until(() => panel().sessionContext?.isReady && panel().sessionContext.session?.kernel);
  panel().content.activeCellIndex = cells().indexOf(first());
  app().commands.execute("notebook:run-cell");
}

// The reader stays at the cell that they had come to.
function take(view) {
  if (!view.isConnected) return;
  const sections = [...view.querySelectorAll("section")];
  const at = sections.findIndex((section) => section.getBoundingClientRect().bottom > 40);
  const cell = view.scrollTop > 40 ? at : 0;
  view.remove();
  panel().content.scrollToItem?.(Math.max(cell, 0), "start");
}

// A notebook of the course takes this one's place, for two Pythons are slow; what is only read opens beside it.
async function follow(event) {
  const link = event.target.closest?.(".jp-Notebook a[href]");
  if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
  const files = new URL("../files/", location).href;
  const [, target, anchor] = link.href.startsWith(files) ? link.href.slice(files.length).match(/^([^#]*)\.ipynb(#.*)?$/) ?? [] : [];
  if (!target) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  if (plain.main.dataset.read.split(" ").includes(target)) return void window.open(place(target) + (anchor ?? ""), target);
  if (panel().context.model.dirty) await app().commands.execute("docmanager:save");
  window.top.location.assign(new URL(`index.html?path=${target}.ipynb${anchor ?? ""}`, location));
}

// A worker that cannot fetch Python tells nobody, so the page asks for the same file.
async function arrives() {
  const settings = await fetch("../jupyter-lite.json").then((answer) => answer.text()).catch(() => "");
  const [folder] = settings.match(/static\/python-\w+/) ?? [];
  const answer = await fetch(`../${folder}/pyodide.asm.wasm`, { method: "HEAD" }).catch(() => undefined);
  return answer?.ok;
}

function say(text) {
  starting.replaceChildren(Object.assign(document.createElement("p"), { textContent: text }));
}

function failed(why) {
  if (starting.querySelector("button")) return;
  say(`Python could not start: ${why}. What you see was recorded, and can be read.`);
  const again = Object.assign(document.createElement("button"), { textContent: "Try again" });
  again.addEventListener("click", () => location.reload());
  const contents = Object.assign(document.createElement("a"), { href: place("contents"), textContent: "Contents", target: "_top" });
  const ways = document.createElement("p");
  ways.append(again, " · ", contents);
  const help = document.createElement("p");
  help.textContent = "Often a network stops files that end in .wasm or .whl, or a private window keeps no data. Another network or browser helps, or the kit on your own computer.";
  starting.append(help, ways);
}

// JupyterLite names the page after the file, and then after itself.
async function until(ready) {
  for (;;) {
    document.title = plain.title;
    const found = ready();
    if (found) return found;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
