// axios with the interceptor of aws4-axios. "late" has another interceptor put the body in another order after it was signed.
import { aws4Interceptor } from "aws4-axios";
import axios from "axios";
import { answer, call } from "./call.mjs";

const { method, url, headers, body, region, service, keys, options } = await call();
const client = axios.create({ validateStatus: () => true, responseType: "text", transformResponse: [] });
if (options.late) {
  // The interceptor that was added last runs first.
  const turned = (text) => JSON.stringify(Object.fromEntries(Object.entries(JSON.parse(text)).reverse()));
  client.interceptors.request.use((config) => ({ ...config, data: turned(config.data) }));
}
client.interceptors.request.use(
  aws4Interceptor({ instance: client, options: { region, service, ...options.aws4 }, credentials: keys }),
);
const response = await client.request({ method, url, headers, data: body });
answer(response.status, response.data);
