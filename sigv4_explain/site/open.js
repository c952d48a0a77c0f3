// Opens the signing lab with the request of a link. A notebook's Python runs in a worker and cannot read the page's
// address, so this page writes a notebook with the request in it to where JupyterLite keeps the reader's files.
const NAME = "shared-request.ipynb";
const STORE = "files";

const status = document.getElementById("status");
const request = new URLSearchParams(location.search).get("request") ?? "";

// It becomes part of a line of Python: letters, digits, - and _ cannot end a text there.
if (/^[A-Za-z0-9_-]{1,6000}$/.test(request)) {
  await write(notebook(request));
  location.replace(`notebooks/index.html?path=${NAME}`);
} else {
  status.textContent = "This link has no request in it that can be read; perhaps it was cut.";
}

function notebook(request) {
  const told = "# A request that was shared\n\nRun the cell below: Run, then Run All Cells. The keys are AWS's published " +
    "examples. The next link that is opened takes this page's place.";
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
