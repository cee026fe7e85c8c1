/** How long an edge counts as connected after its last call, in milliseconds; an answer that waits is shorter. */
const CONNECTED_MS = 60_000;

/** What is known of one edge. */
interface KnownEdge {
  /** Its last call, on the clock of `performance.now`. */
  seenAt: number;
  /** The sequence of the last entry that it has, or null if it has not asked for entries yet. */
  sequence: number | null;
}

/** The edges that follow this server, by the names that they give themselves, and what was taken from them. */
export class ConnectedEdges {
  readonly #edges = new Map<string, KnownEdge>();
  readonly #most: number;
  /** The batches of check-ins that were taken, and the check-ins in them. */
  batches = 0;
  checkIns = 0;
  /** How many answers wait for the next change. */
  waiting = 0;

  constructor(most: number) {
    this.#most = most;
  }

  /** Notes a call of an edge. False if it is one more than may be connected at once. */
  admit(name: string): boolean {
    const known = this.#edges.get(name);
    if (!known && this.#edges.size >= this.#most) this.#forgetSilent();
    if (!known && this.#edges.size >= this.#most) return false;
    this.#edges.set(name, { seenAt: performance.now(), sequence: known?.sequence ?? null });
    return true;
  }

  /** Notes the last entry that an admitted edge has. */
  reached(name: string, sequence: number): void {
    const known = this.#edges.get(name);
    if (known) known.sequence = sequence;
  }

  /** How many are connected. */
  get count(): number {
    this.#forgetSilent();
    return this.#edges.size;
  }

  /** How many entries the connected edge that is furthest behind lacks up to the entry `last`; 0 if none lacks any. */
  mostBehind(last: number): number {
    this.#forgetSilent();
    const behind = [...this.#edges.values()].map(({ sequence }) => (sequence === null ? 0 : last - sequence));
    return Math.max(0, ...behind);
  }

  #forgetSilent(): void {
    const since = performance.now() - CONNECTED_MS;
    for (const [name, { seenAt }] of this.#edges) if (seenAt < since) this.#edges.delete(name);
  }
}
