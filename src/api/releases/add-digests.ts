import type { Build, MoreProofs } from "../../catalog/build.ts";
import { permit } from "../../commands/perform.ts";
import { IdParams } from "../../contract/fields.ts";
import { BuildAnswer } from "../../contract/release.ts";
import { err, ok, type Refusal, type Result, refuse } from "../../result.ts";
import type { BuildFiles } from "../../store/files/build-files.ts";
import { measureBytes } from "../../store/files/measured-bytes.ts";
import { notFound } from "../../tenancy/refusals.ts";
import { perform } from "../change.ts";
import { endpoint } from "../endpoint.ts";
import { findVisibleBuild } from "./find-visible-build.ts";
import type { BuildFilesContext } from "./receive-build.ts";
import { toBuildAnswer } from "./release-answer.ts";

export const addDigests = endpoint({
  method: "POST",
  path: "/v1/builds/:id/digests",
  summary:
    "Compute, from the file that is kept here, the digests that a build from an earlier version of the server lacks (SHA-1)",
  params: IdParams,
  entity: "build",
  answer: BuildAnswer,
  handle: async ({ actor, now, params: { id } }, context: BuildFilesContext) => {
    const permitted = permit(actor, "add_digests");
    if (!permitted.ok) return permitted;
    const found = await findVisibleBuild(context, { actor, at: now }, id);
    if (!found) return notFound("build");
    // A file of gigabytes is read before the change holds the ledger's lock; it never changes.
    const proofs = await digestsOf(context.buildFiles, found.build);
    if (!proofs.ok) return proofs;
    const command = { kind: "add_digests", id, proofs: proofs.value } as const;
    return perform(context, actor, command, ({ build, release }) => toBuildAnswer(context, build, release));
  },
});

/** The digests of the file of a build: those that are known, or else of its bytes, if they are still what they were. */
async function digestsOf(
  buildFiles: BuildFiles,
  { sha256, size, proofs }: Build,
): Promise<Result<MoreProofs, Refusal>> {
  if (proofs.sha1 !== undefined) return ok(proofs);
  if (sha256 === null) return err(ELSEWHERE);
  const opened = await buildFiles.open(sha256);
  if (!opened.ok) return opened;
  if (!opened.value) return err(UNREADABLE);
  const measuring = measureBytes(opened.value.read(), { maxBytes: size, expectedSha256: sha256 });
  let next = await measuring.next();
  while (!next.done) next = await measuring.next();
  return next.value.ok ? ok(next.value.value.proofs) : err(UNREADABLE);
}

const ELSEWHERE = refuse(
  "details_do_not_fit",
  "The file of this build is hosted elsewhere; add the build again with its sha1.",
);
const UNREADABLE = refuse(
  "builds_unreachable",
  "The kept file of this build is missing, damaged or cannot be read to its end, and nothing was changed; upload the file again.",
);
