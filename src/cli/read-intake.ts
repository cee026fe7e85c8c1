import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import type { FoundBuild, IntakePlan } from "../intake/found-build.ts";
import type { ExpectedBytes, FileFact, FoundFile } from "../intake/found-file.ts";
import { planIntake } from "../intake/plan.ts";
import { ok, type Result } from "../result.ts";
import { readInside } from "./archives/read-inside.ts";
import { EXIT, type Failure, fail } from "./command-result.ts";

/**
 * Finds the builds among files of a folder, also by what archives say inside; `isWanted` says which are opened. Refuses
 * `metadata_malformed`.
 */
export async function readIntake(
  root: string,
  files: readonly FoundFile[],
  isWanted: (path: string) => boolean = () => true,
): Promise<Result<IntakePlan, Failure>> {
  const outside = planIntake(files);
  if (!outside.ok) return fail(EXIT.usage, outside.error);
  const facts: FileFact[] = [];
  const paths = new Set([
    ...outside.value.builds.map(({ path }) => path),
    // What is left out may become clear inside.
    ...outside.value.leftOut.filter(({ why }) => why !== "not_understood").map(({ path }) => path),
  ]);
  for (const path of paths) {
    if (!isWanted(path)) continue;
    const inside = await readInside(join(root, path));
    if (!inside.ok) return fail(EXIT.usage, inside.error);
    if (inside.value) facts.push(inside.value);
  }
  const plan = planIntake(files, facts);
  return plan.ok ? plan : fail(EXIT.usage, plan.error);
}

/** The digests of a file. */
export interface FileDigests {
  /** Base64. */
  readonly sha512: string;
  /** Lower-case hex. */
  readonly sha256: string;
  /** Lower-case hex. */
  readonly sha1: string;
}

/** Reads a file once for all digests. */
export async function digestsOf(path: string): Promise<FileDigests> {
  const [sha512, sha256, sha1] = [createHash("sha512"), createHash("sha256"), createHash("sha1")];
  await pipeline(createReadStream(path), async (chunks) => {
    for await (const chunk of chunks) for (const hash of [sha512, sha256, sha1]) hash.update(chunk);
  });
  return { sha512: sha512.digest("base64"), sha256: sha256.digest("hex"), sha1: sha1.digest("hex") };
}

/** Refuses `digest_mismatch` if a file is not the one that a text beside it describes: it was packed again since. */
export function checkExpected(
  { path, size, expected }: FoundBuild,
  digests: FileDigests,
): Result<null, Failure> {
  const actual: Required<ExpectedBytes> = { size, ...digests };
  const wrong = (["size", "sha512", "sha256", "sha1"] as const).find(
    (name) => expected[name] !== undefined && expected[name] !== actual[name],
  );
  if (wrong === undefined) return ok(null);
  const message = `${path}: its ${wrong} is ${actual[wrong]}, and the text beside it says ${expected[wrong]}; pack it again, so that both are of one run`;
  return fail(EXIT.usage, { code: "digest_mismatch", message });
}
