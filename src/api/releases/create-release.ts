import { randomUUID } from "node:crypto";
import type { z } from "zod";
import type { Release } from "../../catalog/release.ts";
import { checkRelease } from "../../catalog/release-change.ts";
import { formatVersion } from "../../catalog/version.ts";
import { ReleaseAnswer, ReleaseBody } from "../../contract/release.ts";
import { err, ok, type Refusal, type Result, refuse } from "../../result.ts";
import type { Database } from "../../store/database.ts";
import { findReleaseByVersion } from "../../store/tables/release-table.ts";
import { may } from "../../tenancy/permission.ts";
import { change } from "../change.ts";
import { endpoint } from "../endpoint.ts";
import { notAllowed } from "../refusals.ts";
import { toReleaseAnswer } from "./release-answer.ts";

export const createRelease = endpoint({
  method: "POST",
  path: "/v1/releases",
  summary: "Enter a release with its dates (R3); planned unless said otherwise (R19)",
  body: ReleaseBody,
  answer: ReleaseAnswer,
  makes: "release",
  status: 201,
  handle: async ({ actor, body }, context) => {
    if (!may(actor, "manage_catalog")) return notAllowed("add releases");
    return change(context, actor, async (transaction) => {
      const release = await newRelease(transaction.database, body);
      if (!release.ok) return release;
      const { id } = release.value;
      const entry = { subject: "release", id, action: "create_release", before: null } as const;
      await transaction.record({ ...entry, after: release.value });
      return ok(toReleaseAnswer(release.value));
    });
  },
});

/** The release that is to be entered. Refuses `version_exists` and `slow_before_automatic`. */
export async function newRelease(
  database: Database,
  body: z.output<typeof ReleaseBody>,
): Promise<Result<Release, Refusal>> {
  const release = checkRelease(toRelease(body));
  if (!release.ok || !(await findReleaseByVersion(database, body.version))) return release;
  const message = `Version ${formatVersion(body.version)} is in the calendar already; change that one.`;
  return err(refuse("version_exists", message));
}

/** A new release from what was said of it. */
export function toRelease(body: z.output<typeof ReleaseBody>): Release {
  return {
    id: randomUUID(),
    version: body.version,
    automaticAt: body.automaticAt,
    slowAt: body.slowAt ?? null,
    rolloutDays: body.rolloutDays ?? 0,
    critical: body.critical ?? null,
    notes: body.notes ?? "",
    state: body.state ?? "planned",
  };
}
