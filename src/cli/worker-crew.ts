import { ok, type Result } from "../result.ts";
import type { Failure } from "./command-result.ts";
import { passMetrics } from "./pass-metrics.ts";
import type { WorkerKind } from "./worker-process.ts";
import { WorkerSeat } from "./worker-seat.ts";

/** The processes that answer on one port, each in a seat of its own. */
export class WorkerCrew {
  readonly #seats: readonly WorkerSeat[];
  readonly #tell: (line: string) => void;
  readonly #kind: WorkerKind;
  readonly #stopPassing = passMetrics(() => this.#seats.flatMap(({ worker }) => worker ?? []));
  #renewing: Promise<void> = Promise.resolve();
  #isRenewalWaiting = false;
  #isOver = false;

  constructor(kind: WorkerKind, count: number, tell: (line: string) => void) {
    this.#kind = kind;
    this.#seats = Array.from({ length: count }, (_, index) => new WorkerSeat(kind, index + 1, tell));
    this.#tell = tell;
  }

  /** Where they answer; empty before the first does. */
  get url(): string {
    return this.#seats[0]?.url ?? "";
  }

  /** Starts the first alone, which greets: it makes once what is made once. Then the others, all together. */
  begin(): Promise<Result<true, Failure>> {
    const begun = this.#beginAll();
    this.#renewing = begun.then(() => undefined);
    return begun;
  }

  /**
   * Puts a new process in each seat, one after another, once what is under way is done; each answers before the one that it
   * replaces stops. A call while another waits to begin does no more; none does anything after the end.
   */
  renew(): void {
    if (this.#isRenewalWaiting) return;
    this.#isRenewalWaiting = true;
    this.#renewing = this.#renewing.then(() => {
      this.#isRenewalWaiting = false;
      return this.#renewAll();
    });
  }

  /** Lets all of them finish what they have begun. */
  async end(): Promise<void> {
    this.#isOver = true;
    await Promise.all(this.#seats.map((seat) => seat.end()));
    this.#stopPassing();
  }

  async #beginAll(): Promise<Result<true, Failure>> {
    const [first, ...others] = this.#seats;
    const begun = [(await first?.begin({ greets: true })) ?? ok(true)];
    if (begun[0]?.ok) begun.push(...(await Promise.all(others.map((seat) => seat.begin()))));
    const refused = begun.find((one) => !one.ok);
    if (refused) await this.end();
    return refused ?? ok(true);
  }

  async #renewAll(): Promise<void> {
    for (const seat of this.#seats) {
      if (this.#isOver) return;
      if (await seat.renew()) continue;
      return this.#tell(`the ${this.#kind.word}s that are left go on as they are`);
    }
    this.#tell(`all ${this.#kind.word}s were started anew`);
  }
}
