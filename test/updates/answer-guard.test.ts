import { describe, expect, test } from "vitest";
import { createAnswerGuard, type FailedRequest } from "../../src/updates/answer-guard.ts";
import { createFetchHandler } from "../../src/updates/fetch-http.ts";
import type { ReadyReply } from "../../src/updates/http.ts";

const told: FailedRequest[] = [];
const guard = createAnswerGuard({
  security: ["x-frame-options", "DENY"],
  tell: (_error, request) => void told.push(request),
});

function failAt(url: string): FailedRequest | undefined {
  told.length = 0;
  guard(
    { method: "GET", url, headers: {} },
    () => {
      throw new Error("made up");
    },
    () => undefined,
  );
  return told[0];
}

describe("what is told of a request that failed", () => {
  test.each([
    ["/v1/updates/check?organization=secret", "/v1/updates/check"],
    ["/v1/updates/check/i/secret?platform=win", "/v1/updates/check"],
    ["/feeds/electron/secret/key/secret/latest.yml?a=1", "/feeds/electron"],
    ["/feeds/electron?secret", "/feeds/electron"],
    ["/builds/0123/secret.exe", "/builds"],
    ["/healthz#secret", "/healthz"],
    [`/${"a".repeat(100)}`, `/${"a".repeat(39)}`],
    ["", ""],
  ])("%s: its kind alone", (url, path) => {
    expect(failAt(url)?.path).toBe(path);
  });
});

/** Asks a handler in the style of the Fetch standard whose answerer does this. */
async function askFetch(answer: () => ReadyReply | Promise<ReadyReply>): Promise<Response> {
  const handler = createFetchHandler({ answer, names: ["host", "trackingid"], guard });
  return handler(new Request("http://localhost/x", { headers: { trackingid: "of-the-caller" } }), undefined);
}

test.each<[string, () => ReadyReply | Promise<ReadyReply>]>([
  [
    "throws",
    () => {
      throw new Error("made up");
    },
  ],
  ["rejects", () => Promise.reject(new Error("made up"))],
  ["cannot be sent", () => ({ status: 200, headers: ["x-made-up", "a\nb"], body: "" })],
  ["cannot be sent later", async () => ({ status: 200, headers: ["x-made-up", "a\nb"], body: "" })],
  ["has no status", () => ({ status: 9_999, headers: [], body: "" })],
])("an answer by Fetch that %s becomes a refusal", async (_what, answer) => {
  const response = await askFetch(answer);
  expect(response.status).toBe(500);
  expect(response.headers.get("x-frame-options")).toBe("DENY");
  expect(response.headers.get("cache-control")).toBe("private, no-store");
  expect(await response.json()).toMatchObject({
    errors: [{ code: "internal" }],
    trackingId: "of-the-caller",
  });
});
