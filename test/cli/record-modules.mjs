// Writes the address of every module that a process loads into the file MODULES_FILE, one a line.
import { appendFileSync } from "node:fs";
import { register } from "node:module";
import { isMainThread } from "node:worker_threads";

// Hooks run in a thread of their own, which loads this file once more.
if (isMainThread) register(import.meta.url);

export async function load(url, context, next) {
  appendFileSync(process.env.MODULES_FILE, `${url}\n`);
  return next(url, context);
}
