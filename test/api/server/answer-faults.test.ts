import { beforeAll, expect, test, vi } from "vitest";
import { makeLog } from "../../../src/api/server/request-log.ts";
import { startServer, type TestServer } from "../../support/running-server.ts";
import { borrowStore } from "../../support/store-pool.ts";

const CHECK = "/v1/updates/check?platform=win&arch=x64&version=45.1&organization=secret";

let server: TestServer;
const lines: string[] = [];

beforeAll(async () => {
  const store = await borrowStore("embedded");
  const log = makeLog("error", { write: (line: string) => void lines.push(line) });
  server = await startServer(store, {}, { log });
  return async () => {
    await server.close();
    await store.close();
  };
});

test("a fault in what answers before any routing ends neither the process nor the connection, and is logged without what was asked", async () => {
  const fault = vi.spyOn(server.context.fleet, "numberOf").mockImplementationOnce(() => {
    throw new Error("made up");
  });
  const answer = await fetch(server.url + CHECK);
  fault.mockRestore();
  expect(answer.status).toBe(500);
  const { trackingId, errors } = (await answer.json()) as { trackingId: string; errors: object[] };
  expect(errors).toMatchObject([{ code: "internal" }]);
  expect(answer.headers.get("trackingid")).toBe(trackingId);
  expect((await fetch(server.url + CHECK)).status).toBe(200);
  expect(lines.map((line) => JSON.parse(line))).toMatchObject([
    { level: 50, method: "GET", path: "/v1/updates/check", trackingId, err: { message: "made up" } },
  ]);
  expect(lines.join("")).not.toContain("secret");
});
