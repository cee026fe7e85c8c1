import type { ItemOf } from "../client/operation.ts";
import type { Shape } from "../client/shape.ts";
import { formatColumns, showInstant, showSchedule } from "./format-text.ts";
import { nextText } from "./next-text.ts";
import { organizationSettingsText } from "./schedule-text.ts";

type Organization = Shape<"OrganizationAnswer">;
type Settings = Shape<"OrganizationSettingsAnswer">;
type OrganizationItem = ItemOf<"/v1/organizations">;

/** The table of `organizations list`. */
export function organizationsText(organizations: readonly OrganizationItem[]): string {
  if (organizations.length === 0) return "No organization matches.";
  return formatColumns([
    ["NAME", "SCHEDULE", "GOVERNED BY", "NEXT", "ID"],
    ...organizations.map(({ id, name, schedule, governing, next }) => [
      name,
      showSchedule(schedule),
      `${governing.code.replaceAll("_", " ")} (${governing.rule})`,
      next ? nextText(next) : "-",
      id,
    ]),
  ]);
}

/** One organization with its settings. */
export function organizationText(organization: Organization, settings: Settings): string {
  const { id, name, partnerIds, customerNumbers, createdAt } = organization;
  return [
    `${name} (${id})`,
    `Partners: ${partnerIds.length > 0 ? partnerIds.join(", ") : "none"}`,
    ...customerNumbers.map(({ partnerId, number }) => `Customer number: ${number} (of partner ${partnerId})`),
    `Entered: ${showInstant(createdAt)}`,
    organizationSettingsText(settings),
  ].join("\n");
}
