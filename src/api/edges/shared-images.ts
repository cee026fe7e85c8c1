import { setImmediate } from "node:timers/promises";
import type { LedgerFollower } from "../../fleet/ledger-follower.ts";
import type { World } from "../../fleet/world.ts";
import { imageInSlices } from "../../fleet/world-image.ts";
import type { LedgerPosition } from "../../ledger/entry.ts";
import { err, ok, type Refusal, type Result, refuse } from "../../result.ts";

/** For how many milliseconds edges that start get the same image, and as long as it is being sent. */
const SHARED_MS = 30_000;
const LONGEST_SHARED_MS = 300_000;

/** The bytes of a world at a position, made part by part as they are first asked for, and kept for others. */
export class WorldImage {
  readonly head: LedgerPosition;
  readonly madeAt = performance.now();
  readonly #rest: Iterator<Uint8Array>;
  readonly #parts: Uint8Array[] = [];

  constructor(head: LedgerPosition, parts: Iterable<Uint8Array>) {
    this.head = head;
    this.#rest = parts[Symbol.iterator]();
  }

  /** The part with this number from 0, or null after the last. */
  part(number: number): Uint8Array | null {
    while (this.#parts.length <= number) {
      const { done, value } = this.#rest.next();
      if (done) return null;
      this.#parts.push(value);
    }
    return this.#parts[number] ?? null;
  }
}

/** Images of the world in memory for edges that start. Edges that start at about the same time share one. */
export class SharedImages {
  readonly #follower: LedgerFollower;
  readonly #endings: (() => void)[];
  #image: WorldImage | null = null;
  #making: Promise<WorldImage> | null = null;
  #sending = 0;
  #forgetting: NodeJS.Timeout | null = null;

  constructor(follower: LedgerFollower) {
    this.#follower = follower;
    this.#endings = [follower.onRenewed(() => this.#forget())];
  }

  /** How many are being sent. */
  get sending(): number {
    return this.#sending;
  }

  /**
   * The image to send: at most some seconds old while none is being sent. Refuses `database_unreachable` in the middle of a
   * transaction that cannot be read to its end.
   */
  async get(): Promise<Result<WorldImage, Refusal>> {
    const shared = this.#shared();
    if (shared) return ok(shared);
    const follower = this.#follower;
    if (follower.world.pendingChange !== null) await follower.catchUp().catch(() => undefined);
    const { world } = follower;
    if (world.pendingChange !== null) return err(IN_A_TRANSACTION);
    return ok(this.#shared() ?? (await this.#make(world)));
  }

  /** Makes an image of the world as it is now, for all who ask meanwhile. */
  #make(world: World): Promise<WorldImage> {
    this.#making ??= this.#begin(world).finally(() => {
      this.#making = null;
    });
    return this.#making;
  }

  async #begin(world: World): Promise<WorldImage> {
    const { head } = world;
    const image = new WorldImage(head, await imageInSlices(world, { form: "sent" }));
    // Another world may be in use now.
    if (world === this.#follower.world) this.#image = image;
    this.#forgetLater();
    return image;
  }

  /** The bytes of an image; between two parts other work of the process has its turn. */
  async *send(image: WorldImage): AsyncGenerator<Uint8Array> {
    this.#sending++;
    try {
      for (let number = 0; ; number++) {
        const part = image.part(number);
        if (!part) return;
        yield part;
        await setImmediate();
      }
    } finally {
      this.#sending--;
      this.#forgetLater();
    }
  }

  close(): void {
    for (const end of this.#endings) end();
    this.#forget();
  }

  #shared(): WorldImage | null {
    if (!this.#image) return null;
    const age = performance.now() - this.#image.madeAt;
    return age < (this.#sending > 0 ? LONGEST_SHARED_MS : SHARED_MS) ? this.#image : null;
  }

  #forgetLater(): void {
    if (this.#forgetting) clearTimeout(this.#forgetting);
    this.#forgetting = setTimeout(() => {
      if (this.#sending === 0) this.#forget();
    }, SHARED_MS).unref();
  }

  #forget(): void {
    this.#image = null;
    if (this.#forgetting) clearTimeout(this.#forgetting);
    this.#forgetting = null;
  }
}

const IN_A_TRANSACTION = refuse(
  "database_unreachable",
  "This server has read half of a change and cannot read on; ask it again, or another one.",
);
