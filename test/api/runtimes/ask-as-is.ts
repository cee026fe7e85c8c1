import { request as httpRequest } from "node:http";

/** A request of an installation, whose path is sent as it is. */
export interface AskedAsIs {
  readonly method: string;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** An answer without what belongs to one answer or one connection alone; each character of the body is a byte. */
export interface AnsweredAsIs {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

const OF_ONE_ANSWER = ["date", "connection", "keep-alive", "transfer-encoding"];
const TRACKING_ID = /SLUICE_[0-9a-f-]{36}/;

/** Asks on a connection of its own. The id of a request that the server made up is left out, since an answer that is sent again has none. */
export function askAsIs(port: number, { method, path, headers, body }: AskedAsIs): Promise<AnsweredAsIs> {
  return new Promise((resolve, reject) => {
    const options = { host: "127.0.0.1", port, method, path, headers, agent: false };
    const asked = httpRequest(options, (response) => {
      response
        .setEncoding("latin1")
        .toArray()
        .then((texts) => {
          const said = Object.entries(response.headers).map(
            ([name, value]) => [name, String(value)] as const,
          );
          const kept = said.filter(
            ([name, value]) => !OF_ONE_ANSWER.includes(name) && !TRACKING_ID.test(value),
          );
          resolve({
            status: response.statusCode ?? 0,
            headers: Object.fromEntries(kept),
            body: texts.join("").replace(TRACKING_ID, "made up"),
          });
        }, reject);
    });
    asked.on("error", reject);
    asked.end(body);
  });
}
