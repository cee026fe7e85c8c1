import { setTimeout as sleep } from "node:timers/promises";

/** A caller of the public API with a token, as a script is. */
export interface Visitor {
  readonly url: string;
  readonly token: string;
}

export interface CreatedRecord {
  readonly id: string;
}

/**
 * Calls the API with a JSON body, again while the database cannot do it. Throws if it is refused: what the demo asks for
 * must be allowed.
 */
export async function call<Answer>(
  { url, token }: Visitor,
  method: "POST" | "PUT" | "PATCH",
  path: string,
  body: unknown,
): Promise<Answer> {
  return send<Answer>(token, url + path, { method, type: "application/json", body: JSON.stringify(body) });
}

/** Uploads bytes, or lines of an import. Throws if it is refused. */
export async function upload(
  { url, token }: Visitor,
  path: string,
  contentType: string,
  body: Uint8Array | string,
): Promise<unknown> {
  return send(token, url + path, { method: "POST", type: contentType, body });
}

/** Reads from the API. Throws if it is refused. */
export async function read<Answer>({ url, token }: Visitor, path: string): Promise<Answer> {
  return send<Answer>(token, url + path, { method: "GET", type: "application/json", body: null });
}

/** Asks as an updater does, whatever the format of the answer. Throws if it is refused. */
export async function visit({ url, token }: Visitor, path: string): Promise<void> {
  await sendForText(token, url + path, { method: "GET", type: "application/json", body: null });
}

/** How often a call is made before it is given up. */
const MOST_TRIES = 10;

interface VisitorRequest {
  readonly method: string;
  readonly type: string;
  readonly body: Uint8Array | string | null;
}

async function send<Answer>(token: string, url: string, request: VisitorRequest): Promise<Answer> {
  const text = await sendForText(token, url, request);
  return (text === "" ? undefined : JSON.parse(text)) as Answer;
}

async function sendForText(
  token: string,
  url: string,
  { method, type, body }: VisitorRequest,
): Promise<string> {
  const headers = { authorization: `Bearer ${token}`, "content-type": type };
  let response = await fetch(url, { method, headers, body });
  for (let tries = 1; response.status === 503 && tries < MOST_TRIES; tries++) {
    await sleep(Number(response.headers.get("retry-after") ?? "1") * 1_000);
    response = await fetch(url, { method, headers, body });
  }
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${url} answered ${response.status}: ${text}`);
  return text;
}
