import { IdParams } from "../../contract/fields.ts";
import { ReleaseAnswer } from "../../contract/release.ts";
import { ok } from "../../result.ts";
import { findRelease } from "../../store/tables/release-table.ts";
import { notFound } from "../../tenancy/refusals.ts";
import { endpoint } from "../endpoint.ts";
import { toReleaseAnswer } from "./release-answer.ts";

export const getRelease = endpoint({
  method: "GET",
  path: "/v1/releases/:id",
  summary: "One release",
  params: IdParams,
  entity: "release",
  answer: ReleaseAnswer,
  handle: async ({ params }, context) => {
    const release = await findRelease(context.store.database, params.id);
    return release ? ok(toReleaseAnswer(release)) : notFound("release");
  },
});
