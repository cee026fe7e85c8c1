/** What is chosen to be kept although the right to it ends, and why. */
export interface Keeping {
  readonly ids: readonly string[];
  readonly reason: string;
}
