import {
  CheckInImportAnswer,
  CheckInImportBody,
  CheckInImportQuery,
} from "../../contract/check-in-import.ts";
import { CheckInWriter } from "../../fleet/check-in-writer.ts";
import type { CheckIns } from "../../fleet/check-ins.ts";
import { ok } from "../../result.ts";
import { may } from "../../tenancy/permission.ts";
import { notAllowed } from "../../tenancy/refusals.ts";
import type { UpdatesContext } from "../../updates/updates-context.ts";
import type { Context } from "../context.ts";
import { endpoint } from "../endpoint.ts";
import { replayRequests } from "./replay-requests.ts";

export const importCheckIns = endpoint({
  method: "POST",
  path: "/v1/imports/check-ins",
  summary:
    "Note the check-ins of requests that a cache answered, from its log; the same ones again change nothing",
  query: CheckInImportQuery,
  body: CheckInImportBody,
  answer: CheckInImportAnswer,
  answersAfterwards: true,
  handle: async ({ actor, body, query, now }, context: Context & UpdatesContext) => {
    if (!may(actor, "manage_catalog")) return notAllowed("import check-ins");
    const retentionDays = context.config.retention.installationDays;
    const { checkIns, noted, skipped } = await replayRequests(context, body.requests, { now, retentionDays });
    if (!query.dryRun) await write(context, checkIns);
    const { surplus, unfit, unreadable } = checkIns;
    return ok({ noted, surplus, unfit: unfit + unreadable, skipped: [...skipped] });
  },
});

/** Writes them all at once, in the time of this call; throws what the database refuses. */
async function write({ store, now, fleet, config, log }: Context, checkIns: CheckIns): Promise<void> {
  let failed: unknown = null;
  const writer = new CheckInWriter(checkIns, {
    store,
    now,
    calendar: () => fleet.calendar,
    retention: config.retention,
    bounds: config.installationBounds,
    tell: (problem) => {
      failed = problem;
    },
    tellUnfit: (problem) => log.debug({ err: problem }, "an imported check-in cannot be stored"),
  });
  await writer.flush();
  if (failed !== null) throw failed;
}
