import { Agent, get } from "node:http";

/** A recorded answer of a server, for another server to send; each character is a byte. */
export interface Sample {
  /** Header names and values in turn, without those that `node:http` writes by itself. */
  readonly headers: readonly string[];
  readonly body: string;
  /** In milliseconds. */
  readonly keepAliveTimeout: number;
}

const SAMPLES = 256;
const WRITTEN_BY_NODE = ["date", "connection", "keep-alive", "transfer-encoding"];

/** Of the answers to some paths, the one whose length is closest to their mean. */
export async function sampleAnswer(port: number, paths: readonly string[]): Promise<Sample> {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const samples: Sample[] = [];
  for (const path of paths.slice(0, SAMPLES)) samples.push(await ask(port, path, agent));
  agent.destroy();
  const mean = samples.reduce((sum, { body }) => sum + body.length, 0) / samples.length;
  const distance = ({ body }: Sample) => Math.abs(body.length - mean);
  return samples.reduce((best, one) => (distance(one) < distance(best) ? one : best));
}

async function ask(port: number, path: string, agent: Agent): Promise<Sample> {
  return new Promise((resolve, reject) => {
    get({ host: "127.0.0.1", port, path, agent }, (response) => {
      const { rawHeaders, headers } = response;
      const isKept = (_: string, index: number) =>
        !WRITTEN_BY_NODE.includes(String(rawHeaders[index - (index % 2)]).toLowerCase());
      const seconds = Number(/timeout=(\d+)/.exec(String(headers["keep-alive"]))?.[1]);
      response
        .setEncoding("latin1")
        .toArray()
        .then((parts) => {
          const body = parts.join("");
          resolve({ headers: rawHeaders.filter(isKept), body, keepAliveTimeout: seconds * 1000 });
        }, reject);
    }).on("error", reject);
  });
}
