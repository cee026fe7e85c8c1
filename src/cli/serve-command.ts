import type { Command } from "commander";
import { makeFirstAdministrator } from "../api/administrators/first-administrator.ts";
import { type Config, readConfig } from "../api/config.ts";
import { demoMaker, openDemo } from "../api/demo/demo.ts";
import { type Running, serve } from "../api/serve.ts";
import { ok } from "../result.ts";
import { EXIT, fail, type Outcome } from "./outcome.ts";
import { demoText, firstLoginText, readyText } from "./serve-text.ts";
import { answering, type Session, withExample } from "./session.ts";
import type { Terminal } from "./terminal.ts";

/** `sluice serve`: the server, until a signal ends it. */
export function addServeCommand(program: Command, session: Session): void {
  const command = program
    .command("serve")
    .description("run the server; PORT, HOST, DATA_DIR, DATABASE_URL and SLUICE_… configure it (see README)");
  withExample(
    command,
    "PORT=8080 DATA_DIR=./data sluice serve",
    "DATABASE_URL=postgres://sluice@127.0.0.1/sluice sluice serve",
  ).action(answering(session, () => serveUntilSignal(session.terminal)));
}

async function serveUntilSignal(terminal: Terminal): Promise<Outcome> {
  const config = readConfig(terminal.env);
  if (!config.ok) return fail(EXIT.usage, config.error);
  const { secret, actor } = demoMaker();
  const running = await serve(config.value, { tokens: new Map([[secret, actor]]) });
  if (!running.ok) return fail(EXIT.unreachable, running.error);
  const signal = firstSignal();
  await greet(terminal, config.value, running.value, secret);
  await signal;
  await running.value.close();
  return ok({ text: "Stopped.", json: null });
}

async function greet(terminal: Terminal, config: Config, running: Running, secret: string): Promise<void> {
  const { url, context } = running;
  const { store } = context;
  const database = store.kind === "embedded" ? `embedded, in ${context.config.dataDirectory}` : "PostgreSQL";
  terminal.out(readyText(url, database));
  const demo = config.demo
    ? await openDemo(running, secret, (done) => terminal.err(`  making the demo world: ${done}\n`))
    : null;
  if (demo) terminal.out(demoText(url, demo));
  const first = await makeFirstAdministrator(context);
  if (first) terminal.out(firstLoginText(url, first));
}

/** The first of the signals that ask a server to end; a second one ends the process as Node does by itself. */
function firstSignal(): Promise<void> {
  return new Promise((resolve) => {
    const stop = (): void => {
      for (const signal of SIGNALS) process.off(signal, stop);
      resolve();
    };
    for (const signal of SIGNALS) process.on(signal, stop);
  });
}

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
