import { firstDateOf } from "../src/catalog/release.ts";
import { formatVersion } from "../src/catalog/version.ts";
import { FEEDS } from "../src/feeds/feeds.ts";
import { SETUPS } from "../src/feeds/setup/setups.ts";
import { TARGETS } from "../src/fleet/targets.ts";
import { type Instant, toInstant } from "../src/instant.ts";
import { createAnswerer } from "../src/updates/answerer.ts";
import type { UpdateRequest } from "../src/updates/http.ts";
import type { UpdatesContext } from "../src/updates/updates-context.ts";
import { answeringContext } from "./answering-context.ts";
import { uuid } from "./random.ts";
import { compared, median, type Result } from "./result.ts";
import { makeWorld } from "./world.ts";

const ORGANIZATIONS = 100_000;
/** The dates that come in the rounds: those of the latest releases. The first ones are to warm up. */
const ROUNDS = 9;
const WARM_UP_ROUNDS = 3;
/** How many organizations ask for a feed: each has an address of its own. */
const FEED_ADDRESSES = 4_096;

/**
 * The first answers after a date against the same answers once they are kept, in one process without a network: to every
 * different check that a fleet can send, and to the feed of one updater at the addresses of many organizations.
 */
export async function benchSurge(): Promise<readonly Result[]> {
  let at: Instant = toInstant(0);
  const context = answeringContext(makeWorld(ORGANIZATIONS, { isForUpdaters: true }), { now: () => at });
  const dates = context.fleet.calendar
    .map(({ release }) => toInstant(firstDateOf(release)))
    .sort((a, b) => a - b);
  const rounds = dates.slice(-ROUNDS - WARM_UP_ROUNDS);
  const ask = asking(context);
  const measureAll = async (requests: readonly UpdateRequest[]) => {
    const measured: Surge[] = [];
    for (const date of rounds) {
      at = toInstant(date - 1_000);
      await ask(requests);
      at = date;
      measured.push({ first: await ask(requests), kept: await ask(requests) });
    }
    return measured.slice(WARM_UP_ROUNDS);
  };
  const checks = everyCheck(context);
  return [
    ...rowsOf(`a check of ${context.fleet.standingClassCount} standing classes`, await measureAll(checks)),
    ...rowsOf("the feed of electron", await measureAll(feedRequests())),
  ];
}

/** What some requests cost together. */
interface Cost {
  readonly answers: number;
  readonly cpuMicroseconds: number;
}

interface Surge {
  readonly first: Cost;
  readonly kept: Cost;
}

function asking(context: UpdatesContext): (requests: readonly UpdateRequest[]) => Promise<Cost> {
  const answer = createAnswerer(context, FEEDS);
  return async (requests) => {
    const before = process.cpuUsage();
    for (const request of requests) {
      const ready = answer(request, async () => null);
      const reply = ready instanceof Promise ? await ready : ready;
      if (reply?.status !== 200 && reply?.status !== 204) throw new Error(`${request.url} had no answer`);
    }
    const { user, system } = process.cpuUsage(before);
    return { answers: requests.length, cpuMicroseconds: user + system };
  };
}

/** One check for each standing class, target and version that differ. */
function everyCheck({ fleet }: UpdatesContext): readonly UpdateRequest[] {
  const byClass = new Map<number, string>();
  for (let number = 0; number < ORGANIZATIONS; number++) {
    const organization = uuid(number);
    byClass.set(fleet.standingClassOf(organization, null).number, organization);
  }
  return [...byClass.values()].flatMap((organization) =>
    TARGETS.flatMap(({ platform, arch }) =>
      fleet.calendar.map(({ release }) =>
        requestOf(
          `/v1/updates/check?organization=${organization}&platform=${platform}&arch=${arch}&version=${formatVersion(release.version)}`,
        ),
      ),
    ),
  );
}

function feedRequests(): readonly UpdateRequest[] {
  return Array.from({ length: FEED_ADDRESSES }, (_, number) => {
    const app = {
      server: "",
      organization: uuid(number),
      user: null,
      key: null,
      platform: "win",
      arch: "x64",
    } as const;
    return requestOf(SETUPS.electron.request({ ...app, version: "45.1.0.30000" }).path);
  });
}

function requestOf(url: string): UpdateRequest {
  return { method: "GET", url, headers: { host: "updates.example.org" } };
}

function rowsOf(what: string, rounds: readonly Surge[]): readonly Result[] {
  const each = ({ cpuMicroseconds, answers }: Cost) => cpuMicroseconds / answers;
  const first = rounds.map((round) => each(round.first));
  const kept = rounds.map((round) => each(round.kept));
  const count = (rounds[0]?.first.answers ?? 0).toLocaleString("en");
  const row = { unit: "µs", goal: null } as const;
  return [
    { ...row, name: `${what}: CPU time of a kept answer, without HTTP`, value: median(kept), ratio: null },
    compared({ ...row, name: `${what}: CPU time of the first answer after a date` }, first, kept),
    {
      ratio: null,
      goal: null,
      unit: "ms",
      name: `${what}: CPU time that all ${count} first answers after a date take more than kept ones`,
      value: median(
        rounds.map((round) => (round.first.cpuMicroseconds - round.kept.cpuMicroseconds) / 1_000),
      ),
    },
  ];
}
