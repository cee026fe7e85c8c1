import type { OrganizationLine } from "../../contract/bulk-data.ts";
import { refuse } from "../../result.ts";
import { findNumbers } from "../../store/tables/customer-numbers.ts";
import { findOrganizationsKnownBy } from "../../store/tables/organization-names.ts";
import type { CustomerNumberChange } from "../../tenancy/customer-number.ts";
import type { Organization } from "../../tenancy/organization.ts";
import { seesOrganization } from "../../tenancy/permission.ts";
import { textKey } from "../../tenancy/text-key.ts";
import type { LineIdentity } from "./line-identity.ts";

type Known = Pick<Organization, "name" | "partnerIds" | "customerNumbers">;

/**
 * The same organization has the same number of the same partner; or the same name in any case, under one of the same partners
 * or also under none, unless that partner has a number for either and they differ.
 */
export const ORGANIZATION_IDENTITY: LineIdentity<OrganizationLine> = {
  keysOf: (line) => keysOf(toKnown(line)),
  sameKeysOf: (line) => sameKeysOf(toKnown(line)),
  findStored: async (database, actor, lines) => {
    const numbers = lines.flatMap(toNumberChanges);
    const partnerIds = [...new Set(numbers.map(({ partnerId }) => partnerId))];
    const inUse = await findNumbers(database, partnerIds, [
      ...new Set(numbers.map(({ number }) => textKey(number))),
    ]);
    const found = await findOrganizationsKnownBy(database, {
      names: lines.map(({ name }) => name),
      ids: inUse.map(({ organizationId }) => organizationId),
    });
    return new Set(found.filter((one) => seesOrganization(actor, one)).flatMap(keysOf));
  },
  toldOf: (line, key) => {
    const numbered = toNumberChanges(line).find(
      ({ partnerId, number }) => numberKeyOf(partnerId, number) === key,
    );
    const [what, hint] = numbered
      ? [`with the customer number ${JSON.stringify(numbered.number)}`, ""]
      : [JSON.stringify(line.name), "; existing=create makes another"];
    const where = line.partnerIds.length > 0 ? "under the same partner" : "without a partner";
    return refuse("organization_exists", `An organization ${what} is there already ${where}${hint}.`);
  },
};

/** The numbers of a line, with the partner in whose place each stands. */
export function toNumberChanges({
  partnerIds,
  customerNumbers,
}: OrganizationLine): readonly (CustomerNumberChange & { readonly number: string })[] {
  return partnerIds.flatMap((partnerId, place) => {
    const number = customerNumbers[place];
    return number ? [{ partnerId, number }] : [];
  });
}

function toKnown(line: OrganizationLine): Known {
  const { name, partnerIds } = line;
  const numbers = toNumberChanges(line).map(({ partnerId, number }) => [partnerId, number] as const);
  return { name, partnerIds, customerNumbers: Object.fromEntries(numbers) };
}

/** What an organization is known by: its name as such, its number, and its name where it has no number. */
export function keysOf({ name, partnerIds, customerNumbers }: Known): readonly string[] {
  return eachPartner(partnerIds).flatMap((id) => {
    const number = customerNumbers[id];
    const named = `${id} name ${textKey(name)}`;
    return number === undefined
      ? [named, `${id} unnumbered ${textKey(name)}`]
      : [named, numberKeyOf(id, number)];
  });
}

/** What the same organization is known by: without a number, anything of the name; with one, also what has none yet. */
function sameKeysOf({ name, partnerIds, customerNumbers }: Known): readonly string[] {
  return eachPartner(partnerIds).flatMap((id) => {
    const number = customerNumbers[id];
    return number === undefined
      ? [`${id} name ${textKey(name)}`]
      : [numberKeyOf(id, number), `${id} unnumbered ${textKey(name)}`];
  });
}

/** The ids of the partners, or an empty one where there are none. */
function eachPartner(partnerIds: readonly string[]): readonly string[] {
  return partnerIds.length > 0 ? partnerIds : [""];
}

function numberKeyOf(partnerId: string, number: string): string {
  return `${partnerId} number ${textKey(number)}`;
}
