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

const PROGRAM = join(import.meta.dirname, "answering-process.ts");

/** A process of a runtime that answers installations. */
export interface AnsweringProcess {
  readonly port: number;
  stop(): Promise<void>;
}

/** Installs a runtime from npm, once a run, and starts it. */
export async function startRuntime(name: keyof typeof RUNTIMES, parts: SentParts): Promise<AnsweringProcess> {
  const runtime = RUNTIMES[name];
  const folder = await madeOnce(`runtime-${name}`, (path) => install(path, runtime.package));
  const own = await mkdtemp(join(tmpdir(), "sluice-runtime-"));
  const file = join(own, "parts.json");
  await writeFile(file, JSON.stringify(parts));
  const program = join(folder, "node_modules", ".bin", name);
  const child = spawn(program, [...runtime.start, PROGRAM, file], { stdio: ["ignore", "pipe", "inherit"] });
  const ended = new Promise((resolve) => child.once("exit", resolve));
  const stop = async () => {
    child.kill();
    await ended;
    await rm(own, { recursive: true });
  };
  const port = await Promise.race([firstLine(child.stdout), ended.then(() => "")]);
  if (port === "") throw new Error(`${name} ended before it answered`);
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
