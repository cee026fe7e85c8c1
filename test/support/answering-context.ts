import type { Build } from "../../src/catalog/build.ts";
import type { Product } from "../../src/catalog/product.ts";
import type { Release } from "../../src/catalog/release.ts";
import { CheckIns } from "../../src/fleet/check-ins.ts";
import { Fleet } from "../../src/fleet/fleet.ts";
import { World } from "../../src/fleet/world.ts";
import type { Instant } from "../../src/instant.ts";
import type { SetSchedule } from "../../src/policy/settings.ts";
import type { Organization } from "../../src/tenancy/organization.ts";
import { startCounts } from "../../src/updates/check-counts.ts";
import { FeedReplies } from "../../src/updates/feed-replies.ts";
import { Latencies } from "../../src/updates/latencies.ts";
import type { UpdatesContext } from "../../src/updates/updates-context.ts";
import { at } from "./records.ts";
import { keysOfTests } from "./updater-keys.ts";

interface Answering {
  readonly organizations: readonly Organization[];
  readonly releases: readonly Release[];
  readonly builds: readonly Build[];
  /** The schedules that organizations set for themselves, by their ids. */
  readonly schedules?: Readonly<Record<string, SetSchedule>>;
  readonly now?: Instant;
  /** What the vendor says of its apps. */
  readonly product?: Product;
}

const NOW = at("2026-03-01");

/** Everything that installations are answered from, over a ledger of these records, on 2026-03-01 if not at `now`. */
export function answeringContext(answering: Answering): UpdatesContext {
  const { organizations, releases, builds, schedules = {}, now = NOW, product } = answering;
  const world = new World();
  const records: { subject: string; organizationId: string | null; after: { readonly id: string } }[] = [
    ...organizations.map((after) => ({ subject: "organization", organizationId: after.id, after })),
    ...releases.map((after) => ({ subject: "release", organizationId: null, after })),
    ...builds.map((after) => ({ subject: "build", organizationId: null, after })),
    ...Object.entries(schedules).map(([id, own]) => ({
      subject: "organization_settings",
      organizationId: id,
      after: { id, own, partners: {}, legacy: null },
    })),
  ];
  if (product)
    records.push({ subject: "product", organizationId: null, after: { id: "product", ...product } });
  const entry = { change: 1, at: at("2026-01-01"), before: null, hash: "" };
  const entries = records.map((one, index) => ({ ...entry, ...one, id: one.after.id, sequence: index + 1 }));
  world.apply(entries as never);
  return {
    fleet: new Fleet(world),
    now: () => now,
    follower: { secondsBehind: 0, hasDiverged: false },
    fastCheckLatencies: new Latencies(),
    feedReplies: new FeedReplies(),
    checks: startCounts(),
    checkIns: new CheckIns(),
    sharedCacheSeconds: 60,
    countsFromLogs: false,
    feedKeys: keysOfTests,
    tufRoots: async () => [],
    originOf: () => "https://updates.example.org",
  };
}
