import type { Build } from "../catalog/build.ts";
import type { Release } from "../catalog/release.ts";
import type { Reason } from "./reason.ts";
import type { Support } from "./support.ts";

/** What every verdict says. */
interface Told {
  /** R29: how long what runs is supported. */
  readonly support: Support;
  /** R25: in rule order. */
  readonly reasons: readonly Reason[];
}

/** A verdict that offers a release. */
interface Update extends Told {
  readonly action: "update";
  readonly release: Release;
  /** The build to install; null for a future instant by which it is only expected (R56). */
  readonly build: Build | null;
  /** R28: whether it is the target itself; false for a step on the way there. */
  readonly final: boolean;
}

/** A verdict that offers nothing. */
interface Stay extends Told {
  readonly action: "stay";
  readonly final: true;
}

/** R25: whether an installation should update, to which release and build, and why. */
export type Verdict = Update | Stay;

/** A verdict for the present: the build that it offers is there. */
export type PresentVerdict = Stay | (Update & { readonly build: Build });

/** A verdict by the calendar of the present, in which no build is only expected. */
export function asPresent(verdict: Verdict): PresentVerdict {
  if (verdict.action === "stay") return verdict;
  const { build } = verdict;
  if (build === null) throw new Error(`release ${verdict.release.id} is offered without a build`);
  return { ...verdict, build };
}

/** The id of the release that a verdict offers, or null if it says to stay. */
export function offeredBy(verdict: Verdict): string | null {
  return verdict.action === "update" ? verdict.release.id : null;
}
