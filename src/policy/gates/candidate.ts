import { buildsFor } from "../../catalog/build.ts";
import type { CalendarEntry } from "../../catalog/calendar.ts";
import type { Critical, Release } from "../../catalog/release.ts";
import { isSameLine } from "../../catalog/version.ts";
import type { Standing } from "../standing.ts";
import type { Asker, Candidate } from "./gate.ts";

/** A release as it is judged for one asker. */
export function candidateFor(entry: CalendarEntry, standing: Standing, asker: Asker): Candidate {
  const critical = criticalFor(entry.release, asker);
  return { entry, standing, asker, critical, build: buildsFor(asker.target, entry.builds)[0] ?? null };
}

/** A release as it is judged for everybody at a standing. R20: critical where it is so for all. */
export function candidateForAll(entry: CalendarEntry, standing: Standing): Candidate {
  const { critical } = entry.release;
  return { entry, standing, asker: null, critical: critical?.scope === "all" ? critical : null, build: null };
}

/** The ways in which a release is judged at a standing: R20 makes two of it where it is critical for its own line. */
export function candidatesAt(entry: CalendarEntry, standing: Standing): readonly Candidate[] {
  const general = candidateForAll(entry, standing);
  const { critical } = entry.release;
  return critical?.scope === "line" ? [general, { ...general, critical }] : [general];
}

/** R20: a critical release reaches installations of its own line or, if the vendor says so, all. */
function criticalFor(release: Release, asker: Asker): Critical | null {
  const { critical } = release;
  if (!critical || critical.scope === "all") return critical;
  return asker.running && isSameLine(asker.running, release.version) ? critical : null;
}
