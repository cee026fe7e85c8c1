import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { atDepth, SEED } from "../../support/depth.ts";
import type { FeedAddress, InstalledApp } from "../clients/updater-client.ts";
import { type FeedApp, startFeedApp } from "../feed-app.ts";
import { ORGANIZATION, playWorld, runningOf } from "./played-world.ts";
import { type ComparedProtocol, calledBy } from "./protocol.ts";
import { COMPARED } from "./protocols.ts";
import { TRUSTED } from "./signing-protocols.ts";
import { ANY_SYSTEM, type ComparedWorld, comparedWorlds, type RandomAsk, systemOf } from "./world.ts";

const PROTOCOLS = Object.values(COMPARED);
const NUM_RUNS = atDepth({ gate: 40, soak: 600 });
/** A comparison in which a client hardly ever updates, or hardly ever stays, shows nothing: other worlds follow then. */
const LEAST_OF_EACH = NUM_RUNS / 10;
const MOST_ROUNDS = 10;

/** The installation of every app whose updater says which it is. */
const INSTALLATION = "1c5a5d2e-7b4c-5c6f-9a3b-6e5d4c3b2a19";

let app: FeedApp;
beforeAll(async () => {
  app = await startFeedApp("", TRUSTED);
});
afterAll(() => app.close());

test.each(Object.entries(COMPARED))(
  "%s: in random worlds a client ends up with what a check offers, or stays for a reason that the check gives",
  async (_, protocol) => {
    const counts = { update: 0, stay: 0 };
    const property = fc.asyncProperty(comparedWorlds, async (world) => {
      for (const outcome of await compare(world, protocol)) counts[outcome]++;
    });
    const hasBoth = () => Math.min(counts.update, counts.stay) > LEAST_OF_EACH;
    for (let round = 0; round < MOST_ROUNDS && !hasBoth(); round++)
      await fc.assert(property, { numRuns: NUM_RUNS, seed: SEED + round });
    expect(hasBoth(), JSON.stringify(counts)).toBe(true);
  },
);

/** What an app says of its computer where it asks. */
type Said = Pick<RandomAsk, "system" | "isManaged">;

/**
 * Asks by the client and by a check, and once more after each update, with what was installed: step by step to the release
 * that it is to run in the end (R28).
 */
async function compare(world: ComparedWorld, protocol: ComparedProtocol): Promise<("update" | "stay")[]> {
  const files = playWorld(app, world, PROTOCOLS);
  const seen: ("update" | "stay")[] = [];
  for (const ask of world.asks) {
    const { platform, arch } = ask;
    if (protocol.formats[platform] === undefined) continue;
    const own = protocol.saysInstallation ? { installation: INSTALLATION } : {};
    let installed = { platform, arch, version: runningOf(world, ask, protocol), ...own };
    let got = await compareOne(protocol, installed, ask);
    seen.push(got === null ? "stay" : "update");
    for (let updates = 0; got !== null; updates++) {
      expect(updates, "every update leads to a newer release").toBeLessThan(world.releases.length);
      installed = { ...installed, version: calledBy(protocol, files.get(got.sha256)!) };
      expect(got.version).toBe(installed.version);
      const next = await compareOne(protocol, installed, ask);
      if (got.isLast(world)) expect(next, `again, after the update to ${installed.version}`).toBeNull();
      got = next;
    }
  }
  return seen;
}

/** What the client installed. */
interface Got {
  readonly sha256: string;
  /** As it was announced. */
  readonly version: string;
  /** Whether there is nothing to follow: it was no step, and nobody had to leave early what has expired (R30). */
  isLast(world: ComparedWorld): boolean;
}

/** What the client installed, or null if it stays; fails where the check says otherwise. */
async function compareOne(
  protocol: ComparedProtocol,
  installed: InstalledApp,
  said: Said,
): Promise<Got | null> {
  const { updater } = protocol.client;
  const format = protocol.takesOneFormat ? protocol.formats[installed.platform] : undefined;
  const checked = app.check(ORGANIZATION.id, {
    ...installed,
    updater,
    format,
    ...saidInCheck(installed, said),
  });
  const outcome = await protocol.client.ask(...saidByApp(protocol, installed, said));
  const what = `${updater} on ${installed.platform}/${installed.arch} ${installed.version}, ${JSON.stringify(said)}: ${JSON.stringify(checked)}`;
  expect({ ...outcome, bytes: undefined }, what).toMatchObject({ kind: checked.action });
  if (outcome.kind !== "update") {
    expect(checked.reasons.length, what).toBeGreaterThan(0);
    return null;
  }
  const sha256 = checked.build?.url.split("/").at(-2) ?? "";
  expect(Buffer.from(outcome.bytes).toString(), what).toBe(Buffer.from(app.files.get(sha256)!).toString());
  const isLast = ({ releases }: ComparedWorld) =>
    checked.final && releases.every(({ expiresAt }) => expiresAt === null);
  return { sha256, version: outcome.version, isLast };
}

function saidInCheck({ platform }: InstalledApp, { system, isManaged }: Said) {
  return {
    ...(system !== null && { osVersion: systemOf(platform, system) }),
    ...(isManaged && { managed: "1" }),
  };
}

/** The address and the app of a client, whose pairs say what its updater does not say by itself. */
function saidByApp(
  { saysSystem }: ComparedProtocol,
  installed: InstalledApp,
  { system, isManaged }: Said,
): [FeedAddress, InstalledApp] {
  const osVersion = systemOf(installed.platform, system ?? ANY_SYSTEM);
  const isWritten = system !== null && !saysSystem;
  const pairs = `${isWritten ? `/osVersion/${osVersion}` : ""}${isManaged ? "/managed/1" : ""}`;
  const runsOn = saysSystem && system === null ? {} : { osVersion };
  return [
    { server: app.url, organization: ORGANIZATION.id + pairs },
    { ...installed, ...runsOn },
  ];
}
