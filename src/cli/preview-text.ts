import type { Shape } from "../client/shape.ts";
import type { Movement, Reach } from "../policy/outcome.ts";
import { countText, showInstant, showSchedule } from "./format-text.ts";

type PreviewAnswer = Shape<"PreviewAnswer">;
type Group = PreviewAnswer["groups"][number];
type Next = Group["next"]["before"];

const MOVES: Record<Movement, string> = {
  slower: "to a slower cadence, held until its next release (R15)",
  faster: "to a faster cadence (R14)",
  other_weeks: "the same cadence with other weeks (R16)",
  stays: "nothing changes",
};

/** Why a change does not reach an organization. */
const OUT_OF_REACH: Record<Exclude<Reach, "reached">, string> = {
  left_default: "it has a schedule of its own (R9)",
  older_settings: "its legacy settings decide (R24)",
  another_partner_decides: "another partner decides (R10)",
  partners_in_conflict: "its partners are in conflict (R10)",
  user_on_automatic_upgrades: "only users on automatic upgrades (R11)",
};

/** How many names of a group are shown. */
const MOST_NAMES = 5;

/** A preview as people read it: the totals, then each group with what comes next before and after. */
export function previewText(preview: PreviewAnswer): string {
  const { organizations, conflicts, groups } = preview;
  const { total, held, faster, otherWeeks, unchanged, outOfReach } = organizations;
  return [
    `Nothing is changed yet. Of ${countText(total, "organization")}:`,
    `  ${held} to a slower cadence (held), ${faster} to a faster one, ${otherWeeks} with other weeks, ${unchanged} unchanged`,
    `  ${outOfReach} out of reach`,
    ...(conflicts.appear + conflicts.end > 0
      ? [`  conflicts of partners: ${conflicts.appear} would appear, ${conflicts.end} would end (R10)`]
      : []),
    ...expiryLines(preview),
    ...groups.flatMap((group) => ["", ...groupLines(group)]),
  ].join("\n");
}

/** R30: versions that expire before their successors come or, if none does, how many days are to spare. */
function expiryLines({ expiresBeforeNext, daysToSpare }: PreviewAnswer): readonly string[] {
  if (!expiresBeforeNext) {
    return daysToSpare === undefined
      ? []
      : [`  ${countText(daysToSpare, "day")} to spare before what runs expires (R30)`];
  }
  const { organizations, versions } = expiresBeforeNext;
  return [
    `  a version expires before the next one comes, at ${countText(organizations, "organization")} (R30):`,
    ...versions.map(({ version, expiresAt, nextAt }) => {
      const next =
        nextAt === undefined ? "no next one is planned" : `the next one comes on ${showInstant(nextAt)}`;
      return `    ${version} expires on ${showInstant(expiresAt)}; ${next}`;
    }),
  ];
}

function groupLines(group: Group): readonly string[] {
  return [
    `${headline(group)}: ${reasonOf(group)}`,
    `  ${showChange(showSchedule(group.from), showSchedule(group.to), "schedule")}`,
    `  ${showChange(showNext(group.next.before), showNext(group.next.after), "next")}`,
    ...(group.conflict ? [`  a conflict of its partners ${group.conflict} (R10)`] : []),
    ...(group.first.length > 0 ? [`  ${names(group)}`] : []),
  ];
}

function headline({ organizations, users }: Group): string {
  const people = users > 0 ? `, ${countText(users, "user")} on automatic upgrades` : "";
  return `${countText(organizations, "organization")}${people}`;
}

function reasonOf({ reach, movement }: Group): string {
  return reach === "reached" ? MOVES[movement] : `out of reach, ${OUT_OF_REACH[reach]}`;
}

function showChange(before: string, after: string, name: string): string {
  return before === after ? `${name}: ${before}` : `${name}: ${before} -> ${after}`;
}

function showNext(next: Next): string {
  if (!next) return "nothing in sight";
  const whose = next.basis === "new_installation" ? " for a new installation" : "";
  const earliest = next.isExact ? "" : " at the earliest";
  return `${next.version} on ${showInstant(next.at)}${earliest}${whose}`;
}

function names({ first, organizations }: Group): string {
  const shown = first.slice(0, MOST_NAMES).map(({ name }) => name);
  const more = organizations - shown.length;
  return shown.join(", ") + (more > 0 ? `, and ${more} more` : "");
}
