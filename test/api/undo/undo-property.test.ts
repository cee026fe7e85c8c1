import fc from "fast-check";
import { expect, test } from "vitest";
import { verifyLedger } from "../../../src/store/verify/verify-ledger.ts";
import { atDepth, SEED } from "../../support/depth.ts";
import { VENDOR_TOKEN } from "../../support/running-server.ts";
import { get, send } from "../caller.ts";
import {
  AUTOMATIC,
  defaultPath,
  foresightGround,
  latest,
  newOrganization,
  newPartner,
  settingsPath,
  slow,
} from "../foresight/ground.ts";
import { useGround } from "../use-ground.ts";

const here = useGround(foresightGround);
const undoPath = (sequence: number) => `/v1/adminAudit/events/${sequence}/undo`;
const newest = async (): Promise<number> =>
  (await get(here.server, VENDOR_TOKEN, "/v1/adminAudit/events?max=1")).items[0].sequence;

const BULK = "/v1/organizations/bulk-release-settings";

/** What an administrator can do in one step, as a call; the places stand for two customers and one partner. */
const SCHEDULES = [AUTOMATIC, latest(0), latest(2), slow(0), slow(8)];
const schedules = fc.constantFrom(...SCHEDULES);
const switches = fc.constantFrom<object[]>(
  {},
  { allowCustomerOverride: true },
  { allowCustomerOverride: false },
);
const steps = fc.oneof(
  fc.record({
    kind: fc.constant("organization" as const),
    place: fc.nat(1),
    by: fc.constantFrom<("vendor" | "partner")[]>("vendor", "partner"),
    body: fc.tuple(schedules, switches).map(([schedule, others]) => ({ schedule, ...others })),
  }),
  fc.record({
    kind: fc.constant("inherit" as const),
    place: fc.nat(1),
    by: fc.constantFrom<("vendor" | "partner")[]>("vendor", "partner"),
  }),
  fc.record({
    kind: fc.constant("default" as const),
    by: fc.constantFrom<("vendor" | "partner")[]>("vendor", "partner"),
    body: fc.tuple(fc.option(schedules), switches).map(([schedule, others]) => ({ schedule, ...others })),
  }),
  fc.record({ kind: fc.constant("bulk" as const), by: fc.constant("partner" as const), schedule: schedules }),
  fc.record({ kind: fc.constant("rename" as const), place: fc.nat(1), name: fc.constantFrom("Ada", "Bob") }),
);
type Step = typeof steps extends fc.Arbitrary<infer One> ? One : never;

/** A run in which nothing is undone shows nothing. */
const LEAST_UNDONE = 4;
const MOST_ROUNDS = 10;

const VERSIONS = ["45.1", "45.2"];

async function stateOf(ids: readonly string[], partnerId: string) {
  const settings = await Promise.all(ids.map((id) => get(here.server, VENDOR_TOKEN, settingsPath(id))));
  const organizations = await Promise.all(
    ids.map((id) => get(here.server, VENDOR_TOKEN, `/v1/organizations/${id}`)),
  );
  const ofPartner = await get(here.server, VENDOR_TOKEN, defaultPath(partnerId));
  const text = JSON.stringify([
    settings.map(({ schedule, inherits, governing }) => [schedule, inherits, governing?.code]),
    organizations.map(({ name, partnerIds }) => [name, partnerIds]),
    [ofPartner.schedule, ofPartner.allowCustomerOverride],
  ]);
  const answersOf = (id: string) =>
    Promise.all(
      VERSIONS.map(async (version) => {
        const query = `organization=${id}&platform=mac&arch=arm64&version=${version}`;
        const answer = await get(here.server, null, `/v1/updates/check?${query}`);
        return { ...answer, nextCheckSeconds: 0 };
      }),
    );
  const told = ids.map(async (id) => ({
    answers: await answersOf(id),
    standing: here.server.context.fleet.standingClassOf(id, null).standing,
  }));
  return { text, organizations: await Promise.all(told) };
}

function callOf(step: Step, ids: readonly string[], partnerId: string) {
  switch (step.kind) {
    case "organization":
      return { method: "PUT", path: settingsPath(ids[step.place] ?? ""), body: step.body };
    case "inherit":
      return { method: "DELETE", path: settingsPath(ids[step.place] ?? "") };
    case "default":
      return { method: "PUT", path: defaultPath(partnerId), body: step.body };
    case "bulk":
      return { method: "POST", path: BULK, body: { organizationIds: ids, schedule: step.schedule } };
    case "rename":
      return { method: "PATCH", path: `/v1/organizations/${ids[step.place]}`, body: { name: step.name } };
  }
}

interface Place {
  readonly ids: readonly string[];
  readonly partnerId: string;
  readonly tokens: { readonly vendor: string; readonly partner: string };
}

async function newPlace(): Promise<Place> {
  const partner = await newPartner(here.server, latest(1));
  const one = await newOrganization(here.server, "P", [partner.id]);
  const two = await newOrganization(here.server, "Q", [partner.id, here.beta]);
  return {
    ids: [one, two],
    partnerId: partner.id,
    tokens: { vendor: VENDOR_TOKEN, partner: partner.token },
  };
}

/** Takes a step and undoes it, if it changes anything and can be undone; gives whether it was. */
async function stepAndBack(step: Step, { ids, partnerId, tokens }: Place): Promise<boolean> {
  const before = await stateOf(ids, partnerId);
  const last = await newest();
  const token = "by" in step ? tokens[step.by] : VENDOR_TOKEN;
  await send(here.server, token, callOf(step, ids, partnerId));
  const sequence = await newest();
  if (sequence === last) return false;
  const { possible } = await get(here.server, token, undoPath(sequence));
  const made = await send(here.server, token, { method: "POST", path: undoPath(sequence) });
  expect(made.status < 300, made.text).toBe(possible);
  if (!possible) return false;
  expectSame(before, await stateOf(ids, partnerId));
  // Once more, so that later steps start from other settings.
  await send(here.server, token, callOf(step, ids, partnerId));
  return true;
}

type State = Awaited<ReturnType<typeof stateOf>>;

/** The schedule is always the same; a hold begins anew where the undo is a change to a slower cadence (R15). */
function expectSame(before: State, after: State): void {
  expect(after.text).toBe(before.text);
  for (const [place, { answers, standing }] of after.organizations.entries()) {
    const was = before.organizations[place];
    expect(standing.schedule).toEqual(was?.standing.schedule);
    if (JSON.stringify(standing) === JSON.stringify(was?.standing)) expect(answers).toEqual(was?.answers);
  }
}

test("whatever says that it can be undone is undone exactly: settings, names, and what is answered but for a hold (R15)", async () => {
  let undone = 0;
  const run = async (all: readonly Step[]) => {
    const place = await newPlace();
    for (const step of all) if (await stepAndBack(step, place)) undone += 1;
  };
  const property = fc.asyncProperty(fc.array(steps, { minLength: 3, maxLength: 8 }), run);
  const numRuns = atDepth({ gate: 4, soak: 60 });
  // Few steps may happen to change nothing, or nothing that can be undone: others follow.
  for (let round = 0; round < MOST_ROUNDS && undone < LEAST_UNDONE; round++)
    await fc.assert(property, { seed: SEED + round, numRuns, endOnFailure: true });
  expect(undone).toBeGreaterThanOrEqual(LEAST_UNDONE);
  expect((await verifyLedger(here.server.context.store)).findings).toEqual([]);
});
