import { NOT_SAID, parseRunningVersion } from "../../catalog/running-version.ts";
import { type Asker, NOTHING_OF_THE_COMPUTER } from "../../policy/gates/gate.ts";
import type { Installation } from "../../store/tables/installation-row.ts";

/** An installation as it would ask by itself. R27: one that does not say what it runs is offered nothing. */
export function askerOf({ id, platform, arch, version }: Installation): Asker {
  return {
    target: { platform, arch, formats: null },
    running: version === null ? NOT_SAID : parseRunningVersion(version),
    installation: id,
    installedAt: null,
    manual: false,
    ...NOTHING_OF_THE_COMPUTER,
  };
}
