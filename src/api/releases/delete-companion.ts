import { CompanionParams } from "../../contract/release.ts";
import { ok } from "../../result.ts";
import { perform } from "../change.ts";
import { endpoint } from "../endpoint.ts";

export const deleteCompanion = endpoint({
  method: "DELETE",
  path: "/v1/builds/:id/companions/:sha256",
  summary: "Take a block map or a delta from a build",
  params: CompanionParams,
  entity: "build",
  handle: async ({ actor, params: { id, sha256 } }, context) => {
    const done = await perform(context, actor, { kind: "delete_companion", buildId: id, sha256 });
    return done.ok ? ok(undefined) : done;
  },
});
