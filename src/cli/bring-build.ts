import { changeOf } from "../intake/carried.ts";
import type { FoundCompanion } from "../intake/found-build.ts";
import { ok, type Result } from "../result.ts";
import { type BuildFile, readBytes } from "./build-file.ts";
import { type Client, openAnswer, orFailure, readText } from "./client.ts";
import type { Failure } from "./command-result.ts";
import { digestsOf } from "./read-intake.ts";
import type { Terminal } from "./terminal.ts";
import { type AddedBuild, toSent, uploadBuild } from "./upload.ts";

/** What was done for a file: it is new, it carries something new, or all of it was there. */
export type BringDone = "added" | "changed" | "there";

export interface BroughtBuild {
  readonly build: AddedBuild;
  readonly done: BringDone;
}

/** Where a file is to go. */
export interface Destination {
  readonly client: Client;
  readonly terminal: Terminal;
  readonly releaseId: string;
  /** The builds that are there. */
  readonly known: readonly AddedBuild[];
}

/** Brings a file, what it carries and its companions to a release; only what is not there is sent. */
export async function bringBuild(to: Destination, file: BuildFile): Promise<Result<BroughtBuild, Failure>> {
  const { client, terminal, releaseId, known } = to;
  const same = known.find((build) => isSameBuild(build, file, releaseId));
  const there = same ? ok(same) : await uploadBuild(client, terminal, releaseId, file);
  if (!there.ok) return there;
  const completed = await completeBuild(client, there.value, file);
  if (!completed.ok) return completed;
  const { build, isChanged } = completed.value;
  return ok({ build, done: !same ? "added" : isChanged ? "changed" : "there" });
}

/** Whether a build is this file already: the same bytes, for the same, under the same name. */
export function isSameBuild(build: AddedBuild, file: BuildFile, releaseId: string): boolean {
  return (
    build.releaseId === releaseId &&
    build.sha512 === file.sha512 &&
    build.platform === file.platform &&
    build.arch === file.arch &&
    build.format === file.format &&
    build.fileName === file.fileName
  );
}

/** Gives a build what its file carries and it does not, and the companions that it lacks. */
export async function completeBuild(
  client: Client,
  before: AddedBuild,
  { carried, companions }: BuildFile,
): Promise<Result<{ readonly build: AddedBuild; readonly isChanged: boolean }, Failure>> {
  const { id } = before;
  const change = changeOf(before, carried);
  const missing: FoundCompanion[] = [];
  for (const companion of companions) {
    if (!(await isThere(before, companion))) missing.push(companion);
  }
  if (change) {
    const body = { ...change, updaters: toSent(change.updaters ?? {}) };
    const changed = await orFailure(client.api.PATCH("/v1/builds/{id}", { params: { path: { id } }, body }));
    if (!changed.ok) return changed;
  }
  for (const companion of missing) {
    const sent = await sendCompanion(client, id, companion);
    if (!sent.ok) return sent;
  }
  if (!change && missing.length === 0) return ok({ build: before, isChanged: false });
  const after = await orFailure(client.api.GET("/v1/builds/{id}", { params: { path: { id } } }));
  return after.ok ? ok({ build: after.value.body, isChanged: true }) : after;
}

/** Whether a build has a companion with these bytes, said to be the same. */
export async function isThere({ companions }: AddedBuild, file: FoundCompanion): Promise<boolean> {
  const { sha512 } = await digestsOf(file.path);
  return companions.some(
    (one) =>
      one.sha512 === sha512 &&
      one.kind === file.kind &&
      one.from === file.from &&
      one.edSignature === file.edSignature,
  );
}

async function sendCompanion(
  client: Client,
  id: string,
  { path, fileName, size, kind, from, edSignature }: FoundCompanion,
): Promise<Result<null, Failure>> {
  const { sha256 } = await digestsOf(path);
  const query = { kind, fileName, from: from ?? undefined, edSignature: edSignature ?? undefined, sha256 };
  const stream = readBytes(path, () => undefined);
  const sent = await openAnswer(client, "POST", `/v1/builds/${id}/companions`, { query, stream, size });
  if (!sent.ok) return sent;
  const read = await readText(client, sent.value);
  return read.ok ? ok(null) : read;
}
