import { setImmediate } from "node:timers/promises";
import { expect, test } from "vitest";
import { countAdoption } from "../../src/fleet/adoption.ts";
import { Census } from "../../src/fleet/census.ts";
import { atOnce, inSlices } from "../../src/fleet/in-slices.ts";
import { World } from "../../src/fleet/world.ts";
import { anOrganization, at } from "../support/records.ts";

/** Work that takes so many milliseconds, in steps of one. */
function* lasting(milliseconds: number): Generator<void, string> {
  for (let step = 0; step < milliseconds; step++) {
    const end = performance.now() + 1;
    while (performance.now() < end);
    yield;
  }
  return "done";
}

test("Others have their turn again and again while long work is done in slices", async () => {
  let turns = 0;
  let isDone = false;
  const work = inSlices(lasting(60)).then((result) => {
    isDone = true;
    return result;
  });
  while (!isDone) {
    await setImmediate();
    turns++;
  }
  expect(await work).toBe("done");
  expect(turns).toBeGreaterThan(5);
});

const ORGANIZATIONS = Array.from({ length: 300 }, () => anOrganization({ partnerIds: [] }));

/** A ledger's entries about organizations; without a record the organization is deleted. */
function entriesOf(records: readonly { readonly id: string }[], sequence: number, isDeleted = false): never {
  const entry = { change: sequence, at: at("2026-01-01"), before: null, hash: "", subject: "organization" };
  return records.map((one, index) => ({
    ...entry,
    id: one.id,
    organizationId: one.id,
    sequence: sequence + index,
    after: isDeleted ? null : one,
  })) as never;
}

test("Adoption that is counted in slices counts each organization once, though the ledger goes on meanwhile", () => {
  const world = new World();
  world.apply(entriesOf(ORGANIZATIONS, 1));
  const census = new Census(world.organizations.directory);
  for (const { id: organizationId } of ORGANIZATIONS) {
    const like = {
      organizationId,
      platform: "win",
      arch: "x64",
      version: "45.1",
      runsAhead: false,
      computer: null,
    } as const;
    census.take({ ...like, installations: 2, revision: census.revision + 1 });
  }
  const now = at("2026-03-01");
  expect(atOnce(countAdoption(world, census, {}, now)).total).toBe(600);
  const counting = countAdoption(world, census, {}, now);
  // It pauses after the first verdict of a kind, and again after the first organizations.
  counting.next();
  counting.next();
  const [first, last] = [ORGANIZATIONS.slice(0, 10), ORGANIZATIONS.slice(-10)];
  world.apply(entriesOf([...first, ...last], 1_000, true));
  expect(atOnce(counting)).toMatchObject({ total: 580, kinds: [{ installations: 580 }] });
});
