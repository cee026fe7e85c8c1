import { Counter, Gauge, type Registry } from "prom-client";
import { ledgerHead } from "../../store/ledger/ledger-table.ts";
import type { Context } from "../context.ts";

/** Each gauge of the ledger and of what is answered from it, without `sluice_`, with its help. */
const GAUGES = {
  database_up: "1: the database answers; 0: it does not",
  ledger_sequence: "The last entry of the ledger, as far as it is known",
  answered_sequence: "The last entry that checks are answered by",
  behind_entries: "How many entries the answers are behind the ledger; below 0: the ledger lost entries",
  behind_seconds: "For how long no look at the ledger found everything; 0: the last did",
  clock_offset_seconds:
    "How far the clock of this server is ahead of that of the database, when last compared",
  ledger_ahead_seconds:
    "How far the last entry is ahead of the clock; over 0: later changes get the same instant until the clock is there",
  organizations: "Organizations in memory",
  places: "Different ways to be governed",
} as const;

/** Registers what tells of the ledger, and gives the function that updates it. */
export function measureLedgerFor(registry: Registry, context: Context): () => Promise<void> {
  const { fleet, follower, store, clock } = context;
  countDivergences(registry, context);
  const gauges = new Map<string, Gauge>();
  for (const [name, help] of Object.entries(GAUGES)) {
    gauges.set(name, new Gauge({ name: `sluice_${name}`, help, registers: [registry] }));
  }
  const set = (name: keyof typeof GAUGES, value: number) => gauges.get(name)?.set(value);
  return async () => {
    // Its own position first: the ledger goes on meanwhile, but never back.
    const { sequence } = fleet;
    const head = await ledgerHead(store.database).catch(() => null);
    const last = head?.sequence ?? sequence;
    set("database_up", head ? 1 : 0);
    set("ledger_sequence", last);
    set("answered_sequence", sequence);
    set("behind_entries", last - sequence);
    set("behind_seconds", follower.secondsBehind);
    set("clock_offset_seconds", clock.aheadSeconds);
    if (head) set("ledger_ahead_seconds", Math.max((head.at - clock.now()) / 1000, 0));
    set("organizations", fleet.organizationCount);
    set("places", fleet.standingClassCount);
  };
}

function countDivergences(registry: Registry, { follower }: Context): void {
  new Counter({
    name: "sluice_ledger_divergences_total",
    help: "How often the ledger no longer had the last entry that this server knew: the database went back in time",
    registers: [registry],
    collect() {
      this.reset();
      this.inc(follower.divergences);
    },
  });
}
