import { setTimeout as sleep } from "node:timers/promises";
import { makeFirstAdministrator } from "../api/administrators/first-administrator.ts";
import { type Config, checkServed, readConfig } from "../api/config.ts";
import { demoMaker, openDemo } from "../api/demo/demo.ts";
import { type RunningServer, serve } from "../api/serve.ts";
import { err, ok, type Refusal, type Result } from "../result.ts";
import type { Seat } from "../serving/worker-metrics.ts";
import type { DatabaseClock } from "../store/database-clock.ts";
import { refusingFaults } from "../store/database-faults.ts";
import { unlessDamaged } from "../store/embedded/damage.ts";
import { EXIT, type Failure, fail } from "./command-result.ts";
import { demoText, firstLoginText, readyText } from "./serve-text.ts";
import type { Terminal } from "./terminal.ts";

/** A server of this process. */
interface ServerProcess {
  readonly running: RunningServer;
  /**
   * Says where it answers, and makes the demo world and the first administrator where there are none. Refuses
   * `database_damaged` where the damage shows only now.
   */
  greet(): Promise<Result<null, Failure>>;
}

/** Starts the server that the environment describes; `seat`: as one of several. Refuses what stands in the way. */
export async function startServing(terminal: Terminal, seat?: Seat): Promise<Result<ServerProcess, Failure>> {
  const config = readConfig(terminal.env);
  if (!config.ok) return fail(EXIT.usage, config.error);
  const served = checkServed(config.value);
  if (!served.ok) return fail(EXIT.usage, served.error);
  const { secret, actor } = demoMaker();
  const surroundings = { tokens: new Map([[secret, actor]]), ...(seat && { seat }) };
  const running = await serve(config.value, surroundings);
  if (!running.ok) return fail(EXIT.unreachable, running.error);
  const { store } = running.value.context;
  const greet = async () => {
    const greeted = await unlessDamaged(store.kind, config.value.dataDirectory, () =>
      greetWith(terminal, config.value, running.value, secret),
    );
    return greeted.ok ? greeted : fail(EXIT.unreachable, greeted.error);
  };
  return ok({ running: running.value, greet });
}

async function greetWith(
  terminal: Terminal,
  config: Config,
  running: RunningServer,
  secret: string,
): Promise<Result<null, never>> {
  const { url, context } = running;
  const { store } = context;
  const database = store.kind === "embedded" ? `embedded, in ${context.config.dataDirectory}` : "PostgreSQL";
  terminal.out(readyText(running, database));
  const report = (done: string) => terminal.err(`  making the demo world: ${done}\n`);
  const whenPossible = <Value>(work: () => Promise<Value>) => tryAgain(terminal, context.clock, work);
  const demo = config.demo ? await whenPossible(() => openDemo(running, secret, report)) : null;
  if (demo) terminal.out(demoText(url, demo));
  const first = await whenPossible(() => makeFirstAdministrator(context));
  if (first) terminal.out(firstLoginText(url, first));
  return ok(null);
}

/** How long to wait after something was not possible. */
const AGAIN_MS = 2_000;

/** Does what the database or the clock may not allow right now, again and again until they do; says once why it waits. */
async function tryAgain<Value>(
  terminal: Terminal,
  clock: DatabaseClock,
  work: () => Promise<Value>,
): Promise<Value> {
  let told = "";
  for (;;) {
    const done = await refusingFaults<Value, Refusal<"clock_off">>(async () =>
      clock.fault ? err(clock.fault) : ok(await work()),
    );
    if (done.ok) return done.value;
    const { message, code } = done.error;
    if (message !== told) terminal.err(`sluice: The first start is not finished yet. ${message} [${code}]\n`);
    told = message;
    await sleep(AGAIN_MS, null, { ref: false });
  }
}
