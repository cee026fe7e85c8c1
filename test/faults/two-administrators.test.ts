import { describe, expect, test } from "vitest";
import { get, send } from "../api/caller.ts";
import { make } from "../api/tenancy.ts";
import { createDatabase } from "../support/databases.ts";
import { atDepth } from "../support/depth.ts";
import { VENDOR_TOKEN } from "../support/running-server.ts";
import { withServers } from "../support/several-servers.ts";
import { expectAgreement, expectNothingLost } from "./nothing-lost.ts";

const ROUNDS = atDepth({ gate: 6, soak: 20 });

describe("two administrators who save at once on two servers", () => {
  test("without knowing of each other are both heard, one after the other, and both servers answer by the last", async () => {
    const databaseUrl = await createDatabase();
    await withServers([databaseUrl, databaseUrl], async (one, two) => {
      const id = await make(one!, "/v1/organizations", { name: "Acme", partnerIds: [] });
      const path = `/v1/organizations/${id}/release-settings`;
      const save = (server: typeof one, deferralWeeks: number) =>
        send(server!, VENDOR_TOKEN, {
          method: "PUT",
          path,
          body: { schedule: { cadence: "slow", deferralWeeks } },
        });
      for (let round = 0; round < ROUNDS; round++) {
        const saved = await Promise.all([save(one, (2 * round) % 12), save(two, (2 * round + 1) % 12)]);
        expect(saved.map(({ status }) => status)).toEqual([200, 200]);
      }
      await expectAgreement([one!.url, two!.url]);
      const [here, there] = [await get(one!, VENDOR_TOKEN, path), await get(two!, VENDOR_TOKEN, path)];
      expect(there).toEqual(here);
      const { items } = await get(two!, VENDOR_TOKEN, `/v1/adminAudit/events?orgId=${id}`);
      expect(items).toHaveLength(1 + 2 * ROUNDS);
      expect(items[0].after.own.schedule).toEqual(here.schedule);
      await expectNothingLost(databaseUrl, [{ id, name: "Acme" }]);
    });
  });

  test("each from what they had read overwrite nothing unseen: one is accepted, the other is told", async () => {
    const databaseUrl = await createDatabase();
    await withServers([databaseUrl, databaseUrl], async (one, two) => {
      const id = await make(one!, "/v1/organizations", { name: "Acme", partnerIds: [] });
      const path = `/v1/organizations/${id}/release-settings`;
      for (let round = 0; round < ROUNDS; round++) {
        const read = await send(two!, VENDOR_TOKEN, { method: "GET", path });
        const headers = { "if-match": read.headers.get("etag") ?? "" };
        const saved = await Promise.all(
          [one, two].map((server, index) => {
            const schedule = { cadence: "slow", deferralWeeks: (2 * round + index + 1) % 13 };
            return send(server!, VENDOR_TOKEN, { method: "PUT", path, headers, body: { schedule } });
          }),
        );
        expect(saved.map(({ status }) => status).sort()).toEqual([200, 412]);
      }
      await expectAgreement([one!.url, two!.url]);
      await expectNothingLost(databaseUrl, [{ id, name: "Acme" }]);
    });
  });
});
