import { changeRelease as changed } from "../../catalog/release-change.ts";
import { IdParams } from "../../contract/fields.ts";
import { ReleaseAnswer, ReleasePatch } from "../../contract/release.ts";
import { ok } from "../../result.ts";
import { findRelease } from "../../store/tables/release-table.ts";
import { may } from "../../tenancy/permission.ts";
import { notAllowed, notFound } from "../../tenancy/refusals.ts";
import { change } from "../change.ts";
import { endpoint } from "../endpoint.ts";
import { toReleaseAnswer } from "./release-answer.ts";

export const changeRelease = endpoint({
  method: "PATCH",
  path: "/v1/releases/:id",
  summary: "Move a release's dates, publish, pause, resume or withdraw it, make it critical (R3, R18 to R20)",
  params: IdParams,
  entity: "release",
  body: ReleasePatch,
  answer: ReleaseAnswer,
  handle: async ({ actor, params: { id }, body }, context) => {
    if (!may(actor, "manage_catalog")) return notAllowed("change releases");
    return change(context, actor, async (transaction) => {
      const before = await findRelease(transaction.database, id);
      if (!before) return notFound("release");
      const after = changed(before, body);
      if (!after.ok) return after;
      if (after.value !== before) {
        await transaction.record({
          subject: "release",
          id,
          action: "change_release",
          before,
          after: after.value,
        });
      }
      return ok(toReleaseAnswer(after.value));
    });
  },
});
