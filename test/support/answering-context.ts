import type { Build } from "../../src/catalog/build.ts";
import type { Release } from "../../src/catalog/release.ts";
import { CheckIns } from "../../src/fleet/check-ins.ts";
import { Fleet } from "../../src/fleet/fleet.ts";
import { World } from "../../src/fleet/world.ts";
import type { Organization } from "../../src/tenancy/organization.ts";
import { startCounts } from "../../src/updates/check-counts.ts";
import { Latencies } from "../../src/updates/latencies.ts";
import type { UpdatesContext } from "../../src/updates/updates-context.ts";
import { at } from "./records.ts";

interface Answering {
  readonly organizations: readonly Organization[];
  readonly releases: readonly Release[];
  readonly builds: readonly Build[];
}

/** Everything that installations are answered from, over a ledger of these records, on 2026-03-01. */
export function answeringContext({ organizations, releases, builds }: Answering): UpdatesContext {
  const world = new World();
  const records = [
    ...organizations.map((after) => ({ subject: "organization", organizationId: after.id, after })),
    ...releases.map((after) => ({ subject: "release", organizationId: null, after })),
    ...builds.map((after) => ({ subject: "build", organizationId: null, after })),
  ];
  const entry = { change: 1, at: at("2026-01-01"), before: null, hash: "" };
  const entries = records.map((one, index) => ({ ...entry, ...one, id: one.after.id, sequence: index + 1 }));
  world.apply(entries as never);
  return {
    fleet: new Fleet(world),
    now: () => at("2026-03-01"),
    follower: { secondsBehind: 0, hasDiverged: false },
    fastCheckLatencies: new Latencies(),
    checks: startCounts(),
    checkIns: new CheckIns(),
    sharedCacheSeconds: 60,
    feedKeys: async () => [],
    originOf: () => "https://updates.example.org",
  };
}
