import type { Instant } from "../instant.ts";
import type { ViolationKind } from "./violation.ts";

/** One check of one installation: the version it ran and the version it was offered, as ranks or `STAY`. */
export interface Check {
  readonly installation: number;
  readonly at: Instant;
  readonly running: number;
  readonly answered: number;
}

/** A check with a wrong answer. */
export interface BadCheck extends Check {
  readonly kind: ViolationKind;
  readonly foretold: number;
}
