import { parse } from "csv-parse/sync";
import { call, read, type Visitor } from "../../../src/api/demo/visitor.ts";
import { runSluice } from "../../../src/cli/run.ts";
import { keepTerminal } from "../../cli/tiny-server.ts";

/** What a place says is next; some say the day alone, and not whom it is of. */
export interface SeenNext {
  readonly version: string;
  readonly at?: string | undefined;
  readonly day?: string | undefined;
  readonly basis?: string | undefined;
  /** False if the day is the earliest there can be; a place that does not say so means an exact one. */
  readonly isExact?: boolean;
}

/** An organization, as the list tells of it. */
export interface ListedOrganization {
  readonly id: string;
  readonly name: string;
  readonly partnerIds: readonly string[];
  readonly schedule: { readonly cadence: string; readonly deferralWeeks?: number };
  readonly inherits: boolean;
  readonly next?: SeenNext;
  readonly installations: { readonly offered: readonly object[] };
}

/** One organization of a server, whether a user of it is on automatic upgrades alone (R11), and its lists and exports, which tell of all at once. */
export interface Visit {
  readonly vendor: Visitor;
  readonly organization: ListedOrganization;
  readonly hasPilots: boolean;
  /**
   * Whether next is what comes first, too, for those who take every update: a calendar tells of these. They may get something
   * else once they run what is offered now, or behind a floor (R28).
   */
  readonly isNextFirst: boolean;
  /** The day of the server's clock, such as `2026-03-03`. */
  readonly today: string;
  readonly whole: WholeAnswers;
}

/** What one call answers about all organizations, by name where it has no ids. */
export interface WholeAnswers {
  readonly list: readonly ListedOrganization[];
  readonly sorted: readonly ListedOrganization[];
  readonly csv: ReadonlyMap<string, Record<string, string>>;
  readonly ndjson: ReadonlyMap<string, Record<string, string>>;
  readonly listed: readonly ListedOrganization[];
}

/** What a place says of an organization; null if nothing is in sight, undefined if it says nothing of this one. */
type Place = (visit: Visit) => Promise<SeenNext | null | undefined>;

/** R56: every place that names the next version of an organization; those of the API by method and path. */
export const PLACES: Readonly<Record<string, Place>> = {
  "GET /v1/organizations": async ({ whole, organization }) => nextIn(whole.list, organization),
  "the list by what comes next": async ({ whole, organization }) => nextIn(whole.sorted, organization),
  "GET /v1/organizations/{id}/release-settings": async (visit) =>
    (await ask(visit, "release-settings")).next ?? null,
  // An empty change changes nothing, and so does a return of what inherits.
  "PUT /v1/organizations/{id}/release-settings": async (visit) =>
    (await change(visit, "PUT", "release-settings", {})).next ?? null,
  "DELETE /v1/organizations/{id}/release-settings": async (visit) =>
    visit.organization.inherits ? ((await remove(visit, "release-settings")).next ?? null) : undefined,
  "POST /v1/organizations/{id}/release-settings/open": async (visit) =>
    (await change(visit, "POST", "release-settings/open", {})).next ?? null,
  "POST /v1/organizations/{id}/release-settings/preview": async (visit) =>
    before(
      visit,
      await change(visit, "POST", "release-settings/preview", { schedule: otherSchedule(visit) }),
    ),
  "POST /v1/organizations/bulk-release-settings": async (visit) => {
    const body = { organizationIds: [visit.organization.id], schedule: otherSchedule(visit) };
    const path = "/v1/organizations/bulk-release-settings?dryRun=true";
    return before(visit, (await call<{ preview: Preview }>(visit.vendor, "POST", path, body)).preview);
  },
  "GET /v1/organizations/{id}/forecast": async (visit) => (await ask(visit, "forecast")).next ?? null,
  "the calendar link": async (visit) => {
    const { url } = await change<{ url: string }>(visit, "POST", "forecast-links", {});
    const { pathname, search } = new URL(url);
    // What came or comes on the day of today is one event or another.
    if (!visit.isNextFirst || visit.organization.next?.at?.startsWith(visit.today)) return undefined;
    return firstDay(await (await fetch(visit.vendor.url + pathname + search)).text(), visit);
  },
  "the export as CSV": async ({ whole, organization }) => nextCells(whole.csv.get(organization.name)),
  "the export as NDJSON": async ({ whole, organization }) => nextCells(whole.ndjson.get(organization.name)),
  "sluice organizations list": async ({ whole, organization }) => nextIn(whole.listed, organization),
  "sluice schedule get": async (visit) =>
    JSON.parse(
      await sluice(visit.vendor, "schedule", "get", "--organization", visit.organization.id, "--json"),
    ).next ?? null,
  "sluice forecast": async (visit) => nextLine(await sluice(visit.vendor, "forecast", visit.organization.id)),
};

/** Operations of the API that name a next version of something else than one organization. */
export const OTHER_PLACES: readonly string[] = [
  // Of many organizations together, compared with naive groups in preview.test.ts.
  "POST /v1/partners/{id}/release-settings/preview",
  "GET /v1/adminAudit/events/{sequence}/undo",
  // A preview that only partners in conflict get.
  "POST /v1/organizations/{id}/schedule-requests/preview",
  // Of one installation, compared with explain in next.test.ts.
  "GET /v1/organizations/{id}/installations",
  "GET /v1/installations",
];

/** Reads what tells of all organizations. */
export async function readWhole(vendor: Visitor): Promise<WholeAnswers> {
  const list = async (query: string) =>
    (await read<{ items: ListedOrganization[] }>(vendor, `/v1/organizations?max=1000${query}`)).items;
  const csv = parse(await exported(vendor, "text/csv"), { columns: true }) as Record<string, string>[];
  const lines = (await exported(vendor, "application/x-ndjson")).trim().split("\n");
  const byName = (all: readonly Record<string, string>[]) => new Map(all.map((one) => [one.name ?? "", one]));
  return {
    list: await list(""),
    sorted: await list("&sort=next"),
    csv: byName(csv),
    ndjson: byName(lines.map((line) => JSON.parse(line))),
    listed: JSON.parse(await sluice(vendor, "organizations", "list", "--json")).items,
  };
}

async function exported({ url, token }: Visitor, accept: string): Promise<string> {
  const headers = { authorization: `Bearer ${token}`, accept };
  return (await fetch(`${url}/v1/exports/organizations`, { headers })).text();
}

/** Runs a command of the command line; gives what it wrote. */
async function sluice({ url, token }: Visitor, ...args: string[]): Promise<string> {
  const terminal = keepTerminal({ SLUICE_URL: url, SLUICE_TOKEN: token });
  await runSluice(args, terminal);
  return terminal.written.out;
}

interface Preview {
  readonly groups: readonly { readonly next: { readonly before?: SeenNext } }[];
}

interface Answer extends Preview {
  readonly next?: SeenNext;
}

const pathOf = ({ organization }: Visit, what: string) => `/v1/organizations/${organization.id}/${what}`;
const ask = (visit: Visit, what: string) => read<Answer>(visit.vendor, pathOf(visit, what));
const change = <Told = Answer>(visit: Visit, method: "PUT" | "POST", what: string, body: object) =>
  call<Told>(visit.vendor, method, pathOf(visit, what), body);

async function remove(visit: Visit, what: string): Promise<Answer> {
  const headers = { authorization: `Bearer ${visit.vendor.token}` };
  const answered = await fetch(visit.vendor.url + pathOf(visit, what), { method: "DELETE", headers });
  return (await answered.json()) as Answer;
}

/** Of an answer about all organizations. */
function nextIn(all: readonly ListedOrganization[], { id }: ListedOrganization): SeenNext | null {
  return all.find((one) => one.id === id)?.next ?? null;
}

/** A schedule that the organization does not have. */
function otherSchedule({ organization: { schedule } }: Visit) {
  const deferralWeeks = schedule.cadence === "slow" && schedule.deferralWeeks === 7 ? 8 : 7;
  return { cadence: "slow", deferralWeeks };
}

/** What a preview says that is next before the change: of those alone whom the change reaches, so not of pilots (R11). */
function before({ hasPilots }: Visit, { groups: [group] }: Preview): SeenNext | null | undefined {
  return hasPilots ? undefined : group && (group.next.before ?? null);
}

/** R11: whether a user of an organization is on automatic upgrades while it is not. */
export async function hasPilots(vendor: Visitor, { id, schedule }: ListedOrganization): Promise<boolean> {
  if (schedule.cadence === "automatic") return false;
  const path = `/v1/organizations/${id}/users?max=1000`;
  const { items } = await read<{ items: { allowAutomaticUpgrades: boolean }[] }>(vendor, path);
  return items.some(({ allowAutomaticUpgrades }) => allowAutomaticUpgrades);
}

function nextCells(cells: Record<string, string> | undefined): SeenNext | null {
  if (!cells?.nextVersion) return null;
  const isExact = String(cells.nextIsExact) === "true";
  return { version: cells.nextVersion, day: cells.nextDay, basis: cells.nextBasis, isExact };
}

/** The first day of a calendar after today with the version that a title ends with, of several the one that the list names. */
function firstDay(text: string, { today, organization: { next } }: Visit): SeenNext | null {
  const events = text.split("BEGIN:VEVENT").slice(1);
  const days = events.map((event) => {
    const [, day = ""] = /DTSTART;VALUE=DATE:(\d{8})/.exec(event) ?? [];
    const [, version = ""] = /SUMMARY:.* (\S+)\r/.exec(event) ?? [];
    return { day: day.replace(/(....)(..)(..)/, "$1-$2-$3"), version };
  });
  const later = days.filter(({ day }) => day > today).sort((a, b) => (a.day < b.day ? -1 : 1));
  const [first = null, ...others] = later;
  const same = others.filter(({ day }) => day === first?.day);
  return same.find(({ version }) => version === next?.version) ?? first;
}

/** `Next: 47.2.0, 2027-03-30 UTC (for a new installation)`, or `(at the earliest)`. */
function nextLine(text: string): SeenNext | null | undefined {
  if (/^Next: nothing in sight$/m.test(text)) return null;
  const [, version = "", day = "", whose, earliest] =
    /^Next: (\S+), (\S{10}).* UTC( \(for a new installation\))?( \(at the earliest\))?$/m.exec(text) ?? [];
  return { version, day, basis: whose ? "new_installation" : "counted", isExact: !earliest };
}
