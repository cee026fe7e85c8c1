import type {
  ChangeOrganizationSettings,
  ReturnToInheritance,
} from "../commands/organizations/organization-settings.ts";
import type { Schedule } from "../policy/schedule.ts";

interface Body<S extends Schedule | "inherit" | null> {
  readonly schedule?: S | undefined;
  readonly allowCustomerOverride?: boolean | undefined;
}

/** A settings body as the policy reads it: what was left out is absent, not undefined. */
export function toPolicyChange<S extends Schedule | "inherit" | null>(
  body: Body<S>,
): { schedule?: S; allowCustomerOverride?: boolean } {
  return {
    ...(body.schedule !== undefined && { schedule: body.schedule }),
    ...(body.allowCustomerOverride !== undefined && { allowCustomerOverride: body.allowCustomerOverride }),
  };
}

/** The command for one organization's settings; `inherit` is the return to inheritance (R9). */
export function toSettingsCommand(
  id: string,
  body: Body<Schedule | "inherit">,
): ChangeOrganizationSettings | ReturnToInheritance {
  const { schedule, ...others } = body;
  if (schedule === "inherit") return { kind: "return_to_inheritance", id };
  return { kind: "change_organization_settings", id, change: toPolicyChange({ ...others, schedule }) };
}
