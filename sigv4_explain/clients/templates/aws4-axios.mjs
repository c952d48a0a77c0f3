import { aws4Interceptor } from "aws4-axios";
import axios from "axios";

$request

const client = axios.create({
  transformRequest: (data) => data, // sign and send the body as it is: axios would serialise JSON again
  validateStatus: null,
});
// aws4 takes AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_SESSION_TOKEN from the environment.
client.interceptors.request.use(
  aws4Interceptor({ instance: client, options: { service: $service, region: $region } }),
);

const { body, ...options } = request;
const response = await client({ url, ...options, data: body });
console.log(response.status, response.data);
