import { Agent, request } from "node:http";
import { ledgerHead } from "../../../src/store/ledger/ledger-table.ts";
import type { TestServer } from "../../support/running-server.ts";
import { Dice } from "./dice.ts";
import { faultOf, OPERATIONS, type Operation } from "./document-reader.ts";
import { isOf, keepCursor } from "./given-cursors.ts";
import { leaksOf } from "./leaks.ts";
import { type FuzzRequest, KINDS, type Kind, makeRequest } from "./requests.ts";
import type { FuzzCaller, FuzzWorld, TwoWorlds } from "./two-worlds.ts";
import type { Making } from "./values.ts";

export interface FuzzReport {
  readonly requests: number;
  /** How many changes were accepted in a session with a cookie. */
  readonly bySession: number;
  /** How many were answered with which status. */
  readonly statuses: Record<string, number>;
  /** Operations that were accepted at least once. */
  readonly accepted: ReadonlySet<string>;
  /** What must never happen, each with the request that made it happen. */
  readonly findings: readonly string[];
}

interface Answered {
  readonly status: number;
  /** All headers, as they came. */
  readonly headers: string;
  /** The address of the next page, or null. */
  readonly next: string | null;
  readonly type: string;
  readonly text: string;
}

const WRITES = OPERATIONS.filter(({ method, id }) => method !== "GET" && id !== "signIn");

/** The seed of the requests, and when to end: after this many requests that took at least this many milliseconds. */
export interface FuzzRun {
  readonly seed: number;
  readonly requests: number;
  readonly milliseconds: number;
}

/** Sends generated requests, one after another. */
export async function fuzzServer(
  server: TestServer,
  place: TwoWorlds,
  { seed, requests, milliseconds }: FuzzRun,
): Promise<FuzzReport> {
  const dice = new Dice(seed);
  const agent = new Agent({ keepAlive: true });
  const report = {
    requests: 0,
    bySession: 0,
    statuses: {} as Record<string, number>,
    accepted: new Set<string>(),
  };
  const findings: string[] = [];
  let head = await headOf(server);
  const until = Date.now() + milliseconds;
  while ((report.requests < requests || Date.now() < until) && findings.length < 10) {
    const asked = draw(dice, place);
    if (!asked) continue;
    const { caller, operation, sent } = asked;
    const answered = await exchange(server, agent, caller, sent);
    const before = head;
    head = await headOf(server);
    report.requests++;
    report.statuses[answered.status] = (report.statuses[answered.status] ?? 0) + 1;
    if (answered.status < 300) report.accepted.add(operation.id);
    if (answered.status < 300 && caller.cookie && operation.method !== "GET") report.bySession++;
    if (answered.status === 201) remember(place, caller, operation, answered);
    const faults = faultsOf({ place, caller, operation, sent, answered, isSame: head === before });
    keepCursor(place, caller, answered.next);
    findings.push(...faults.map((fault) => `${fault}\n  ${told(asked, answered)}`));
  }
  agent.destroy();
  return { ...report, findings };
}

async function headOf({ context }: TestServer): Promise<number> {
  return (await ledgerHead(context.store.database)).sequence;
}

interface Drawn {
  readonly caller: FuzzCaller;
  readonly operation: Operation;
  readonly kind: Kind;
  readonly sent: FuzzRequest;
}

/** The next request; null: one that would end the worlds themselves. Who may change something calls more often. */
function draw(dice: Dice, place: TwoWorlds): Drawn | null {
  const withRights = place.callers.filter(
    ({ who, cookie }) => !cookie?.isFromElsewhere && /(^|\W)(partner|organization)_(full_)?admin$/.test(who),
  );
  const caller = dice.pick(dice.percent(50) ? place.callers : withRights);
  if (dice.percent(5)) return readAudit(dice, caller);
  const operation = dice.pick(dice.percent(50) ? OPERATIONS : WRITES);
  if (wouldMix(caller, operation)) return null;
  const kind = dice.pick(["valid", ...KINDS] as const);
  const sent = makeRequest(operation, kind, makingFor(dice, place, caller, operation));
  return endsItsOwn(place, sent) || movesPeople(caller, sent) ? null : { caller, operation, kind, sent };
}

const AUDIT = OPERATIONS.filter(({ path }) => path === "/v1/adminAudit/events");

/** Reads much of the audit: what others wrote is found there, whoever they are. */
function readAudit(dice: Dice, caller: FuzzCaller): Drawn | null {
  const [operation] = AUDIT;
  const headers = { accept: dice.pick(["application/json", "text/csv"]) };
  const sent = { method: "GET", path: "/v1/adminAudit/events?max=200", headers, body: null };
  return operation ? { caller, operation, kind: "valid", sent } : null;
}

function told({ caller, kind, sent }: Drawn, { status, text }: Answered): string {
  return `${caller.who}, ${kind}: ${show(sent)}\n  -> ${status} ${text.slice(0, 400)}`;
}

interface Exchanged {
  readonly place: TwoWorlds;
  readonly caller: FuzzCaller;
  readonly operation: Operation;
  readonly sent: FuzzRequest;
  readonly answered: Answered;
  readonly isSame: boolean;
}

function faultsOf({ place, caller, operation, sent, answered, isSame }: Exchanged): string[] {
  const { status, type, text } = answered;
  const faults: string[] = [];
  if (status >= 500) faults.push("an answer of 500 or more");
  if (status >= 400 && !isSame) faults.push("a refused call changed something");
  if (caller.cookie?.isFromElsewhere && !isSame) faults.push("another site's page changed something");
  if (!operation.answers[status] && !EVERYWHERE.includes(status))
    faults.push("a status that the document has not");
  faults.push(...leaksOf(place, caller, sent, answered));
  if (!type.startsWith("application/json") || text === "") return faults;
  const json = parse(text);
  if (json === undefined) return [...faults, "an answer that is no JSON"];
  const fault = faultOf(operation, status, json);
  if (fault !== null) faults.push(`an answer unlike the document: ${fault}`);
  if (status >= 400 && !isProblem(json)) faults.push("a refusal unlike all others");
  return faults;
}

/** What a path that is no longer the operation's own can be answered with. */
const EVERYWHERE = [400, 404, 413, 414, 415, 431];

function isProblem(json: unknown): boolean {
  const { message, errors, trackingId } = json as Record<string, unknown>;
  return (
    typeof message === "string" &&
    Array.isArray(errors) &&
    errors.length > 0 &&
    typeof trackingId === "string"
  );
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The vendor may hand one world's organizations to another, and then they are not another's any more. */
function wouldMix({ who }: FuzzCaller, { method, path }: Operation): boolean {
  return who === "vendor" && method !== "GET" && !/releases|builds|calendar/.test(path);
}

/** What the worlds were made with stays, so that there is always something to find. */
function endsItsOwn({ firstIds }: TwoWorlds, { method, path }: FuzzRequest): boolean {
  const last = path.split("?")[0]?.split("/").at(-1) ?? "";
  return method === "DELETE" && (path.startsWith("/v1/sessions/current") || firstIds.has(last));
}

/**
 * Somebody of a partner may give a person of the shared organization a role elsewhere, and then others rightly read that
 * person's name there.
 */
function movesPeople({ world, writes }: FuzzCaller, { method, path, body }: FuzzRequest): boolean {
  const seesSeveral = world !== null && writes !== world.mark;
  const isChange = method === "PATCH" && path.startsWith("/v1/administrators/");
  return seesSeveral && isChange && /"(role|partnerId|organizationIds?)"/.test(body?.toString() ?? "");
}

function makingFor(dice: Dice, place: TwoWorlds, caller: FuzzCaller, operation: Operation): Making {
  const { worlds, shared, cursors } = place;
  const { world } = caller;
  // What a check or a feed says of an installation is kept for the organization that it names, whoever sends it.
  const writes = /^\/(feeds|v1\/updates)\//.test(operation.path) ? "Installation" : caller.writes;
  const pickId = (owner: FuzzWorld, kind: string | null) => {
    const known = [...owner.ids, ...shared];
    const right = known.filter((one) => one.kind === kind && dice.percent(90));
    return dice.pick(right.length > 0 ? right : known).id;
  };
  return {
    dice,
    id: (kind) => {
      const id = pickId(world && dice.percent(70) ? world : dice.pick(worlds), kind);
      return dice.percent(10) ? Buffer.from(`ciscospark://us/ANY/${id}`).toString("base64") : id;
    },
    name: () => {
      const id = dice.percent(20) ? pickId(dice.pick(worlds), null) : null;
      return id === null ? `${writes} ${dice.between(0, 999)}` : dice.pick([id, `${writes} ${id}`]);
    },
    cursor: () => {
      const ofList = cursors.filter(({ path }) => isOf(operation, path) && dice.percent(90));
      const given = ofList.length > 0 ? ofList : cursors;
      return given.length > 0 ? dice.pick(given).after : "none";
    },
  };
}

const MOST_IDS = 200;

/** The id of what was made is used in calls to come, by everybody; the id of its maker must stay unknown. */
function remember(
  { worlds, shared }: TwoWorlds,
  { who, world }: FuzzCaller,
  { path }: Operation,
  { text }: Answered,
): void {
  const kind = (path.match(/([a-z-]+)s(?=\/|$)/g)?.at(-1) ?? "").replace(/s$/, "").replace("-", "_");
  const { id } = (parse(text) ?? {}) as { readonly id?: string };
  const known = who === "vendor" ? shared : world?.ids;
  const isKnown = [...shared, ...worlds.flatMap(({ ids }) => ids)].some((one) => one.id === id);
  if (known && id && !isKnown && known.length < MOST_IDS) known.push({ kind, id });
}

function exchange(
  server: TestServer,
  agent: Agent,
  { token, cookie }: FuzzCaller,
  sent: FuzzRequest,
): Promise<Answered> {
  const { hostname, port } = new URL(server.url);
  const { method, path, body } = sent;
  const headers = {
    ...(token !== null && { authorization: `Bearer ${token}` }),
    ...Object.fromEntries(Object.entries(sent.headers).map(([name, value]) => [name, toLatin1(value)])),
    ...(cookie && {
      cookie: `sluice_session=${cookie.session}`,
      "sec-fetch-site": cookie.isFromElsewhere ? "cross-site" : "same-origin",
    }),
    ...(body && { "content-length": body.length }),
  };
  return new Promise((resolve, reject) => {
    const going = request({ hostname, port, agent, method, path, headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      const type = response.headers["content-type"] ?? "";
      // A stream of events has no end of its own.
      if (type.startsWith("text/event-stream")) setTimeout(() => going.destroy(), 20);
      response.on("close", () => {
        resolve({
          status: response.statusCode ?? 0,
          headers: response.rawHeaders.join("\n"),
          next: /^<([^>]+)>; rel="next"$/.exec(String(response.headers.link ?? ""))?.[1] ?? null,
          type,
          text: Buffer.concat(chunks).toString("utf8"),
        });
      });
    });
    going.on("error", (error) => reject(new Error(`no answer to ${show(sent)}`, { cause: error })));
    going.setTimeout(10_000, () => going.destroy(new Error("no answer in ten seconds")));
    going.end(body ?? undefined);
  });
}

function toLatin1(text: string): string {
  return text.replaceAll(/[^\x20-\xff]/g, "?");
}

function show({ method, path, headers, body }: FuzzRequest): string {
  const said = body === null ? "" : ` ${body.toString("utf8").slice(0, 600)}`;
  return `${method} ${path.slice(0, 400)} ${JSON.stringify(headers)}${said}`;
}
