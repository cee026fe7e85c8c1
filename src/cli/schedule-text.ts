import type { Shape } from "../client/shape.ts";
import { NOT_EDITABLE, type NotEditableReason } from "../policy/editability.ts";
import { actorInWords } from "../tenancy/shown-actor.ts";
import { showInstant, showSchedule } from "./format-text.ts";
import { installationLines, nextText } from "./next-text.ts";

/** A partner's default as people read it. */
export function partnerSettingsText(settings: Shape<"PartnerSettingsAnswer">): string {
  const { schedule, updatedBy, updatedAt } = settings;
  const by = updatedBy ? `, saved by ${actorInWords(updatedBy)}, ${showInstant(updatedAt)}` : "";
  return [
    `Schedule: ${schedule ? showSchedule(schedule) : "nothing configured, so the vendor default (automatic) applies"}${by}`,
    ...editing(settings),
  ].join("\n");
}

/** An organization's schedule as people read it: what applies, which rule says so, who set it, what comes next. */
export function organizationSettingsText(settings: Shape<"OrganizationSettingsAnswer">): string {
  const { schedule, governing, conflict, next, installations } = settings;
  const by = governing.setBy ? `, set by ${actorInWords(governing.setBy)}` : "";
  const words = (conflict ?? []).map((word) => `  partner ${word.partnerId}: ${showSchedule(word.schedule)}`);
  return [
    `Schedule: ${showSchedule(schedule)} (${governing.rule}, ${governing.code}${by}, since ${showInstant(governing.since)})`,
    settings.inherits ? "It inherits." : "It does not inherit.",
    ...(words.length > 0 ? ["The partners conflict (R10):", ...words] : []),
    `Next: ${nextText(next)}`,
    ...installationLines(installations),
    ...editing(settings),
  ].join("\n");
}

function editing(settings: {
  readonly allowCustomerOverride: boolean;
  readonly editable: boolean;
  readonly notEditableReason?: string | undefined;
}): readonly string[] {
  const code = settings.notEditableReason;
  const why = code === undefined ? "" : `: ${isKnown(code) ? NOT_EDITABLE[code] : code}`;
  return [
    `Customers may override: ${settings.allowCustomerOverride ? "yes" : "no"}`,
    `You may edit: ${settings.editable ? "yes" : `no${why}`}`,
  ];
}

function isKnown(code: string): code is NotEditableReason {
  return Object.hasOwn(NOT_EDITABLE, code);
}
