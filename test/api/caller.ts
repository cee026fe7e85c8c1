import { expect } from "vitest";
import { ledgerHead } from "../../src/store/ledger/ledger-table.ts";
import type { TestServer } from "../support/running-server.ts";
import { describedStatuses } from "./described-statuses.ts";

/** What a server answered. */
export interface Answered {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  // biome-ignore lint/suspicious/noExplicitAny: what a server answers is read field by field
  readonly json: any;
}

/** One call as a test writes it; `body` goes as JSON, `raw` as it is. */
export interface Call {
  readonly method: string;
  readonly path: string;
  readonly body?: unknown;
  readonly raw?: string | Uint8Array<ArrayBuffer>;
  readonly headers?: Readonly<Record<string, string>>;
  /** An accepted call is answered without end: its first part is enough. */
  readonly isEndless?: true;
}

/** Sends one call to a server; a token of null: none. Whatever is answered, the API document has its status. */
export async function send(server: TestServer, token: string | null, call: Call): Promise<Answered> {
  const body = call.body === undefined ? call.raw : JSON.stringify(call.body);
  const response = await fetch(server.url + call.path, {
    method: call.method,
    redirect: "manual",
    headers: {
      ...(token !== null && { authorization: `Bearer ${token}` }),
      ...(call.body !== undefined && { "content-type": "application/json" }),
      ...call.headers,
    },
    ...(body !== undefined && { body }),
  });
  const statuses = describedStatuses(call.method, call.path);
  if (statuses) expect(statuses, `${call.method} ${call.path}`).toContain(String(response.status));
  const text = call.isEndless && response.ok ? await readFirst(response) : await response.text();
  const isJson = response.headers.get("content-type")?.startsWith("application/json") ?? false;
  return {
    status: response.status,
    headers: response.headers,
    text,
    json: isJson && text !== "" ? JSON.parse(text) : null,
  };
}

/** The first part of an answer; the rest is not waited for. */
async function readFirst({ body }: Response): Promise<string> {
  const reader = body?.getReader();
  const first = await reader?.read();
  await reader?.cancel();
  return new TextDecoder().decode(first?.value);
}

/** Sends a call that must be accepted; gives what was answered as JSON. */
export async function get(server: TestServer, token: string | null, path: string): Promise<Answered["json"]> {
  return accepted(await send(server, token, { method: "GET", path }));
}

/** The JSON of an accepted call; a refused one fails the test with what was said. */
export function accepted(answered: Answered): Answered["json"] {
  expect(answered.status, answered.text).toBeLessThan(300);
  return answered.json;
}

/** A refusal as every refusal looks: a sentence, its codes, and the id that the header has too. */
export function expectRefusal(answered: Answered, status: number, code: string): void {
  expect([answered.status, answered.json?.errors?.[0]?.code], answered.text).toEqual([status, code]);
  const { message, errors, trackingId, ...others } = answered.json;
  const quota = { name: expect.stringMatching(/^[a-z]+(_[a-z]+)+$/), most: expect.any(Number) };
  expect(others).toEqual(code === "quota_reached" ? { quota } : {});
  expect(message).toMatch(/\S+ \S+/);
  expect(trackingId).toBe(answered.headers.get("trackingid"));
  expect(trackingId).toMatch(/^[\w.:-]+$/);
  for (const error of errors) {
    expect(error).toEqual({ code: expect.stringMatching(/^[a-z][a-z_]+$/), description: expect.any(String) });
    expect(error.description).toMatch(/\S+ \S+/);
  }
}

/** Sends calls of which none may change anything: the ledger ends where it ended before (R26). */
export async function changingNothing<Value>(server: TestServer, work: () => Promise<Value>): Promise<Value> {
  const { database } = server.context.store;
  const before = await ledgerHead(database);
  const value = await work();
  expect(await ledgerHead(database)).toEqual(before);
  return value;
}

/** Sends a call that must be refused, as it is said, and change nothing. */
export async function refusedCall(
  server: TestServer,
  token: string | null,
  call: Call,
  status: number,
  code: string,
): Promise<Answered> {
  const answered = await changingNothing(server, () => send(server, token, call));
  expectRefusal(answered, status, code);
  return answered;
}
