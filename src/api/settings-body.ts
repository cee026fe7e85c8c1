import type { Schedule } from "../policy/schedule.ts";

interface Body<S extends Schedule | "inherit" | null> {
  readonly schedule?: S | undefined;
  readonly allowCustomerOverride?: boolean | undefined;
}

/** A settings body as the policy takes it: what was left out is absent, not undefined. */
export function toPolicyChange<S extends Schedule | "inherit" | null>(
  body: Body<S>,
): { schedule?: S; allowCustomerOverride?: boolean } {
  return {
    ...(body.schedule !== undefined && { schedule: body.schedule }),
    ...(body.allowCustomerOverride !== undefined && { allowCustomerOverride: body.allowCustomerOverride }),
  };
}
