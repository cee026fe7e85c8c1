import type { Logger } from "pino";
import { Census } from "../../fleet/census.ts";
import { CensusFollower } from "../../fleet/census-follower.ts";
import { CheckInWriter } from "../../fleet/check-in-writer.ts";
import { CheckIns } from "../../fleet/check-ins.ts";
import { Fleet } from "../../fleet/fleet.ts";
import type { ToldLately } from "../../fleet/told-lately.ts";
import type { World } from "../../fleet/world.ts";
import type { Instant } from "../../instant.ts";
import type { Store } from "../../store/store.ts";
import type { Retention } from "../../store/tables/installation-upkeep.ts";
import type { InstallationBounds } from "../../store/tables/new-installations.ts";

interface Surroundings {
  readonly store: Store;
  readonly world: World;
  readonly retention: Retention;
  readonly bounds: InstallationBounds;
  readonly now: () => Instant;
  readonly log: Logger;
  /** What installations told lately; a simulation of many processes gives each less room than usual. */
  readonly toldLately?: ToldLately;
}

/** The fleet with what counts its installations. */
export interface CountingContext {
  readonly fleet: Fleet;
  /** Check-ins that are not written yet. */
  readonly checkIns: CheckIns;
  /** Writes check-ins to the store. */
  readonly checkInWriter: CheckInWriter;
  readonly census: CensusFollower;
  /** Has the fleet answer from another world, once the installations of its organizations are counted anew. */
  replaceWorld(world: World): Promise<void>;
}

/**
 * Makes the fleet with what counts its installations: check-ins wait in memory, are written to the store, and are
 * counted from there.
 */
export function countInstallations({ world, toldLately, ...around }: Surroundings): CountingContext {
  const { store, log, now } = around;
  const census = new Census(world.organizations.directory);
  const fleet = new Fleet(world, census);
  const calendar = () => fleet.calendar;
  const checkIns = new CheckIns({ calendar, now, ...(toldLately && { toldLately }) });
  const counts = new CensusFollower(store, census, (anew) => {
    checkIns.forgetTold();
    fleet.recount(anew);
  });
  const tell = (problem: unknown) => {
    if (problem === null) log.info("check-ins are written down again");
    else
      log.warn(
        { err: problem },
        "check-ins cannot be written down; those that do not fit in memory are dropped",
      );
  };
  return {
    fleet,
    checkIns,
    checkInWriter: new CheckInWriter(checkIns, { ...around, calendar, tell, tellUnfit: tellOnce(log) }),
    census: counts,
    replaceWorld: async (other) => {
      const counted = new Census(other.organizations.directory);
      await new CensusFollower(store, counted).catchUp();
      checkIns.forgetTold();
      fleet.replace(other, counted);
      counts.replace(counted);
    },
  };
}

/** Logs the first check-in that cannot be stored; a metric counts all, so that a flood of them does not fill the log. */
function tellOnce(log: Logger): (problem: unknown) => void {
  let isTold = false;
  return (problem) => {
    if (!isTold) log.warn({ err: problem }, "a check-in cannot be stored and is left out; this is said once");
    isTold = true;
  };
}

/** How often the counts are read on when nobody asks for them, so that a reader never waits long. */
const READ_ON_EVERY_MS = 10_000;

/** Starts the background work; gives the function that ends it, once everything has been written. */
export function startCounting({
  checkInWriter,
  census,
  log,
}: Pick<CountingContext, "checkInWriter" | "census"> & { readonly log: Logger }): () => Promise<void> {
  const readOn = () => {
    census.catchUp().catch((error) => log.warn({ err: error }, "installations cannot be counted; trying on"));
  };
  checkInWriter.start();
  readOn();
  const timer = setInterval(readOn, READ_ON_EVERY_MS).unref();
  return async () => {
    clearInterval(timer);
    await checkInWriter.stop();
  };
}
