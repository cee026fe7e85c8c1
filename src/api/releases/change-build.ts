import type { Build } from "../../catalog/build.ts";
import { changeBuild as changed } from "../../catalog/build-change.ts";
import { checkBuild } from "../../catalog/build-fit.ts";
import type { Updaters } from "../../catalog/updaters.ts";
import { permit } from "../../commands/perform.ts";
import { IdParams } from "../../contract/fields.ts";
import { BuildAnswer, BuildPatch } from "../../contract/release.ts";
import { notFound } from "../../tenancy/refusals.ts";
import { perform } from "../change.ts";
import { endpoint } from "../endpoint.ts";
import { claimsOf } from "../signatures/file-inspection.ts";
import { verifyKeptFile } from "../signatures/verify-kept-file.ts";
import { findVisibleBuild } from "./find-visible-build.ts";
import type { BuildFilesContext } from "./receive-build.ts";
import { toBuildAnswer } from "./release-answer.ts";

export const changeBuild = endpoint({
  method: "PATCH",
  path: "/v1/builds/:id",
  summary:
    "Change what a build carries: the version of its app, the systems that it is for (R32), and for each protocol that is named its signatures and details; null takes them away",
  params: IdParams,
  entity: "build",
  body: BuildPatch,
  answer: BuildAnswer,
  handle: async ({ actor, body, now, params: { id } }, context: BuildFilesContext) => {
    const permitted = permit(actor, "change_build");
    if (!permitted.ok) return permitted;
    const found = await findVisibleBuild(context, { actor, at: now }, id);
    if (!found) return notFound("build");
    const { build, release } = found;
    const after = checkBuild(changed(build, body), release);
    if (!after.ok) return after;
    // A file of gigabytes is read before the change holds the ledger's lock; it never changes.
    const claims = claimsOf(context.fleet.product, newDetails(build, after.value));
    const verified = await verifyKeptFile(context.buildFiles, claims, build);
    if (!verified.ok) return verified;
    const command = { kind: "change_build", id, change: body } as const;
    return perform(context, actor, command, (done) => toBuildAnswer(context, done.build, done.release));
  },
});

/** The details of those protocols of which something is said now. */
function newDetails(before: Build, after: Build): Updaters {
  const names = Object.keys(after.updaters) as (keyof Updaters)[];
  const isNew = (name: keyof Updaters) => after.updaters[name] !== before.updaters[name];
  return Object.fromEntries(names.filter(isNew).map((name) => [name, after.updaters[name]]));
}
