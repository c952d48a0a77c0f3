// Opens the signing lab with the request of a link. A notebook's Python runs in a worker and cannot read the page's
// address, so this page writes a notebook with the request in it to where JupyterLite keeps the reader's files.
const NAME = "shared-request.ipynb";
const STORE = "files";
const FIELDS = ["headers", "method", "region", "service", "url"];
const LEFT_OUT = "left_out";

const main = document.querySelector("main");
const status = main.querySelector("[role=status]");
const request = new URLSearchParams(location.search).get("request") ?? "";
const { said, fault } = read(request);

if (fault) {
  document.title = "This link is broken · SigV4, explained";
  status.replaceChildren(document.querySelector("template").content);
  status.querySelector("strong").textContent = fault;
} else {
  try {
    await write(notebook(request));
    show(said);
  } catch (error) {
    status.querySelector("p").textContent = `This browser keeps no data for the page (${error?.name}), perhaps because its window is private. `;
    status.querySelector("p").append(Object.assign(document.createElement("a"), { href: "index.html", textContent: "The contents of the course" }));
  }
}

// What Python would refuse is told here, before Python is there. The text becomes part of a line of Python: letters,
// digits, - and _ cannot end a text there.
function read(text) {
  if (!text) return { fault: "nothing follows “request=”" };
  if (!/^[A-Za-z0-9_-]{1,6000}$/.test(text)) return { fault: "it has characters that such a link never has" };
  try {
    const bytes = Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (character) => character.charCodeAt(0));
    const said = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
    const names = Object.keys(said).filter((name) => name !== LEFT_OUT).sort();
    const whole = names.join() === FIELDS.join() && Object.values(said).every((value) => typeof value === "string");
    return whole ? { said } : { fault: "a part of it is missing" };
  } catch {
    return { fault: "it ends too early" };
  }
}

// In a frame, so that a reload begins with the link's request again.
function show({ method, url }) {
  const frame = document.createElement("iframe");
  frame.title = "The signing lab";
  frame.src = `notebooks/index.html?path=${NAME}`;
  frame.dataset.request = `${method} ${url.length > 100 ? `${url.slice(0, 99)}…` : url}`;
  main.replaceWith(frame);
}

function notebook(request) {
  const told = "# A request that was shared\n\nThe lab below is filled in with it; edit anything. The keys are AWS's published " +
    "examples. The next link that is opened takes this page's place. [The contents of the course](contents.ipynb)";
  const code = `from sigv4_explain.widgets import SigningLab\n\nlab = SigningLab.from_link("${request}")\nlab`;
  const kernelspec = { display_name: "Python 3", language: "python", name: "python3" };
  const metadata = { kernelspec, language_info: { name: "python" } };
  const cells = [
    { cell_type: "markdown", id: "told", metadata: {}, source: told },
    { cell_type: "code", id: "lab", metadata: {}, source: code, outputs: [], execution_count: null },
  ];
  return { nbformat: 4, nbformat_minor: 5, metadata, cells };
}

async function write(content) {
  const database = await opened();
  const now = new Date().toISOString();
  const file = { name: NAME, path: NAME, type: "notebook", format: "json", mimetype: "application/json", content,
    created: now, last_modified: now, size: JSON.stringify(content).length, writable: true };
  const change = database.transaction(STORE, "readwrite");
  change.objectStore(STORE).put(file, NAME);
  await new Promise((resolve, reject) => { change.oncomplete = resolve; change.onerror = () => reject(change.error); });
  database.close();
}

// JupyterLite's own name for it, and its own way to make a store that is missing: one version on.
async function opened(version) {
  const name = `JupyterLite Storage - ${new URL(".", location).pathname}`;
  const database = await new Promise((resolve, reject) => {
    const asked = indexedDB.open(name, version);
    asked.onupgradeneeded = () => {
      if (!asked.result.objectStoreNames.contains(STORE)) asked.result.createObjectStore(STORE);
    };
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error);
  });
  if (database.objectStoreNames.contains(STORE)) return database;
  database.close();
  return opened(database.version + 1);
}
