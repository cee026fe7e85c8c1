import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { SLUICE } from "./program.ts";
import { VENDOR_TOKEN } from "./running-server.ts";

/** `sluice serve` as a process of its own, which can be killed. */
export class ServerProcess {
  readonly dataDirectory: string;
  readonly #environment: Readonly<Record<string, string>>;
  readonly #args: readonly string[];
  readonly #limit: string;
  #child: ChildProcess | null = null;
  #output = "";
  url = "";

  /** `fileBytes`: the largest file that it may write; writing on fails as on a full disk. */
  constructor(
    databaseUrl: string,
    args: readonly string[] = [],
    environment: Readonly<Record<string, string>> = {},
    fileBytes = 0,
  ) {
    this.#limit = fileBytes === 0 ? "" : `ulimit -f ${Math.ceil(fileBytes / 512)} && `;
    this.dataDirectory = mkdtempSync(join(tmpdir(), "sluice-process-"));
    this.#args = args;
    this.#environment = {
      PORT: "0",
      DATA_DIR: this.dataDirectory,
      DATABASE_URL: databaseUrl,
      LOG_LEVEL: "silent",
      SLUICE_VENDOR_TOKEN: VENDOR_TOKEN,
      SLUICE_RATE_LIMIT: "0",
      SLUICE_CONFIG: "",
      ...environment,
    };
  }

  get pid(): number {
    return this.#child?.pid ?? 0;
  }

  /** Its output so far. */
  get output(): string {
    return this.#output;
  }

  /** Starts it, on every start at the same port; resolves when its output matches. */
  async start(until = /answers on http\S+/): Promise<void> {
    const port = this.url === "" ? {} : { PORT: new URL(this.url).port };
    this.#output = "";
    const program = [process.execPath, ...SLUICE, "serve", ...this.#args];
    const child = spawn("sh", ["-c", `${this.#limit}exec "$@"`, "sh", ...program], {
      env: { ...process.env, ...this.#environment, ...port },
      stdio: ["ignore", "pipe", "pipe"],
    });
    this.#child = child;
    for (const stream of [child.stdout, child.stderr]) {
      stream.on("data", (chunk: Buffer) => {
        this.#output += String(chunk);
      });
    }
    await this.waitFor(until);
    this.url = /answers on (http\S+)/.exec(this.#output)?.[1] ?? "";
  }

  /** Resolves when its output matches; fails if it ends before. */
  async waitFor(what: RegExp): Promise<void> {
    while (!what.test(this.#output)) {
      if (this.#child === null || this.#child.exitCode !== null) throw new Error(`it ended: ${this.#output}`);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  signal(name: NodeJS.Signals): void {
    this.#child?.kill(name);
  }

  /** Ends it with a signal; gives its exit code and the signal that ended it. */
  async end(signal: NodeJS.Signals = "SIGTERM"): Promise<readonly [number | null, string | null]> {
    const child = this.#child;
    if (!child || child.exitCode !== null || child.signalCode !== null)
      return [child?.exitCode ?? null, null];
    const ended = once(child, "exit");
    child.kill(signal);
    const [code, by] = await ended;
    return [code, by];
  }

  /** Ends it at once and removes its data directory. */
  async destroy(): Promise<void> {
    await this.end("SIGKILL");
    rmSync(this.dataDirectory, { recursive: true, force: true });
  }
}
