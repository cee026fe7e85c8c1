import type { Gate } from "./gate.ts";
import { ALWAYS, NEVER } from "./opening.ts";

/** R5: a release is offered only to installations that it has a build for. */
export const PLATFORM_BUILD: Gate = {
  name: "platform_build",
  rule: "R5",
  isPassedByCritical: false,
  holdsBack: false,
  opening: ({ asker, build }) => (asker === null || build ? ALWAYS : NEVER),
  reason: ({ entry }) => ({ code: "no_build_for_platform", version: entry.release.version }),
  trace: null,
};
