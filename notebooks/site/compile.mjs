// Compiles wheels inside Pyodide. Reads JSON from the standard input: where Pyodide is, the module that compiles,
// and the jobs, each with a file to read, a file to write, and what becomes of the sources.
import { readFileSync, writeFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const { runtime, module, jobs } = JSON.parse(readFileSync(0, "utf8"));
const { loadPyodide } = await import(pathToFileURL(`${runtime}/pyodide.mjs`));
const pyodide = await loadPyodide();
pyodide.FS.writeFile("inside.py", readFileSync(module));
const inside = pyodide.pyimport("inside");
for (const { source, target, sources } of jobs) {
  pyodide.FS.writeFile("before", readFileSync(source));
  inside.compile_file("before", "after", sources);
  writeFileSync(target, pyodide.FS.readFile("after"));
}
