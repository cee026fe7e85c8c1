import { unreachable } from "../client/refusal.ts";
import type { Shape } from "../client/shape.ts";
import { ok, type Result } from "../result.ts";
import { toFailure } from "./client.ts";
import type { Failure } from "./command-result.ts";
import { reasonText } from "./reason-text.ts";

export type Connection = Shape<"ConnectionList">["items"][number];
type Verdict = Shape<"VerdictAnswer">;

/** What a server told an updater. */
export interface FeedReply {
  readonly status: number;
  readonly type: string | null;
  readonly body: string;
}

/** The most characters of a feed's body that are shown. */
const MOST_CHARACTERS = 4_000;

/** Asks a feed as its updater would, without a token. Refuses `server_unreachable`. */
export async function askFeed(
  server: URL,
  { method, path, body }: Connection["request"],
): Promise<Result<FeedReply, Failure>> {
  const url = server.origin + server.pathname.replace(/\/$/, "") + path;
  try {
    const sent = body === undefined ? {} : { headers: JSON_TYPE, body: JSON.stringify(body) };
    const answer = await fetch(url, { method, ...sent, redirect: "manual" });
    const text = (await answer.text()).slice(0, MOST_CHARACTERS);
    return ok({ status: answer.status, type: answer.headers.get("content-type"), body: text });
  } catch (error) {
    return toFailure(unreachable(url, error));
  }
}

const JSON_TYPE = { "content-type": "application/json" };

/** What to write, what is asked, what is answered, and why. */
export function connectionText(
  connection: Connection,
  answer: FeedReply,
  { action, version, reasons }: Verdict,
): string {
  const files = connection.frameworks.flatMap(({ name, files }) => [
    `${name}`,
    ...files.flatMap((file) => ["", `  ${file.name}`, ...indent(file.text)]),
    "",
  ]);
  const needs = connection.needs.length === 0 ? "nothing of its own" : connection.needs.join("; ");
  return [
    ...files,
    `A build needs: ${needs}. No update is told by ${connection.noUpdate}.`,
    "",
    `${connection.request.method} ${connection.request.url}`,
    ...(connection.request.body === undefined
      ? []
      : indent(JSON.stringify(connection.request.body, null, 2))),
    `${answer.status}${answer.type === null ? "" : ` ${answer.type}`}`,
    ...indent(answer.body),
    "",
    action === "update" ? `It is offered ${version}.` : `It stays on ${version}.`,
    ...reasons.map((reason) => `  ${reasonText(reason)}`),
  ].join("\n");
}

function indent(text: string): readonly string[] {
  return text === ""
    ? []
    : text
        .trimEnd()
        .split("\n")
        .map((line) => `    ${line}`);
}
