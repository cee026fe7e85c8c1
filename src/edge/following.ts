import { Census } from "../fleet/census.ts";
import { Fleet } from "../fleet/fleet.ts";
import { type LedgerFault, LedgerFollower } from "../fleet/ledger-follower.ts";
import type { Beginning } from "./begin-world.ts";
import type { EdgeLog } from "./edge-log.ts";
import { fetchWorld } from "./fetch-world.ts";
import { OriginFollower } from "./origin-follower.ts";
import { OriginLedger } from "./origin-ledger.ts";
import type { Origins } from "./origins.ts";

/** A world that follows the ledger of the servers, with the answers from it. */
export interface Following {
  readonly fleet: Fleet;
  readonly follower: LedgerFollower;
  readonly origin: OriginFollower;
}

/** Answers from a world that follows the ledger of the servers, once `origin` is started. */
export function followOrigins({ world, currentAt }: Beginning, origins: Origins, log: EdgeLog): Following {
  const fleet = new Fleet(world);
  const ledger = new OriginLedger(origins);
  const follower = new LedgerFollower(ledger, world, {
    begin: () => fetchWorld(origins, log),
    replace: async (renewed) => fleet.replace(renewed, new Census(renewed.organizations.directory)),
    tell: (fault) => log.error(FAULTS[fault.kind], fault),
  });
  return { fleet, follower, origin: new OriginFollower({ ledger, follower, origins, log, currentAt }) };
}

/** What each fault of a ledger means, for the log. */
const FAULTS: Readonly<Record<LedgerFault["kind"], string>> = {
  diverged:
    "the servers went back in time: their ledger does not have the last entry that this edge knows; everything is read anew",
  broken:
    "an entry of the ledger does not follow the one before, see sluice ledger verify on a server; nothing is kept",
};
