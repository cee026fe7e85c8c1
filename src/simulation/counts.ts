/** What a simulation counted. */
export interface Counts {
  readonly checks: number;
  readonly upgrades: number;
  /** R28: of the upgrades, those to a step on the way. */
  readonly steps: number;
  /** R30: of the upgrades, those from a version past its end of life, and of these those that came early because of it. */
  readonly leaving: number;
  readonly leavingEarly: number;
  /** R31, R32: of the upgrades, those to an older release because a newer one was blocked, or not for the system. */
  readonly aroundBlocks: number;
  readonly aroundSystems: number;
  /** R30: how many installations are managed elsewhere, and never upgrade. */
  readonly managed: number;
  /**
   * R56: how often the next offer of some installations and organizations was foretold, and how often it came at the instant
   * foretold with nothing changed in between.
   */
  readonly nextsForetold: number;
  readonly nextsCame: number;
  /** How often the fleet was asked: once for all installations with the same answer. */
  readonly asked: number;
  readonly forecasts: number;
  readonly changes: number;
  readonly explained: number;
}
