import type { Shape } from "../client/shape.ts";
import { countText, formatColumns, showInstant, showSchedule } from "./format-text.ts";

type ReleasePreview = Shape<"ReleasePreviewAnswer">;
type Group = ReleasePreview["groups"][number];
type Arrival = string | undefined;

/** How many names are shown. */
const MOST_NAMES = 5;

/** What a step with a release would do, as people read it: for how many, when, under which schedule, and to whom first. */
export function releasePreviewText(preview: ReleasePreview): string {
  const { at, changed, arrivals, groups, critical } = preview;
  const isNothing = changed.organizations + changed.users + changed.installations === 0;
  return [
    isNothing
      ? "Nothing changes for anybody."
      : `It changes something for ${reached(changed)}; for ${reached(preview.atOnce)} at once.`,
    ...lineIf(preview.losing, (one) => `${reached(one)} would not get it any more (R19).`),
    ...lineIf(critical, (one) => `${reached(one)} would get it at once only because it is critical (R20).`),
    ...limitLines(preview),
    ...(arrivals.length > 0 ? ["", arrivalTable(preview)] : []),
    ...groups.flatMap((group) => ["", ...groupLines(group, at)]),
    ...nameLines(preview),
  ].join("\n");
}

function lineIf(
  count: ReleasePreview["changed"] | undefined,
  line: (count: ReleasePreview["changed"]) => string,
): readonly string[] {
  return count && count.organizations + count.installations > 0 ? [line(count)] : [];
}

function reached({ organizations, installations }: ReleasePreview["changed"]): string {
  return `${countText(organizations, "customer")} with ${countText(installations, "installation")}`;
}

/** When it arrives, before the step and after it. */
function arrivalTable({ arrivals, at }: ReleasePreview): string {
  return formatColumns([
    ["WITHOUT THIS STEP", "WITH IT", "CUSTOMERS", "PILOT USERS", "INSTALLATIONS"],
    ...arrivals.map(({ arrives, organizations, users, installations }) => [
      showArrival(arrives.before, at),
      showArrival(arrives.after, at),
      String(organizations),
      String(users),
      String(installations),
    ]),
  ]);
}

function showArrival(arrival: Arrival, now: string): string {
  if (arrival === undefined) return "never";
  return arrival === now ? "now" : showInstant(arrival);
}

function groupLines({ schedule, held, organizations, users, arrives, offered, next }: Group, now: string) {
  const people = users > 0 ? `, ${countText(users, "pilot user")}` : "";
  const change = (before: string, after: string) => (before === after ? before : `${before} -> ${after}`);
  const arrival = change(showArrival(arrives.before, now), showArrival(arrives.after, now));
  return [
    `${showSchedule(schedule)}${held ? ", held back (R15)" : ""}: ${countText(organizations, "customer")}${people}`,
    `  arrives: ${arrival}`,
    ...(offered ? [`  offered: ${change(version(offered.before), version(offered.after))}`] : []),
    ...(next ? [`  next: ${change(dated(next.before), dated(next.after))}`] : []),
  ];
}

type Dated = { readonly version: string; readonly at: string } | undefined;

function version(one: Dated): string {
  return one?.version ?? "nothing";
}

function dated(one: Dated): string {
  return one ? `${one.version} on ${showInstant(one.at)}` : "nothing in sight";
}

/** R28, R30: what it means by floors and ends of life. */
function limitLines({ routed, stranded, expiresBeforeNext }: ReleasePreview): readonly string[] {
  const lines: string[] = [];
  const counts = (before: number, after: number) => (before === after ? `${after}` : `${before} -> ${after}`);
  if (routed && routed.before.installations + routed.after.installations > 0) {
    lines.push(
      `installations that get a step on the way: ${counts(routed.before.installations, routed.after.installations)} (R28)`,
    );
  }
  if (stranded && stranded.before.installations + stranded.after.installations > 0) {
    const { before, after, first } = stranded;
    lines.push(
      `installations that cannot cross a floor: ${counts(before.installations, after.installations)} (R28)`,
    );
    lines.push(...first.slice(0, MOST_NAMES).map(({ name, installations }) => `  ${name}: ${installations}`));
  }
  if (
    expiresBeforeNext &&
    expiresBeforeNext.before.organizations + expiresBeforeNext.after.organizations > 0
  ) {
    const { before, after, first } = expiresBeforeNext;
    lines.push(
      `customers whose version expires before the next one comes: ${counts(before.organizations, after.organizations)} (R30)`,
    );
    lines.push(...first.slice(0, MOST_NAMES).map(showExpiry));
  }
  return lines;
}

function showExpiry(one: NonNullable<ReleasePreview["expiresBeforeNext"]>["first"][number]): string {
  const next =
    one.nextAt === undefined ? "nothing newer in sight" : `the next one on ${showInstant(one.nextAt)}`;
  return `  ${one.name}: ${one.version} on ${showInstant(one.expiresAt)}, ${next}`;
}

function nameLines({ first, changed }: ReleasePreview): readonly string[] {
  if (first.length === 0) return [];
  const shown = first.slice(0, MOST_NAMES).map(({ name }) => name);
  const more = changed.organizations - shown.length;
  return ["", `${shown.join(", ")}${more > 0 ? `, and ${more} more` : ""}`];
}
