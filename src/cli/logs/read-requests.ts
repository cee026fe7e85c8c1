import type { Shape } from "../../client/shape.ts";
import type { LineReader } from "./log-formats.ts";

/** A request of a log as it is sent, with the number of its line from 1. */
export interface NumberedRequest {
  readonly line: number;
  readonly request: Shape<"CheckInImportBody">["requests"][number];
}

/** Counts by reason, with the numbers of the first lines. */
export class LineCounts {
  readonly #byReason = new Map<string, { count: number; first: string[] }>();

  /** Counts a line; `where` is shown of the first few. */
  add(reason: string, where: string): void {
    const known = this.#byReason.get(reason) ?? { count: 0, first: [] };
    known.count++;
    if (known.first.length < MOST_SHOWN) known.first.push(where);
    this.#byReason.set(reason, known);
  }

  /** Every reason with its count and its first lines. */
  all(): readonly { readonly reason: string; readonly count: number; readonly lines: readonly string[] }[] {
    return [...this.#byReason].map(([reason, { count, first }]) => ({ reason, count, lines: first }));
  }
}

const MOST_SHOWN = 5;
const MOST_URL_CHARACTERS = 2_000;
const MOST_ID_CHARACTERS = 200;
const ANSWERED = [200, 204, 206, 302, 304];
const FOR_INSTALLATIONS = /^\/(v1\/updates\/check|feeds\/)/;

/** The request of a line, why it is left out here, or null if it tells of none. */
export function readRequestLine(
  text: string | null,
  line: number,
  read: LineReader,
): NumberedRequest | string | null {
  if (text === "") return null;
  const said = text === null ? undefined : read(text);
  if (said === null) return null;
  if (said === undefined || Number.isNaN(Date.parse(said.at))) return "unreadable";
  const { method, url, status, installation } = said;
  if (!FOR_INSTALLATIONS.test(url)) return "other_address";
  if (method !== "GET") return "other_method";
  if (!ANSWERED.includes(status)) return "not_answered";
  if (url.length > MOST_URL_CHARACTERS || (installation?.length ?? 0) > MOST_ID_CHARACTERS) return "too_long";
  const at = new Date(said.at).toISOString();
  return { line, request: { at, url, ...(installation !== null && { installation }) } };
}
