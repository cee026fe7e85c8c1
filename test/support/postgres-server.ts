import { type ChildProcess, execFile, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { chownSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import { findPostgres } from "./postgres-files.ts";

const USER = "sluice";
const PASSWORD = "only-for-tests";

/** PostgreSQL never runs as root; as root, it is run as the user who owns nothing. */
const OWNER: { readonly uid: number; readonly gid: number } | { readonly uid?: undefined } =
  process.getuid?.() === 0 ? { uid: idOf("-u"), gid: idOf("-g") } : {};

/** A real PostgreSQL of our own, on a free port of 127.0.0.1 and in a directory of its own. */
export class PostgresServer {
  readonly #directory: string;
  readonly #data: string;
  readonly #settings: readonly string[];
  #port = 0;
  #process: ChildProcess | null = null;
  /** Stops it and removes its directory if the process exits early. */
  readonly #endAtExit = () => {
    this.#process?.kill("SIGQUIT");
    this.#remove();
  };

  /** `durable` false: without fsync, for tests that lose nothing when the machine stops. */
  constructor({ durable }: { durable: boolean }) {
    this.#directory = mkdtempSync(join(tmpdir(), "sluice-postgres-"));
    this.#data = join(this.#directory, "data");
    this.#settings = [
      "listen_addresses=127.0.0.1",
      "unix_socket_directories=",
      "shared_buffers=32MB",
      "max_connections=60",
      `fsync=${durable ? "on" : "off"}`,
    ];
  }

  urlOf(database: string): string {
    return `postgres://${USER}:${PASSWORD}@127.0.0.1:${this.#port}/${database}`;
  }

  /** Creates the database directory and starts. */
  async create(): Promise<void> {
    const passwordFile = join(this.#directory, "password");
    writeFileSync(passwordFile, PASSWORD);
    mkdirSync(this.#data);
    if (OWNER.uid !== undefined) {
      for (const path of [this.#directory, this.#data, passwordFile]) chownSync(path, OWNER.uid, OWNER.gid);
    }
    this.#port = await findFreePort();
    await promisify(execFile)(
      findPostgres().initdb,
      [
        ...["--pgdata", this.#data, "--username", USER, "--pwfile", passwordFile],
        ...["--auth", "password", "--encoding", "UTF8", "--locale", "C", "--no-sync"],
      ],
      OWNER,
    );
    await this.start();
  }

  /** Starts it, retrying for a while: right after a hard kill it can meet its own stale process file. */
  async start(): Promise<void> {
    let problem: unknown;
    for (let attempt = 0; attempt < 40; attempt++) {
      try {
        return await this.#startOnce();
      } catch (error) {
        problem = error;
        await sleep(250);
      }
    }
    throw problem;
  }

  async #startOnce(): Promise<void> {
    const settings = this.#settings.flatMap((setting) => ["-c", setting]);
    const location = ["-D", this.#data, "-p", String(this.#port)];
    const server = spawn(findPostgres().postgres, [...location, ...settings], {
      ...OWNER,
      stdio: ["ignore", "ignore", "pipe"],
      env: { ...process.env, LC_MESSAGES: "C" },
    });
    const log: string[] = [];
    await new Promise<void>((resolve, reject) => {
      server.once("error", reject);
      server.once("exit", () => reject(new Error(`PostgreSQL did not start: ${log.join("")}`)));
      server.stderr.on("data", (chunk) => {
        log.push(String(chunk));
        if (String(chunk).includes("ready to accept connections")) resolve();
      });
    });
    this.#process = server;
    process.once("exit", this.#endAtExit);
  }

  /** Sends `kill -9` to the server and every process that it started. */
  async kill(): Promise<void> {
    const server = this.#process;
    if (!server?.pid) return;
    const children = childrenOf(server.pid);
    await this.#end("SIGKILL", () => {
      for (const id of children) killQuietly(id);
    });
  }

  /** Stops it and removes its directory. */
  async destroy(): Promise<void> {
    await this.#end("SIGQUIT");
    this.#remove();
  }

  /** Removes the directory, retrying for a while: processes that it started may still be writing. */
  #remove(): void {
    rmSync(this.#directory, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
  }

  async #end(signal: NodeJS.Signals, also: () => void = () => {}): Promise<void> {
    const server = this.#process;
    if (!server) return;
    this.#process = null;
    process.off("exit", this.#endAtExit);
    const ended = once(server, "exit");
    server.kill(signal);
    also();
    await ended;
  }
}

function idOf(kind: "-u" | "-g"): number {
  return Number(execFileSync("id", [kind, "nobody"], { encoding: "utf8" }));
}

function findFreePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => (typeof address === "object" && address ? resolve(address.port) : reject(address)));
    });
  });
}

/** The process ids with this parent; none without /proc, and then they end by themselves. */
function childrenOf(parent: number): readonly number[] {
  try {
    return readdirSync("/proc")
      .filter((name) => /^\d+$/.test(name))
      .map(Number)
      .filter((id) => parentOf(id) === parent);
  } catch {
    return [];
  }
}

function parentOf(id: number): number | null {
  try {
    const status = readFileSync(`/proc/${id}/stat`, "utf8");
    return Number(status.slice(status.lastIndexOf(")") + 2).split(" ")[1]);
  } catch {
    return null;
  }
}

function killQuietly(id: number): void {
  try {
    process.kill(id, "SIGKILL");
  } catch {
    // It has ended already.
  }
}
