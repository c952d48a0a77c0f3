// Runs pytest inside Pyodide, on this machine's files. Reads JSON from the standard input: where Pyodide, the project
// and Python's packages are, and pytest's arguments. Ends with pytest's own status.
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const { runtime, project, packages, args } = JSON.parse(readFileSync(0, "utf8"));
const { loadPyodide } = await import(pathToFileURL(`${runtime}/pyodide.mjs`));
const pyodide = await loadPyodide({ env: { HOME: "/home", PYTEST_DISABLE_PLUGIN_AUTOLOAD: "1" } });
for (const [inside, outside] of [["/project", project], ["/packages", packages]]) {
  pyodide.FS.mkdirTree(inside);
  pyodide.mountNodeFS(inside, outside);
}
const status = pyodide.runPython(`
import os, sys
sys.dont_write_bytecode = True
sys.path[:0] = ["/project"]
sys.path.append("/packages")
os.chdir("/project")
import tests.site.no_hypothesis
tests.site.no_hypothesis.install()
import pytest
int(pytest.main(${JSON.stringify(args)}))
`);
process.exit(status);
