import { Counter, Gauge, type Registry } from "prom-client";
import { UPDATERS } from "../catalog/updaters.ts";
import { CHECK_IN_FATES } from "../fleet/check-ins.ts";
import { CHECK_WAYS } from "../updates/check-counts.ts";
import type { UpdatesContext } from "../updates/updates-context.ts";

/** Counts the answers to checks and feeds. */
export function countChecks(registry: Registry, { checks }: Pick<UpdatesContext, "checks">): void {
  new Counter({
    name: "sluice_update_checks_total",
    help: "Update checks answered, by way and by action; of feeds by updater, too",
    labelNames: ["way", "action", "updater"],
    registers: [registry],
    collect() {
      this.reset();
      for (const action of ["update", "stay"] as const) {
        for (const way of CHECK_WAYS) this.inc({ way, action }, checks[way][action]);
        for (const updater of UPDATERS) {
          this.inc({ way: "feed", action, updater }, checks.feed[updater][action]);
        }
      }
    },
  });
  new Counter({
    name: "sluice_unnamed_feed_requests_total",
    help: "Requests of feeds that name no installation, so that none is counted, by updater",
    labelNames: ["updater"],
    registers: [registry],
    collect() {
      this.reset();
      for (const updater of UPDATERS) this.inc({ updater }, checks.unnamed[updater]);
    },
  });
}

/** Counts the check-ins by their fate, and those that wait. */
export function countCheckIns(
  registry: Registry,
  { checkIns, now }: Pick<UpdatesContext, "checkIns" | "now">,
): void {
  new Counter({
    name: "sluice_check_ins_total",
    help: "Check-ins of installations: written; unchanged within 20 hours; replaced by a later one before they were written; dropped, because too many waited; of unknown organizations; with an unreadable id; unfit to be stored; surplus: of new installations of an organization with too many; unproven: without the enrolment key that their organization requires",
    labelNames: ["fate"],
    registers: [registry],
    collect() {
      this.reset();
      for (const fate of CHECK_IN_FATES) this.inc({ fate }, checkIns[fate]);
    },
  });
  new Gauge({
    name: "sluice_check_ins_oldest_seconds",
    help: "For how long the oldest check-in waits to be written; 0: none waits",
    registers: [registry],
    collect() {
      const { oldestSince } = checkIns;
      this.set(oldestSince === null ? 0 : Math.max(0, now() - oldestSince) / 1000);
    },
  });
  new Gauge({
    name: "sluice_check_ins_waiting",
    help: "Check-ins that are not written yet",
    registers: [registry],
    collect() {
      this.set(checkIns.size);
    },
  });
}
