import type { Dice } from "./dice.ts";
import type { Operation, Parameter } from "./document-reader.ts";
import { hostileText } from "./hostile.ts";
import { type Making, nearlyValid, validValue } from "./values.ts";

export const KINDS = ["valid", "nearly valid", "hostile"] as const;
export type Kind = (typeof KINDS)[number];

/** A request as it goes over the wire. */
export interface FuzzRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer | null;
}

/** A request of an operation: as the document allows it, nearly so, or as nobody of good will sends it. */
export function makeRequest(operation: Operation, kind: Kind, making: Making): FuzzRequest {
  const { dice } = making;
  const spoil = (ofNearlyValid: number, ofHostile: number) =>
    kind !== "valid" && dice.percent(kind === "hostile" ? ofHostile : ofNearlyValid);
  const text = (parameter: Parameter): string => {
    if (parameter.in === "path" ? spoil(5, 40) : spoil(30, 80)) return hostileText(dice);
    const schema = { ...parameter.schema, description: parameter.description };
    return String(validValue(schema, making, nameOf(operation, parameter)));
  };
  const of = (place: Parameter["in"]) => operation.parameters.filter((one) => one.in === place);
  const path = of("path").reduce((at, one) => {
    return at.replace(`{${one.name}}`, () => encodeText(text(one), dice, kind) || "x");
  }, operation.path);
  const query = of("query")
    .filter(({ required }) => required || dice.percent(40))
    .map((one) => `${one.name}=${encodeText(text(one), dice, kind)}`);
  if (spoil(5, 30)) query.push(`${encodeText(hostileText(dice), dice, kind)}=${dice.between(0, 9)}`);
  const sent = makeBody(operation, kind, making);
  return {
    method: operation.method,
    path: query.length > 0 ? `${path}?${query.join("&")}` : path,
    headers: { ...headersOf(making, kind), ...(sent && { "content-type": sent.type }) },
    body: sent?.body ?? null,
  };
}

/** `{id}` is the id of what stands before it: in /v1/users/{id} a `userId`. */
function nameOf({ path }: Operation, { name }: Parameter): string {
  const resource = /\/([a-z-]+)s\/\{id\}/.exec(path)?.[1];
  return name === "id" && resource !== undefined ? `${resource.replace("-", "_")}Id` : name;
}

/** Percent-encoded; hostile text is sometimes no UTF-8, or no encoding at all. */
function encodeText(text: string, dice: Dice, kind: Kind): string {
  if (kind === "hostile" && dice.percent(10))
    return dice.pick(["%ff", "%ed%a0%80", "%", "%zz", "%00", "a%2fb", "a/b"]);
  const bytes = [...Buffer.from(text.slice(0, 3000))];
  return bytes
    .map((byte) => (SAFE.test(String.fromCharCode(byte)) ? String.fromCharCode(byte) : percent(byte)))
    .join("");
}

const SAFE = /^[\w.~-]$/;

function percent(byte: number): string {
  return `%${byte.toString(16).padStart(2, "0")}`;
}

const TYPES = [
  "text/plain",
  "application/xml",
  "application/json; charset=utf-16",
  "nonsense",
  "text/csv;",
  "",
];

function makeBody(operation: Operation, kind: Kind, making: Making): { type: string; body: Buffer } | null {
  const { dice } = making;
  const bodies = Object.entries(operation.bodies);
  if (bodies.length === 0) {
    return kind === "hostile" && dice.percent(30)
      ? { type: "application/json", body: Buffer.from("[{}]") }
      : null;
  }
  const [type, { schema }] = dice.pick(bodies);
  if (type !== "application/json") return { type, body: makeLines(type, kind, making) };
  const valid = validValue(schema, making);
  const value = kind === "valid" ? valid : nearlyValid(valid, making);
  const text = JSON.stringify(value);
  if (kind === "hostile" && dice.percent(20)) {
    const broken = dice.pick([
      text.slice(0, -1),
      `${text}${text}`,
      "",
      "{",
      "\0",
      "﻿{}",
      `[${"[".repeat(20_000)}`,
    ]);
    return { type, body: Buffer.from(broken) };
  }
  return { type: kind === "hostile" && dice.percent(10) ? dice.pick(TYPES) : type, body: Buffer.from(text) };
}

const COLUMNS = ["name", "id", "partnerIds", "email", "displayName", "organizationId", "frequency", "weeks"];

/** Lines for imports, and bytes for uploads. */
function makeLines(type: string, kind: Kind, making: Making): Buffer {
  const { dice } = making;
  if (type === "application/octet-stream" || (kind === "hostile" && dice.percent(20))) {
    return Buffer.from(Array.from({ length: dice.between(0, 300) }, () => dice.between(0, 255)));
  }
  const cell = () =>
    kind !== "valid" && dice.percent(30) ? hostileText(dice) : dice.pick([making.name(), making.id(null)]);
  const columns = COLUMNS.filter(() => dice.percent(60));
  const count = dice.between(0, 5);
  const lines = Array.from({ length: count }, () => columns.map((name) => [name, cell()] as const));
  const asCsv = [columns.join(","), ...lines.map((line) => line.map(([, text]) => `"${text}"`).join(","))];
  const asJson = lines.map((line) => JSON.stringify(Object.fromEntries(line)));
  return Buffer.from((type === "text/csv" ? asCsv : asJson).join("\n"));
}

function headersOf(making: Making, kind: Kind): Record<string, string> {
  const { dice } = making;
  const headers = idsInHeaders(making);
  if (dice.percent(5))
    headers.accept = dice.pick(["text/csv", "application/x-ndjson", "*/*", "image/png", "x"]);
  if (kind === "valid") return headers;
  if (dice.percent(10)) headers["if-match"] = dice.pick(['"1"', "*", 'W/"2"', "1", '"', '"1", *', "é"]);
  if (dice.percent(10)) headers["idempotency-key"] = dice.pick(["key", "a b", "k".repeat(201), "é", ""]);
  if (dice.percent(5)) headers.trackingid = dice.pick(["ok", "a b", "x".repeat(500), "<script>"]);
  if (dice.percent(5))
    headers.range = dice.pick(["bytes=0-", "bytes=9-1", "bytes=-0", "lines=1", "bytes=0-0,2-3"]);
  if (dice.percent(3)) headers.origin = "http://evil.example";
  if (dice.percent(3)) headers.cookie = "sluice_session=sls_made_up; __proto__=1; a=%ff";
  return headers;
}

/** Headers that keep a text of the caller, name something, or come back in the answer. */
const NAMING = [
  ...["trackingid", "x-request-id", "x-correlation-id", "idempotency-key", "if-match", "if-none-match"],
  ...[
    "last-event-id",
    "content-disposition",
    "accept-language",
    "user-agent",
    "referer",
    "x-user-staging-id",
  ],
];

/** Headers with the ids of any world in them. */
function idsInHeaders({ dice, id }: Making): Record<string, string> {
  if (!dice.percent(15)) return {};
  const named = id(null);
  return { [dice.pick(NAMING)]: dice.pick([named, `"${named}"`, `attachment; filename="${named}.exe"`]) };
}
