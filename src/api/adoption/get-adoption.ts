import type { Calendar } from "../../catalog/calendar.ts";
import { compareVersions, formatShortest } from "../../catalog/version.ts";
import { AdoptionAnswer, AdoptionQuery, MOST_DAYS, MOST_NAMED_BY_DAY } from "../../contract/adoption.ts";
import type { Adoption } from "../../fleet/adoption.ts";
import { inSlices } from "../../fleet/in-slices.ts";
import { sumOfStuck } from "../../fleet/stuck-installations.ts";
import { addDays, type Instant } from "../../instant.ts";
import { BEHIND_CODES, CONDITIONS } from "../../policy/behind.ts";
import { ok } from "../../result.ts";
import { type HistoryScope, listAdoptionChanges } from "../../store/tables/adoption-history.ts";
import { dayOf } from "../../store/tables/installation-counts.ts";
import { findSuspicion, type Suspicion } from "../../store/tables/new-installations.ts";
import { findUnproven, type Unproven } from "../../store/tables/unproven-checks.ts";
import { countUpdaters, type UpdaterCount } from "../../store/tables/updater-counts.ts";
import { notFound } from "../../tenancy/refusals.ts";
import type { Context } from "../context.ts";
import { endpoint } from "../endpoint.ts";
import { toDays } from "./adoption-days.ts";
import { scopeOf } from "./adoption-scope.ts";
import { countVersions } from "./version-counts.ts";

/** Days of history if the query names none. */
const DAYS = 90;

export const getAdoption = endpoint({
  method: "GET",
  path: "/v1/adoption",
  summary:
    "What the installations of one's subtree run, who is behind and why, and day by day: of all, of a partner's customers, or of one organization",
  query: AdoptionQuery,
  answer: AdoptionAnswer,
  handle: async ({ actor, query, now }, context) => {
    const { database } = context.store;
    const scope = await scopeOf(database, actor, query);
    if (!scope) return notFound(query.organizationId === undefined ? "partner" : "organization");
    await context.follower.catchUp();
    await context.census.catchUp();
    const [days, adoption, updaters, suspicious, unproven, stuck] = await Promise.all([
      readDays(context, scope, daysAsked(query, now)),
      context.fleet.adoption(scope, now),
      countUpdaters(database, scope),
      findSuspicion(database, scope, now),
      findUnproven(database, scope, now),
      context.stuck.countIn(scope, context.fleet.countedAt(now)).then(sumOfStuck),
    ]);
    const numbers = toNumbers(adoption, context.fleet.calendar);
    const byUpdater = withCheck(updaters, adoption.total + (adoption.conditions.get("managed") ?? 0));
    return ok({
      at: now,
      ...numbers,
      byUpdater,
      stuck,
      days,
      suspicious: suspicious && toAnswer(suspicious),
      unproven: unproven && toAnswer(unproven),
    });
  },
});

interface AskedDays {
  readonly from: Instant;
  readonly to: Instant;
}

/** The days that are asked for, up to today and at most the last 400 of them. */
function daysAsked({ from, to }: { readonly [End in keyof AskedDays]?: Instant | undefined }, now: Instant) {
  const last = earlier(to ?? now, now);
  const first = from ?? addDays(now, 1 - DAYS);
  return { from: later(first, addDays(last, 1 - MOST_DAYS)), to: last };
}

async function readDays(
  { store, fleet }: Pick<Context, "store" | "fleet">,
  scope: HistoryScope,
  { from, to }: AskedDays,
) {
  const known = fleet.calendar.map(({ release }) => formatShortest(release.version));
  const first = lastOut(fleet.calendar, to).slice(0, MOST_NAMED_BY_DAY / 2);
  const range = { from: dayOf(from), to: dayOf(to), known, first, mostNamed: MOST_NAMED_BY_DAY };
  return inSlices(toDays(await listAdoptionChanges(store.database, scope, range), range.to));
}

/** The versions that came out until an instant on the automatic channel, in their shortest form; the last one first. */
function lastOut(calendar: Calendar, until: Instant): readonly string[] {
  return calendar
    .map(({ release }) => release)
    .filter(({ automaticAt }) => automaticAt <= until)
    .sort((a, b) => b.automaticAt - a.automaticAt || compareVersions(b.version, a.version))
    .map(({ version }) => formatShortest(version));
}

/** The counts by protocol, and those that asked the check: all others. */
function withCheck(counts: readonly UpdaterCount[], total: number) {
  const others = total - counts.reduce((sum, one) => sum + one.installations, 0);
  return others > 0 ? [...counts, { updater: null, installations: others }] : [...counts];
}

function toAnswer<Told extends Suspicion | Unproven>(told: Told) {
  return { ...told, organizationIds: [...told.organizationIds] };
}

function earlier(a: Instant, b: Instant): Instant {
  return a < b ? a : b;
}

function later(a: Instant, b: Instant): Instant {
  return a > b ? a : b;
}

function toNumbers({ kinds, total, current, behind, conditions }: Adoption, calendar: Calendar) {
  const byTarget = new Map<string, (typeof kinds)[number]["kind"]["target"] & { installations: number }>();
  for (const { kind, installations } of kinds) {
    const { target } = kind;
    const key = `${target.platform}/${target.arch}`;
    const there = byTarget.get(key)?.installations ?? 0;
    byTarget.set(key, { ...target, installations: there + installations });
  }
  const reasons = inOrder(BEHIND_CODES, behind);
  return {
    total,
    current,
    behind: { total: reasons.reduce((sum, one) => sum + one.installations, 0), reasons },
    conditions: inOrder(CONDITIONS, conditions),
    ...countVersions(kinds, calendar),
    platforms: [...byTarget.values()].map(({ platform, arch, installations }) => ({
      platform,
      arch,
      installations,
    })),
  };
}

/** The counts that are not zero, in the order of their codes. */
function inOrder<Code>(codes: readonly Code[], counts: ReadonlyMap<Code, number>) {
  return codes.flatMap((code) => {
    const installations = counts.get(code) ?? 0;
    return installations === 0 ? [] : [{ code, installations }];
  });
}
