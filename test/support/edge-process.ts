import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { EDGE } from "./program.ts";

/** The edge key of the tests. */
export const EDGE_KEY = "edge-key-of-the-tests-0123456789abcdef";

/** `sluice-edge` as a process of its own. */
export class EdgeProcess {
  /** The folder in which it keeps the last world and keys. */
  readonly keepDirectory = mkdtempSync(join(tmpdir(), "sluice-edge-"));
  readonly #environment: Readonly<Record<string, string>>;
  readonly #command: readonly [string, ...string[]];
  #child: ChildProcess | null = null;
  output = "";
  url = "";

  /** `command`: what starts it, if not this Node. */
  constructor(
    origins: readonly string[],
    environment: Readonly<Record<string, string>> = {},
    command: readonly [string, ...string[]] = [process.execPath, ...EDGE],
  ) {
    this.#command = command;
    this.#environment = {
      EDGE_PORT: "0",
      EDGE_KEEP: this.keepDirectory,
      SLUICE_ORIGIN_URL: origins.join(","),
      SLUICE_EDGE_KEY: EDGE_KEY,
      SLUICE_CONFIG: "",
      ...environment,
    };
  }

  /** Starts it; resolves when its output matches. */
  async start(until = /answers on http\S+\n/): Promise<void> {
    this.output = "";
    const [program, ...args] = this.#command;
    const child = spawn(program, args, {
      env: { ...process.env, ...this.#environment },
      stdio: ["ignore", "pipe", "pipe"],
    });
    this.#child = child;
    for (const stream of [child.stdout, child.stderr]) {
      stream.on("data", (chunk: Buffer) => {
        this.output += String(chunk);
      });
    }
    await this.waitFor(until);
    this.url = /(?:listens|answers) on (http\S+)/.exec(this.output)?.[1] ?? "";
  }

  /** Resolves when its output matches; fails if it ends before. */
  async waitFor(what: RegExp): Promise<void> {
    while (!what.test(this.output)) {
      if (this.#child?.exitCode !== null) throw new Error(`it ended: ${this.output}`);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  /** The answer to a path, with the lag that it tells, or null if it tells none. */
  async get(path: string): Promise<{ status: number; json: Record<string, unknown>; lag: number | null }> {
    const answer = await fetch(this.url + path);
    const lag = answer.headers.get("sluice-lag");
    const json = (await answer.json()) as Record<string, unknown>;
    return { status: answer.status, json, lag: lag === null ? null : Number(lag) };
  }

  /** Ends it with a signal; gives its exit code. */
  async end(signal: NodeJS.Signals = "SIGTERM"): Promise<number | null> {
    const child = this.#child;
    if (!child || child.exitCode !== null || child.signalCode !== null) return child?.exitCode ?? null;
    const ended = once(child, "exit");
    child.kill(signal);
    const [code] = await ended;
    return code;
  }

  /** Ends it at once and removes what it kept. */
  async destroy(): Promise<void> {
    await this.end("SIGKILL");
    rmSync(this.keepDirectory, { recursive: true, force: true });
  }
}
