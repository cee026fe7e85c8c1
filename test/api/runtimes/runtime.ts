import { spawn } from "node:child_process";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { madeOnce } from "../../support/made-once.ts";
import type { SentParts } from "./sent-parts.ts";

/** The runtimes beside Node that the room `updates/` runs on: their packages, and how they start a program. */
export const RUNTIMES = {
  bun: { package: "bun@1.4.4", start: ["run"] },
  deno: { package: "deno@2.9.6", start: ["run", "--allow-all", "--no-lock"] },
} as const;

/** The name of such a runtime. */
export type RuntimeName = keyof typeof RUNTIMES;

/** A process of a runtime that answers installations. */
export interface AnsweringProcess {
  readonly port: number;
  stop(): Promise<void>;
}

/** Installs a runtime from npm, once a run; gives the command that runs a program with it. */
export async function runtimeCommand(name: RuntimeName): Promise<readonly [string, ...string[]]> {
  const runtime = RUNTIMES[name];
  const folder = await madeOnce(`runtime-${name}`, (path) => install(path, runtime.package));
  return [join(folder, "node_modules", ".bin", name), ...runtime.start];
}

/** Starts `answering-process.ts` on a runtime. */
export async function startRuntime(name: RuntimeName, parts: SentParts): Promise<AnsweringProcess> {
  const own = await mkdtemp(join(tmpdir(), "sluice-runtime-"));
  const file = join(own, "parts.json");
  await writeFile(file, JSON.stringify(parts));
  const running = await startProgram(name, "answering-process.ts", [file]);
  const stop = async () => {
    await running.stop();
    await rm(own, { recursive: true });
  };
  return { port: running.port, stop };
}

/** Starts a program of this folder, whose first line of output is its port, on a runtime. */
export async function startProgram(
  name: RuntimeName,
  program: string,
  args: readonly string[],
): Promise<AnsweringProcess> {
  const [command, ...options] = await runtimeCommand(name);
  const path = join(import.meta.dirname, program);
  const child = spawn(command, [...options, path, ...args], { stdio: ["ignore", "pipe", "inherit"] });
  const ended = new Promise((resolve) => child.once("exit", resolve));
  const port = await Promise.race([firstLine(child.stdout), ended.then(() => "")]);
  if (port === "") throw new Error(`${name} ended before it answered`);
  const stop = async () => {
    child.kill();
    await ended;
  };
  return { port: Number(port), stop };
}

async function firstLine(output: NodeJS.ReadableStream): Promise<string> {
  for await (const bytes of output) return String(bytes).trim();
  return "";
}

async function install(folder: string, what: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  const quiet = ["--no-audit", "--no-fund", "--no-save", "--loglevel=error"];
  const child = spawn("npm", ["install", "--prefix", folder, ...quiet, what], {
    cwd: folder,
    stdio: "inherit",
    shell: process.platform === "win32",
  });
  const code = await new Promise((resolve) => child.once("exit", resolve));
  if (code !== 0) throw new Error(`${what} could not be installed`);
}
