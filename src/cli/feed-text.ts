import type { FeedAnswer } from "../client/ask-feed.ts";
import type { Shape } from "../client/shape.ts";
import { reasonText } from "./reason-text.ts";

export type Connection = Shape<"ConnectionList">["items"][number];
type Verdict = Shape<"ExplainAnswer">["verdict"];

/** What to write, what is asked, what is answered, and why. */
export function connectionText(
  connection: Connection,
  answer: FeedAnswer,
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
