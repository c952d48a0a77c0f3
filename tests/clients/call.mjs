// A call comes in as JSON, its answer goes out as JSON.
import { text } from "node:stream/consumers";

export async function call() {
  const { headers = {}, options = {}, ...rest } = JSON.parse(await text(process.stdin));
  return { headers, options, ...rest };
}

export function answer(status, body) {
  process.stdout.write(JSON.stringify({ status, body }));
}
