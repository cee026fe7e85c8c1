import type { TestServer } from "../../support/running-server.ts";
import { type Answered, type Call, send } from "../caller.ts";

/** An import of these lines, joined by line breaks; of one text as it is. */
export function importCall(
  path: string,
  lines: readonly string[],
  headers: Record<string, string> = {},
): Call {
  const raw = lines.length === 1 ? (lines[0] ?? "") : `${lines.join("\n")}\n`;
  return {
    method: "POST",
    path: `/v1/imports/${path}`,
    raw,
    headers: { "content-type": "text/csv", ...headers },
  };
}

export const NDJSON = { "content-type": "application/x-ndjson" };

/** Sends an import; gives what was answered. */
export function sendImport(
  server: TestServer,
  token: string,
  path: string,
  lines: readonly string[],
  headers: Record<string, string> = {},
): Promise<Answered> {
  return send(server, token, importCall(path, lines, headers));
}
