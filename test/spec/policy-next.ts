import type { Calendar } from "../../src/catalog/calendar.ts";
import { isUnreadable, parseRunningVersion } from "../../src/catalog/running-version.ts";
import { formatVersion } from "../../src/catalog/version.ts";
import { formatInstant, type Instant } from "../../src/instant.ts";
import { Foresight } from "../../src/policy/foresight.ts";
import { GroupSum } from "../../src/policy/group-foresight.ts";
import type { Standing } from "../../src/policy/standing.ts";
import { osVersionOf } from "./carried.ts";
import type { SettingsAnswer } from "./driver.ts";
import type { CheckIn } from "./installation.ts";

/** A counted installation, and what governs it. */
interface Counted {
  readonly said: CheckIn;
  readonly standing: Standing;
}

/** R56: the next version of those who are counted; `standing` is what governs a new installation. */
export function nextOfCounted(
  calendar: Calendar,
  counted: readonly Counted[],
  { standing, now }: { readonly standing: Standing; readonly now: Instant },
): SettingsAnswer["next"] {
  const foresight = new Foresight(calendar, now);
  const sum = new GroupSum();
  for (const { said, standing: own } of counted) {
    const asker = toAsker(said);
    const { running } = asker;
    sum.add(foresight.ofOne(asker, own, now), 1, isUnreadable(running) ? null : running);
  }
  const { next, basis } = sum.result(() => foresight.ofNew(standing, now));
  return next && { version: formatVersion(next.release.version), at: formatInstant(next.at), basis };
}

function toAsker({ installation, platform, arch, version, osVersion, managed }: CheckIn) {
  return {
    target: { platform, arch, formats: null },
    running: parseRunningVersion(version),
    installation,
    installedAt: null,
    manual: false,
    os: osVersionOf(osVersion ?? null),
    isManaged: managed,
  };
}
