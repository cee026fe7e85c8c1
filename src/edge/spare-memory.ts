import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

/** Has V8 collect garbage. Does nothing where that cannot be asked for, as on Bun. */
type Collect = (what?: { readonly type: "minor" }) => void;

/** After how many bytes that came from elsewhere the young garbage is collected. */
const COLLECT_EVERY_BYTES = 1_000_000;

/** By how much V8 lets the room for what is young grow: usually, and while an edge begins. */
const USUAL_GROWTH = 2;
const NO_GROWTH = 1;

/**
 * Collects what is left of the bytes that an edge begins from while they come, until {@link spareMemory}. Else V8 would let
 * dozens of megabytes of them lie, and give itself room for as many, which stays with the process afterwards.
 */
export class BeginningCollector {
  readonly #collect = findCollect();
  #bytes = 0;

  constructor() {
    setGrowthOfYoung(NO_GROWTH);
  }

  /** Has to be called for each part, when nothing holds it any more. */
  passed(bytes: number): void {
    this.#bytes += bytes;
    if (this.#bytes < COLLECT_EVERY_BYTES) return;
    this.#bytes = 0;
    this.#collect({ type: "minor" });
  }
}

/**
 * Gives back the memory that the beginning of an edge took and does not need any more, about as much again as what it keeps,
 * and has V8 collect garbage when a third has come to what lives, not when it has doubled: V8 sees no reason to save memory
 * where a machine has some to spare. It takes some ten milliseconds, and does nothing on Bun.
 */
export function spareMemory(): void {
  setFlagsFromString("--heap-growing-percent=30");
  setGrowthOfYoung(USUAL_GROWTH);
  findCollect()();
}

function setGrowthOfYoung(factor: number): void {
  setFlagsFromString(`--semi-space-growth-factor=${factor}`);
}

function findCollect(): Collect {
  // There is no other way to ask for a collection without an option of the command line.
  setFlagsFromString("--expose-gc");
  const collect: unknown = runInNewContext("typeof gc === 'function' ? gc : null");
  return typeof collect === "function" ? (collect as Collect) : () => undefined;
}
