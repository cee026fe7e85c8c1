import { expect, test } from "vitest";
import { accepted, get, send } from "../api/caller.ts";
import { makeTenancy, type Tenancy } from "../api/tenancy.ts";
import { VENDOR_TOKEN } from "../support/running-server.ts";
import { useRealBench } from "./real-bench.ts";

let tenancy: Tenancy;
const bench = useRealBench(async ({ server }) => {
  tenancy = await makeTenancy(server);
});

test("sluice undo says first what it would do, then does it, and says why it cannot be done twice", async () => {
  const path = `/v1/organizations/${tenancy.acme}/release-settings`;
  const before = await get(bench.server, VENDOR_TOKEN, path);
  const body = { schedule: { cadence: "slow", deferralWeeks: 3 } };
  accepted(await send(bench.server, VENDOR_TOKEN, { method: "PUT", path, body }));
  const events = await get(bench.server, VENDOR_TOKEN, "/v1/adminAudit/events?max=1");
  const sequence = String(events.items[0].sequence);
  const dry = await bench.sluice("undo", sequence, "--dry-run");
  expect(dry).toMatchObject({
    exit: 0,
    out: expect.stringContaining("Can be undone: 1 record.\nNothing is changed yet."),
  });
  expect(dry.out).toContain(`schedule: slow, 3 weeks -> latest, ${before.schedule.deferralWeeks} week`);
  expect((await get(bench.server, VENDOR_TOKEN, path)).schedule).toEqual(body.schedule);
  const done = await bench.sluice("undo", sequence);
  expect(done.out).toBe(`Undone, with 1 new record in the audit, from entry ${Number(sequence) + 1} on.\n`);
  expect(await get(bench.server, VENDOR_TOKEN, path)).toEqual(before);
  expect(await bench.sluice("undo", sequence)).toMatchObject({
    exit: 1,
    err: expect.stringContaining("[undone_already]"),
  });
  expect((await bench.sluice("undo", sequence, "--dry-run")).out).toContain(
    "It is undone already; nothing is left to do.",
  );
  expect((await bench.sluice("undo", "first")).err).toContain("[number_out_of_range]");
});
