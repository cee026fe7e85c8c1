/** The largest count of checks that is told exactly. */
const MOST_CHECKS = Number.MAX_SAFE_INTEGER;

/**
 * How many checks were not counted because their organization requires an enrolment key and they had the tag of none, by the
 * id of the organization. Only organizations that exist are in it, so that strangers cannot fill the memory.
 */
export class UnprovenChecks {
  readonly #waiting = new Map<string, number>();
  /** How many there were since the start. */
  total = 0;

  /** Counts some checks. */
  add(organizationId: string, checks = 1): void {
    this.total += checks;
    this.#add(organizationId, checks);
  }

  /** What waits to be written, of at most `max` organizations; it is then no longer kept here. */
  take(max = Number.POSITIVE_INFINITY): ReadonlyMap<string, number> {
    const taken = new Map<string, number>();
    for (const [organizationId, checks] of this.#waiting) {
      if (taken.size >= max) break;
      taken.set(organizationId, checks);
      this.#waiting.delete(organizationId);
    }
    return taken;
  }

  /** Takes back what could not be written. */
  putBack(taken: ReadonlyMap<string, number>): void {
    for (const [organizationId, checks] of taken) this.#add(organizationId, checks);
  }

  /** No count is larger than what the database holds, whatever an edge says. */
  #add(organizationId: string, checks: number): void {
    const sum = (this.#waiting.get(organizationId) ?? 0) + checks;
    this.#waiting.set(organizationId, Math.min(sum, MOST_CHECKS));
  }
}
