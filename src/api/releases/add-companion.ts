import { misfitOfCompanion } from "../../catalog/companion-fit.ts";
import type { Companion } from "../../catalog/updaters.ts";
import { permit } from "../../commands/perform.ts";
import { IdParams } from "../../contract/fields.ts";
import { CompanionAnswer, CompanionQuery } from "../../contract/updaters.ts";
import { err, ok, type Refusal, type Result, refuse } from "../../result.ts";
import { notFound } from "../../tenancy/refusals.ts";
import { answerOnce } from "../answer-once.ts";
import { perform } from "../change.ts";
import { EntityGuard } from "../if-match.ts";
import { findVisibleBuild } from "./find-visible-build.ts";
import { malformed } from "./malformed.ts";
import { isStream, OCTETS, octetsEndpoint, type SentFile } from "./octets.ts";
import type { BuildFilesContext } from "./receive-build.ts";
import { receiveCompanion } from "./receive-companion.ts";

/** `POST /v1/builds/{id}/companions`: the bytes of a file that belongs to a build, described in the query. */
export const addCompanion = octetsEndpoint(
  {
    method: "POST",
    path: "/v1/builds/:id/companions",
    summary:
      "Add a file that belongs to a build: its block map, or the delta from an older version; the same bytes again are the same file, described anew",
    params: IdParams,
    query: CompanionQuery,
    bodyTypes: [OCTETS],
    answer: CompanionAnswer,
    status: 201,
  },
  async (context, sent, reply) => {
    const given = await read(context, sent);
    if (!given.ok) return given;
    const companion = given.value;
    const entityGuard = new EntityGuard("build", () => sent.id);
    const kept = { status: 201, answer: CompanionAnswer, content: JSON.stringify(companion), entityGuard };
    const command = { kind: "add_companion", buildId: sent.id, companion } as const;
    return ok(
      await answerOnce(context, reply, kept, (guarded) =>
        perform(guarded, sent.actor, command, () => companion),
      ),
    );
  },
);

/** The companion that was sent, with its description; its bytes are kept by then. */
async function read(
  context: BuildFilesContext,
  { actor, id, query, body }: SentFile,
): Promise<Result<Companion, Refusal>> {
  const permitted = permit(actor, "add_companion");
  if (!permitted.ok) return permitted;
  const found = await findVisibleBuild(context, { actor, at: context.now() }, id);
  if (!found) return notFound("build");
  const described = CompanionQuery.safeParse(query);
  if (!described.success) return malformed(described.error);
  if (!isStream(body)) return err(NO_BYTES);
  const { from = null, edSignature = null } = described.data;
  // A file that does not belong here is refused before its bytes are taken; the command looks again.
  const likely = { ...described.data, from, edSignature, size: 0, sha256: "", sha512: "", sha1: "" };
  const wrong = misfitOfCompanion(likely, found.build, found.release);
  if (wrong !== null) return err(refuse("companion_does_not_fit", `${likely.fileName}: ${wrong}`));
  return receiveCompanion(context, found.build, described.data, body);
}

const NO_BYTES = refuse("build_empty", "Send the bytes of the file as application/octet-stream.");
