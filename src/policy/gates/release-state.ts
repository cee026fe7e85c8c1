import type { ReleaseState } from "../../catalog/release.ts";
import type { Gate } from "./gate.ts";
import { ALWAYS, NEVER } from "./opening.ts";

/** R19: only a published release is offered. */
export const RELEASE_STATE: Gate = {
  name: "release_state",
  rule: "R19",
  isPassedByCritical: false,
  isPassedByStep: false,
  holdsBack: false,
  opening: ({ entry }) => (entry.release.state === "published" ? ALWAYS : NEVER),
  reason({ entry: { release } }) {
    const code = CODES[release.state];
    return code && { code, version: release.version };
  },
  trace: {
    some: "not_offered",
    none: "nothing_is_stopped",
    isAbout: ({ release }) => release.state !== "published",
  },
};

const CODES = {
  planned: "release_not_published",
  published: null,
  paused: "release_paused",
  withdrawn: "release_withdrawn",
} as const satisfies Record<ReleaseState, string | null>;
