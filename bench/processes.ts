import { type ChildProcess, fork, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { Ports } from "./serve-for-parent.ts";

const SLUICE = new URL("../../../bin/sluice.mjs", import.meta.url).pathname;
const SLUICE_EDGE = new URL("../../../bin/sluice-edge.mjs", import.meta.url).pathname;
const TOKEN = "token-of-the-benchmark";
/** The time after which a process that was asked to end is killed. */
const END_MS = 10_000;

/** A server that the benchmark runs in a process of its own. */
export interface BenchServer extends Ports {
  /** The CPU time that its process has used, in milliseconds. */
  cpuMilliseconds(): Promise<number>;
}

/** An edge that the benchmark runs. */
export interface BenchEdge {
  readonly url: string;
  readonly pid: number;
  /** Stops it; resolves when it has ended. */
  end(): Promise<void>;
}

/** The processes and folders of a benchmark, all removed when it ends. */
export class Processes {
  readonly #children: ChildProcess[] = [];
  readonly #folders: string[] = [];
  readonly #endAtExit = () => {
    for (const child of this.#children) child.kill("SIGKILL");
    this.#removeFolders();
  };

  constructor() {
    process.once("exit", this.#endAtExit);
  }

  /** Runs some work with processes, and ends them all. */
  static async during<Value>(work: (processes: Processes) => Promise<Value>): Promise<Value> {
    const processes = new Processes();
    try {
      return await work(processes);
    } finally {
      await processes.#end();
    }
  }

  /** Starts the built `sluice serve`; resolves with its address, the vendor's token and the id of its process. */
  async sluice(
    environment: NodeJS.ProcessEnv,
  ): Promise<{ readonly url: string; readonly token: string; readonly pid: number }> {
    const folder = this.folder();
    const own = { PORT: "0", DATA_DIR: folder, SLUICE_VENDOR_TOKEN: TOKEN, SLUICE_RATE_LIMIT: "0" };
    const child = spawn(process.execPath, [SLUICE, "serve"], {
      env: { ...process.env, ...own, SLUICE_CONFIG: "", LOG_LEVEL: "silent", ...environment },
      stdio: ["ignore", "pipe", "inherit"],
    });
    this.#children.push(child);
    const output = createInterface({ input: child.stdout });
    const url = await unlessEnded(child, "sluice serve", (resolve: (url: string) => void) => {
      output.on("line", (line) => {
        const answers = /Sluice answers on (http:\S+)/.exec(line)?.[1];
        if (answers) resolve(answers);
      });
    });
    return { url, token: TOKEN, pid: child.pid ?? 0 };
  }

  /** Starts the built `sluice-edge`; resolves once it answers. */
  async edge(environment: NodeJS.ProcessEnv): Promise<BenchEdge> {
    const child = spawn(process.execPath, [SLUICE_EDGE], {
      env: { ...process.env, EDGE_PORT: "0", SLUICE_CONFIG: "", LOG_LEVEL: "silent", ...environment },
      stdio: ["ignore", "pipe", "inherit"],
    });
    this.#children.push(child);
    const output = createInterface({ input: child.stdout });
    const url = await unlessEnded(child, "sluice-edge", (resolve: (url: string) => void) => {
      output.on("line", (line) => {
        const answers = /Sluice edge answers on (http:\S+)/.exec(line)?.[1];
        if (answers) resolve(answers);
      });
    });
    return { url, pid: child.pid ?? 0, end: () => endChild(child) };
  }

  /** Starts a module of the benchmarks that is a server. */
  async server(module: string, order: object): Promise<BenchServer> {
    const child = fork(new URL(module, import.meta.url), { stdio: ["ignore", "ignore", "inherit", "ipc"] });
    this.#children.push(child);
    const asked = <Answer>(message: object) =>
      unlessEnded(child, module, (resolve: (answer: Answer) => void) => {
        child.once("message", (answer) => resolve(answer as Answer));
        child.send(message);
      });
    const ports = await asked<Ports>(order);
    return { ...ports, cpuMilliseconds: () => asked<number>({}) };
  }

  /** A folder of the benchmark's own. */
  folder(): string {
    const folder = mkdtempSync(join(tmpdir(), "sluice-bench-"));
    this.#folders.push(folder);
    return folder;
  }

  async #end(): Promise<void> {
    process.off("exit", this.#endAtExit);
    await Promise.all(this.#children.map(endChild));
    this.#removeFolders();
  }

  #removeFolders(): void {
    for (const folder of this.#folders) rmSync(folder, { recursive: true, force: true });
  }
}

function unlessEnded<Value>(
  child: ChildProcess,
  name: string,
  wait: (resolve: (value: Value) => void) => void,
): Promise<Value> {
  return new Promise((resolve, reject) => {
    const ended = (code: number | null) => reject(new Error(`${name} ended with ${code}`));
    child.once("exit", ended);
    wait((value) => {
      child.off("exit", ended);
      resolve(value);
    });
  });
}

async function endChild(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const kill = setTimeout(() => child.kill("SIGKILL"), END_MS);
  const ended = new Promise((resolve) => child.once("exit", resolve));
  if (child.connected) child.disconnect();
  else child.kill("SIGTERM");
  await ended;
  clearTimeout(kill);
}
