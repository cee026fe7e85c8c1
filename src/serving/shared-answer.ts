/**
 * An answer that many ask for: it is made at most once in so many milliseconds, and those who ask meanwhile share it.
 * With another `version` it is made anew at once.
 */
export class SharedAnswer<Value> {
  readonly #make: () => Promise<Value>;
  readonly #freshMs: number;
  #made: { readonly answer: Promise<Value>; readonly version: string } | null = null;
  /** Until when the answer is good, on the clock of `performance.now`. */
  #goodUntil = 0;

  constructor(freshMs: number, make: () => Promise<Value>) {
    this.#freshMs = freshMs;
    this.#make = make;
  }

  get(version = ""): Promise<Value> {
    if (this.#made?.version === version && performance.now() < this.#goodUntil) return this.#made.answer;
    const made = { answer: this.#make(), version };
    this.#made = made;
    // While it is being made nobody makes another.
    this.#goodUntil = Number.POSITIVE_INFINITY;
    const settle = () => {
      if (this.#made === made) this.#goodUntil = performance.now() + this.#freshMs;
    };
    made.answer.then(settle, settle);
    return made.answer;
  }
}
