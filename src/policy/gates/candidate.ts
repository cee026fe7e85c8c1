import { type Build, buildsForSystem } from "../../catalog/build.ts";
import type { CalendarEntry } from "../../catalog/calendar.ts";
import type { Critical, Release } from "../../catalog/release.ts";
import { runsLineOf } from "../../catalog/running-version.ts";
import { buildFor } from "../../catalog/updater-needs.ts";
import type { Standing } from "../standing.ts";
import type { Asker, Candidate } from "./gate.ts";

/** The candidate for one asker. */
export function candidateFor(entry: CalendarEntry, standing: Standing, asker: Asker): Candidate {
  return new AskedCandidate(entry, standing, asker);
}

/** Finds the build only when a gate asks for it: most releases are passed over before. */
class AskedCandidate implements Candidate {
  readonly entry: CalendarEntry;
  readonly standing: Standing;
  readonly asker: Asker;
  readonly critical: Critical | null;
  #build: Build | null | undefined = undefined;

  constructor(entry: CalendarEntry, standing: Standing, asker: Asker) {
    this.entry = entry;
    this.standing = standing;
    this.asker = asker;
    this.critical = criticalFor(entry.release, asker);
  }

  get build(): Build | null {
    if (this.#build === undefined)
      this.#build = buildFor(this.asker.target, buildsForSystem(this.entry.builds, this.asker.os));
    return this.#build;
  }
}

/** The candidate for every installation of a standing. R20: it is critical if the release is critical for all. */
export function candidateForAll(entry: CalendarEntry, standing: Standing): Candidate {
  const { critical } = entry.release;
  return { entry, standing, asker: null, critical: critical?.scope === "all" ? critical : null, build: null };
}

/** All candidates of a standing: R20 adds a second one if the release is critical for its own line only. */
export function candidatesAt(entry: CalendarEntry, standing: Standing): readonly Candidate[] {
  const general = candidateForAll(entry, standing);
  const { critical } = entry.release;
  return critical?.scope === "line" ? [general, { ...general, critical }] : [general];
}

/** R20: a critical release reaches installations of its own line or, if its scope is `all`, all of them. */
function criticalFor(release: Release, asker: Asker): Critical | null {
  const { critical } = release;
  if (!critical || critical.scope === "all") return critical;
  return asker.running && runsLineOf(release.version, asker.running) ? critical : null;
}
