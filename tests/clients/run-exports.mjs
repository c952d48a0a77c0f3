// Runs exported programs one after the other, each with an environment of its own, as modules that are imported.
// Hosts that are none are reached at the port that is given for them.
import http from "node:http";
import net from "node:net";
import { text } from "node:stream/consumers";
import { pathToFileURL } from "node:url";
import { format } from "node:util";

const MILLISECONDS = 10_000;
const { programs, ports } = JSON.parse(await text(process.stdin));
let tell;

http.Agent.prototype.createConnection = ({ host, port, ...options }, ...more) =>
  net.createConnection(host in ports ? { host: "127.0.0.1", port: ports[host] } : { host, port, ...options }, ...more);
console.log = (...words) => tell({ printed: format(...words) });
process.on("uncaughtException", (error) => tell({ failed: String(error) }));

function setEnvironment(variables) {
  for (const name of Object.keys(process.env)) if (/^AWS_|_proxy$/i.test(name)) delete process.env[name];
  Object.assign(process.env, variables);
}

async function run({ file, variables }) {
  setEnvironment(variables);
  const answer = new Promise((resolve) => (tell = resolve));
  const alarm = setTimeout(() => tell({ failed: "nothing was printed" }), MILLISECONDS);
  try {
    const { handler } = await import(pathToFileURL(file));
    if (handler) await handler().then(({ statusCode, body }) => console.log(statusCode, body));
  } catch (error) {
    tell({ failed: [error, error.cause].filter(Boolean).join(": ") });
  }
  return answer.finally(() => clearTimeout(alarm));
}

const answers = [];
for (const program of programs) answers.push(await run(program));
process.stdout.write(JSON.stringify({ answers }), () => process.exit());
