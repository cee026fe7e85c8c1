import { changePartnerSettings as changed, type PartnerChange } from "../../policy/change.ts";
import type { ConfiguredPartner } from "../../policy/editability.ts";
import { ok, type Refusal, type Result } from "../../result.ts";
import type { Database } from "../../store/database.ts";
import { levelOf } from "../../tenancy/actor.ts";
import type { Attempt } from "../../tenancy/attempt.ts";
import { notFound } from "../../tenancy/refusals.ts";
import type { Definition } from "../definition.ts";
import { findVisiblePartner } from "./find-visible-partner.ts";

/** R6, R12: sets one schedule for all customers of a partner, or whether they may override it. */
export interface ChangePartnerSettings {
  readonly kind: "change_partner_settings";
  readonly id: string;
  readonly change: PartnerChange;
}

interface DecidedPartner {
  readonly before: ConfiguredPartner;
  readonly after: ConfiguredPartner;
}

/** The partner with its settings before and after the command; also used by previews. Records nothing. */
export async function decidePartnerSettings(
  database: Database,
  attempt: Attempt,
  { id, change }: Omit<ChangePartnerSettings, "kind">,
): Promise<Result<DecidedPartner, Refusal>> {
  if (levelOf(attempt.actor.role) === "organization") return notFound("partner");
  const before = await findVisiblePartner(database, attempt.actor, id);
  if (!before) return notFound("partner");
  const settings = changed(before, change, attempt);
  return settings.ok ? ok({ before, after: { ...before, settings: settings.value } }) : settings;
}

export const changePartnerSettings: Definition<ChangePartnerSettings, ConfiguredPartner> = {
  perform: async (change, attempt, command) => {
    const decided = await decidePartnerSettings(change.database, attempt, command);
    if (!decided.ok) return decided;
    const [before, after] = [decided.value.before.settings, decided.value.after.settings];
    if (after !== before) {
      const { kind: action, id } = command;
      await change.record({ subject: "partner_settings", id, action, before, after });
    }
    return ok(decided.value.after);
  },
};
