import { IdParams } from "../../contract/fields.ts";
import { ReleaseAnswer, ReleasePatch } from "../../contract/release.ts";
import { perform } from "../change.ts";
import { endpoint } from "../endpoint.ts";
import { toReleaseAnswer } from "./release-answer.ts";

export const changeRelease = endpoint({
  method: "PATCH",
  path: "/v1/releases/:id",
  summary:
    "Move a release's dates, publish, pause, resume or withdraw it, make it critical (R3, R18 to R20), a floor (R28), end its support or life (R29, R30) or block it for some computers (R31)",
  params: IdParams,
  entity: "release",
  body: ReleasePatch,
  answer: ReleaseAnswer,
  handle: ({ actor, params: { id }, body }, context) =>
    perform(context, actor, { kind: "change_release", id, change: body }, toReleaseAnswer),
});
