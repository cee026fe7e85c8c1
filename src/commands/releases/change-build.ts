import type { Build, MoreProofs } from "../../catalog/build.ts";
import {
  type BuildChange,
  changeBuild as changed,
  removeCompanion,
  addCompanion as withCompanion,
  addProofs as withProofs,
} from "../../catalog/build-change.ts";
import { checkBuild } from "../../catalog/build-fit.ts";
import type { Companion } from "../../catalog/updaters.ts";
import { ok, type Refusal, type Result } from "../../result.ts";
import type { Database } from "../../store/database.ts";
import type { Change } from "../../store/ledger/change.ts";
import { type BuildOfRelease, findBuilds } from "../../store/tables/build-table.ts";
import { findRelease } from "../../store/tables/release-table.ts";
import { may } from "../../tenancy/permission.ts";
import { notAllowed, notFound } from "../../tenancy/refusals.ts";
import type { CommandResult, Definition } from "../definition.ts";

/** R22: changes what a build carries for updaters. Its file stays as it is. */
export interface ChangeBuild {
  readonly kind: "change_build";
  readonly id: string;
  readonly change: BuildChange;
}

/** Adds a companion file to a build, whose bytes are kept by then. The same bytes again are the same companion. */
export interface AddCompanion {
  readonly kind: "add_companion";
  readonly buildId: string;
  readonly companion: Companion;
}

/** Takes a companion file from a build. Its bytes stay kept. */
export interface DeleteCompanion {
  readonly kind: "delete_companion";
  readonly buildId: string;
  /** Lower-case hex. */
  readonly sha256: string;
}

/** Adds what the file of a build can be verified by, and was not known yet. */
export interface AddDigests {
  readonly kind: "add_digests";
  readonly id: string;
  readonly proofs: MoreProofs;
}

export const changeBuild: Definition<ChangeBuild, BuildOfRelease> = {
  permit: (actor) => (may(actor, "manage_catalog") ? ok(true) : notAllowed("change builds")),
  perform: (change, _, { kind: action, id, change: asked }) =>
    replace(change, { action, id }, (before) => ok(changed(before, asked))),
};

export const addCompanion: Definition<AddCompanion, BuildOfRelease> = {
  permit: (actor) => (may(actor, "manage_catalog") ? ok(true) : notAllowed("add files to builds")),
  perform: (change, _, { kind: action, buildId: id, companion }) =>
    replace(change, { action, id }, (before) => ok(withCompanion(before, companion))),
};

export const deleteCompanion: Definition<DeleteCompanion, BuildOfRelease> = {
  permit: (actor) => (may(actor, "manage_catalog") ? ok(true) : notAllowed("delete files of builds")),
  perform: (change, _, { kind: action, buildId: id, sha256 }) =>
    replace(change, { action, id }, (before) => {
      const after = removeCompanion(before, sha256);
      return after === before ? notFound("companion file") : ok(after);
    }),
};

export const addDigests: Definition<AddDigests, BuildOfRelease> = {
  permit: (actor) => (may(actor, "manage_catalog") ? ok(true) : notAllowed("add digests to builds")),
  perform: (change, _, { kind: action, id, proofs }) =>
    replace(change, { action, id }, (before) => ok(withProofs(before, proofs))),
};

interface Replacing {
  readonly action: string;
  readonly id: string;
}

/** Records a build with something else in its place, if that fits it. */
async function replace(
  change: Change,
  { action, id }: Replacing,
  decide: (before: Build) => Result<Build, Refusal>,
): CommandResult<BuildOfRelease> {
  const found = await findBuild(change.database, id);
  if (!found) return notFound("build");
  const { build: before, release } = found;
  const decided = decide(before);
  const after = decided.ok ? checkBuild(decided.value, release) : decided;
  if (!after.ok) return after;
  if (after.value !== before) {
    await change.record({ subject: "build", id, action, before, after: after.value });
  }
  return ok({ build: after.value, release });
}

/** A build with its release, or null if there is none. */
async function findBuild(database: Database, id: string): Promise<BuildOfRelease | null> {
  const [build] = await findBuilds(database, [id]);
  const release = build && (await findRelease(database, build.releaseId));
  return build && release ? { build, release } : null;
}
