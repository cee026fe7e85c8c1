import { expect, test } from "vitest";
import { EdgeAnswerer } from "../../src/edge/edge-answerer.ts";
import { readEdgeConfig } from "../../src/edge/edge-config.ts";
import { listenByNode } from "../../src/edge/node-server.ts";
import { LIMITS } from "../../src/serving/limits.ts";
import type { ReadyReply } from "../../src/updates/http.ts";
import { EDGE_KEY } from "../support/edge-process.ts";

/** An answerer with a fault of the program at each of these paths, and a right answer at every other. */
class FaultyAnswerer extends EdgeAnswerer {
  override answer({ url }: { readonly url?: string | undefined }): ReadyReply | Promise<ReadyReply> {
    const unsendable = { status: 200, headers: ["x-made-up", "a\nb"], body: "" };
    if (url === "/throws") throw new Error("made up");
    if (url === "/rejects") return Promise.reject(new Error("made up"));
    if (url === "/unsendable") return unsendable;
    if (url === "/unsendable-later") return Promise.resolve(unsendable);
    return { status: 204, headers: [], body: "" };
  }
}

test("a fault of the program in one request is answered with 500 and logged, and others are answered", async () => {
  const config = readEdgeConfig({
    SLUICE_CONFIG: "/dev/null",
    SLUICE_ORIGIN_URL: "http://127.0.0.1:1",
    SLUICE_EDGE_KEY: EDGE_KEY,
  });
  if (!config.ok) throw new Error(config.error.message);
  const logged: string[] = [];
  const log = { info: () => {}, warn: () => {}, error: (message: string) => void logged.push(message) };
  const answerer = new FaultyAnswerer(config.value);
  const names = { host: "EDGE_HOST", port: "EDGE_PORT" };
  const limits = { ...LIMITS, drainMs: 0, stopMs: 100 };
  const listening = await listenByNode({ answerer, limits, log }, { host: "127.0.0.1", port: 0, names });
  if (!listening.ok) throw new Error(listening.error.message);
  const { url, stop } = listening.value;
  try {
    for (const path of ["/throws", "/rejects", "/unsendable", "/unsendable-later"]) {
      const answer = await fetch(url + path);
      expect([path, answer.status]).toEqual([path, 500]);
      expect(await answer.json()).toMatchObject({ errors: [{ code: "internal" }] });
    }
    expect(logged).toHaveLength(4);
    expect((await fetch(`${url}/else`)).status).toBe(204);
  } finally {
    await stop();
  }
});
