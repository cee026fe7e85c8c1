import { buildsFor } from "../../catalog/build.ts";
import type { Candidate, Gate } from "./gate.ts";
import { ALWAYS, NEVER } from "./opening.ts";

/** R5: a release is offered only to installations that it has a build for. */
export const PLATFORM_BUILD: Gate = {
  name: "platform_build",
  rule: "R5",
  isPassedByCritical: false,
  isPassedByStep: false,
  holdsBack: false,
  opening: (candidate) => (hasBuild(candidate) ? ALWAYS : NEVER),
  reason: ({ entry }) => ({ code: "no_build_for_platform", version: entry.release.version }),
  trace: null,
};

/** Whether there is a build for the platform, whichever version of its system it is for; or will be (R56). */
function hasBuild({ asker, build, entry }: Candidate): boolean {
  if (asker === null || build !== null || entry.expectsBuilds) return true;
  return asker.os !== null && buildsFor(asker.target, entry.builds).length > 0;
}
