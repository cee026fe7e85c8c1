import cluster from "node:cluster";
import { type Config, readConfig } from "../api/config.ts";
import { ok, type Result, refuse } from "../result.ts";
import { firstSignal, onSignal } from "../serving/signals.ts";
import { EXIT, type Failure, fail, type Outcome } from "./command-result.ts";
import { edgeKeyFor, edgesOf } from "./serve-edges.ts";
import type { Terminal } from "./terminal.ts";
import { WorkerCrew } from "./worker-crew.ts";
import type { WorkerKind } from "./worker-process.ts";

/** How many processes there are of each kind. */
export interface ProcessCounts {
  readonly workers: number;
  readonly edges: number;
}

/**
 * Answers with so many processes on one port, and with edges on another, until a signal ends it. SIGHUP starts them anew, one
 * after another, as soon as all of them answer; one that dies is started again. Refuses `workers_need_postgresql`, and
 * whatever stands in the way of the first.
 */
export async function serveByWorkers(terminal: Terminal, counts: ProcessCounts): Promise<Outcome> {
  const config = readConfig(terminal.env);
  if (!config.ok) return fail(EXIT.usage, config.error);
  if (config.value.databaseUrl === null) return fail(EXIT.usage, needsPostgresql(counts.workers));
  const signal = firstSignal(["SIGINT", "SIGTERM"]);
  const crews = new Crews(terminal, counts, config.value);
  const begin = crews.begin();
  onSignal("SIGHUP", () => crews.renew());
  const begun = await Promise.race([begin, signal]);
  if (begun && !begun.ok) return begun;
  if (begun) terminal.out(begun.value);
  await signal;
  await crews.end();
  return ok({ text: "Stopped.", json: null });
}

/** The workers, and the edges that follow them. */
class Crews {
  readonly #terminal: Terminal;
  readonly #counts: ProcessCounts;
  readonly #config: Config;
  readonly #edgeKey: string;
  readonly #workers: WorkerCrew;
  #edges: WorkerCrew | null = null;
  #isOver = false;

  constructor(terminal: Terminal, counts: ProcessCounts, config: Config) {
    this.#terminal = terminal;
    this.#counts = counts;
    this.#config = config;
    this.#edgeKey = edgeKeyFor(config);
    // The system gives a connection to whichever process takes it: none waits in a process that is on its way out.
    cluster.schedulingPolicy = cluster.SCHED_NONE;
    const tell = (line: string) => terminal.err(`sluice: ${line}\n`);
    this.#workers = new WorkerCrew(this.#kind(), counts.workers, tell);
  }

  /** Starts the workers, then the edges; gives what there is to say of it. */
  async begin(): Promise<Result<string, Failure>> {
    const { workers, edges: count } = this.#counts;
    const begun = await this.#workers.begin();
    if (!begun.ok) return begun;
    const said = `${workers} workers answer (process ${process.pid}).\n`;
    if (count === 0 || this.#isOver) return ok(said);
    const server = { config: this.#config, url: this.#workers.url, edgeKey: this.#edgeKey };
    const edges = edgesOf(this.#terminal, count, server);
    this.#edges = edges;
    const edgesBegun = await edges.begin();
    if (edgesBegun.ok) return ok(`${said}${edgesText(count, edges)}`);
    await this.end();
    return edgesBegun;
  }

  renew(): void {
    this.#workers.renew();
    this.#edges?.renew();
  }

  /** Ends the edges first, which send what they have noted to the workers. */
  async end(): Promise<void> {
    this.#isOver = true;
    await this.#edges?.end();
    await this.#workers.end();
  }

  #kind(): WorkerKind {
    return {
      word: "worker",
      program: { exec: process.argv[1] ?? "", args: process.argv.slice(2) },
      variables: this.#counts.edges > 0 ? { SLUICE_EDGE_KEY: this.#edgeKey } : {},
    };
  }
}

/** What is said when edges answer. */
export function edgesText(count: number, { url }: WorkerCrew): string {
  return `${count} ${count === 1 ? "edge answers" : "edges answer"} installations on ${url}\n`;
}

function needsPostgresql(count: number) {
  return refuse(
    "workers_need_postgresql",
    `--workers is ${count}, but only one process can open the embedded database; set DATABASE_URL to a PostgreSQL, or use --workers 1.`,
  );
}
