import { err, ok, type Refusal, type Result, refuse } from "../result.ts";
import { type Actor, levelOf } from "./actor.ts";
import { notAllowed } from "./refusals.ts";

/** The number that each partner has for an organization in its own systems, by the partner's id; only of those that gave one. */
export type CustomerNumbers = Readonly<Record<string, string>>;

/** The most characters of a number. */
export const LONGEST_NUMBER = 60;

/** No partner gave a number. */
export const NO_NUMBERS: CustomerNumbers = {};

/** A number given to an organization by a partner; null takes it away. */
export interface CustomerNumberChange {
  readonly partnerId: string;
  readonly number: string | null;
}

/** Whether a viewer may know a partner's numbers: its own people and the vendor (docs/decisions/0039). */
function seesNumbersOf(viewer: Pick<Actor, "role" | "partnerId">, partnerId: string): boolean {
  switch (levelOf(viewer.role)) {
    case "vendor":
      return true;
    case "partner":
      return viewer.partnerId === partnerId;
    case "organization":
      return false;
  }
}

/** The numbers that a viewer may know. */
export function numbersAsSeenBy(
  viewer: Pick<Actor, "role" | "partnerId">,
  numbers: CustomerNumbers,
): CustomerNumbers {
  return toNumbers(Object.entries(numbers).filter(([partnerId]) => seesNumbersOf(viewer, partnerId)));
}

/**
 * The numbers after a change, of the partners that serve the organization then. Refuses `not_allowed` for the number of
 * another partner, and `customer_number_without_partner` for that of a partner that does not serve it.
 */
export function changeNumbers(
  actor: Actor,
  before: CustomerNumbers,
  partnerIds: readonly string[],
  changes: readonly CustomerNumberChange[],
): Result<CustomerNumbers, Refusal> {
  if (!changes.every(({ partnerId }) => seesNumbersOf(actor, partnerId)))
    return notAllowed("give the number of another partner");
  if (!changes.every(({ partnerId }) => partnerIds.includes(partnerId))) return err(WITHOUT_PARTNER);
  const changed = new Map(Object.entries(before).filter(([partnerId]) => partnerIds.includes(partnerId)));
  for (const { partnerId, number } of changes) {
    if (number === null) changed.delete(partnerId);
    else changed.set(partnerId, number);
  }
  return ok(toNumbers([...changed]));
}

const WITHOUT_PARTNER = refuse(
  "customer_number_without_partner",
  "A customer number is that of a partner which serves the organization; name one that does.",
);

/** Numbers in the order of their partners' ids, so that the same ones are written alike. */
export function toNumbers(entries: readonly (readonly [string, string])[]): CustomerNumbers {
  return Object.fromEntries([...entries].sort(([one], [other]) => (one < other ? -1 : 1)));
}
