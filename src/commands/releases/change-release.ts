import type { Release } from "../../catalog/release.ts";
import { changeRelease as changed, type ReleaseChange } from "../../catalog/release-change.ts";
import type { Instant } from "../../instant.ts";
import { ok, type Refusal, type Result } from "../../result.ts";
import type { Database } from "../../store/database.ts";
import { findRelease } from "../../store/tables/release-table.ts";
import { may } from "../../tenancy/permission.ts";
import { notAllowed, notFound } from "../../tenancy/refusals.ts";
import type { Definition } from "../definition.ts";
import { checkLimitsNow } from "./check-limits.ts";

/** R3, R18 to R20, R28 to R31: moves a release's dates, publishes, pauses, resumes or withdraws it, makes it critical, limits it. */
export interface ChangeRelease {
  readonly kind: "change_release";
  readonly id: string;
  readonly change: ReleaseChange;
}

interface DecidedRelease {
  readonly before: Release;
  readonly after: Release;
}

export const changeRelease: Definition<ChangeRelease, Release> = {
  permit: (actor) => (may(actor, "manage_catalog") ? ok(true) : notAllowed("change releases")),
  perform: async (change, { at }, command) => {
    const decided = await decideReleaseChange(change.database, command, at);
    if (!decided.ok) return decided;
    const { before, after } = decided.value;
    if (after !== before) {
      const { kind: action, id } = command;
      await change.record({ subject: "release", id, action, before, after });
    }
    return ok(after);
  },
};

/** The release before and after the command; also used by previews. Records nothing. */
export async function decideReleaseChange(
  database: Database,
  { id, change }: Omit<ChangeRelease, "kind">,
  at: Instant,
): Promise<Result<DecidedRelease, Refusal>> {
  const before = await findRelease(database, id);
  if (!before) return notFound("release");
  const after = changed(before, change);
  if (!after.ok) return after;
  const decided = { before, after: after.value };
  const checked = await checkLimitsNow(database, decided, at);
  return checked.ok ? ok(decided) : checked;
}
