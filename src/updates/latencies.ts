/** Upper bounds of the buckets in seconds: most answers take some ten microseconds. */
export const LATENCY_BOUNDS: readonly number[] = [
  ...[0.000_025, 0.000_05, 0.000_1, 0.000_25, 0.000_5],
  ...[0.001, 0.002_5, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1],
];

/** How long answers took, counted in buckets; noting one allocates nothing. */
export class Latencies {
  readonly #bounds = Float64Array.from(LATENCY_BOUNDS, (seconds) => seconds * 1000);
  /** For each bucket how many fell into it alone; the last is for those beyond all bounds. */
  readonly counts = new Float64Array(LATENCY_BOUNDS.length + 1);
  #milliseconds = 0;

  note(milliseconds: number): void {
    const bounds = this.#bounds;
    let bucket = 0;
    while (bucket < bounds.length && milliseconds > (bounds[bucket] as number)) bucket++;
    this.counts[bucket] = (this.counts[bucket] as number) + 1;
    this.#milliseconds += milliseconds;
  }

  /** The sum of all, in seconds. */
  get seconds(): number {
    return this.#milliseconds / 1000;
  }
}
