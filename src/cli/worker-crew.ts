import { ok, type Result } from "../result.ts";
import type { Failure } from "./command-result.ts";
import { passMetrics } from "./pass-metrics.ts";
import { WorkerSeat } from "./worker-seat.ts";

/** The processes that answer on one port, each in a seat of its own. */
export class WorkerCrew {
  readonly #seats: readonly WorkerSeat[];
  readonly #tell: (line: string) => void;
  readonly #stopPassing = passMetrics(() => this.#seats.flatMap(({ worker }) => worker ?? []));
  #renewing: Promise<void> = Promise.resolve();

  constructor(count: number, tell: (line: string) => void) {
    this.#seats = Array.from({ length: count }, (_, index) => new WorkerSeat(index + 1, tell));
    this.#tell = tell;
  }

  /** Starts the first alone, which greets: it makes once what is made once. Then the others, all together. */
  async begin(): Promise<Result<true, Failure>> {
    const [first, ...others] = this.#seats;
    const begun = [(await first?.begin({ greets: true })) ?? ok(true)];
    if (begun[0]?.ok) begun.push(...(await Promise.all(others.map((seat) => seat.begin()))));
    const refused = begun.find((one) => !one.ok);
    if (refused) await this.end();
    return refused ?? ok(true);
  }

  /** Puts a new process in each seat, one after another; each answers before the one that it replaces stops. */
  renew(): Promise<void> {
    this.#renewing = this.#renewing.then(async () => {
      for (const seat of this.#seats) {
        if (await seat.renew()) continue;
        return this.#tell("the workers that are left go on as they are");
      }
      this.#tell("all workers were started anew");
    });
    return this.#renewing;
  }

  /** Lets all of them finish what they have begun. */
  async end(): Promise<void> {
    await Promise.all(this.#seats.map((seat) => seat.end()));
    this.#stopPassing();
  }
}
