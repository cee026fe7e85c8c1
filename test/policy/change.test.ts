import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { toInstant } from "../../src/instant.ts";
import { changeOrganizationSettings, withoutPartners } from "../../src/policy/change.ts";
import { UNCONFIGURED_ORGANIZATION } from "../../src/policy/settings.ts";
import { randomWorld } from "../oracle/random-world.ts";
import type { Event } from "../oracle/records.ts";
import { parsePersona } from "../spec/persona.ts";
import { type Done, perform } from "../spec/policy-actions.ts";
import { toActor } from "../spec/policy-driver.ts";
import { EMPTY_WORLD, type PolicyWorld } from "../spec/policy-world.ts";
import { instants, words } from "./arbitraries.ts";

const SETTLED = [
  "change_partner_settings",
  "change_organization_settings",
  "return_to_inheritance",
  "change_user_settings",
];

describe("R26: changes of settings", () => {
  test("No change, accepted or refused, touches what was there before", () => {
    fc.assert(
      fc.property(fc.nat(), (seed) => {
        let world: PolicyWorld = EMPTY_WORLD;
        for (const event of randomWorld(seed).events) {
          freeze(world);
          const before = JSON.stringify(plain(world));
          const done = doEvent(world, event);
          expect(JSON.stringify(plain(world))).toBe(before);
          if (done.ok) world = done.value;
        }
      }),
    );
  });

  test("What is done a second time changes nothing and gives the very same settings", () => {
    fc.assert(
      fc.property(fc.nat(), (seed) => {
        let world: PolicyWorld = EMPTY_WORLD;
        for (const event of randomWorld(seed).events) {
          const done = doEvent(world, event);
          if (!done.ok) continue;
          world = done.value;
          const again = doEvent(world, { ...event, at: event.at + 1 });
          const isSettled = SETTLED.includes(event.action.action) && again.ok;
          if (isSettled) expect(again.value, JSON.stringify(event)).toBe(world);
        }
      }),
    );
  });

  test("A save that is refused for one of its parts keeps the other part as it was", () => {
    const organization = {
      id: "acme",
      name: "acme",
      partnerIds: [],
      customerNumbers: {},
      createdAt: toInstant(0),
    };
    fc.assert(
      fc.property(words, instants, (own, at) => {
        const scene = { organization, settings: { ...UNCONFIGURED_ORGANIZATION, own }, partners: [] };
        const change = { schedule: own.schedule, allowCustomerOverride: false };
        const saved = changeOrganizationSettings(scene, change, {
          actor: toActor(parsePersona("vendor")),
          at,
        });
        expect(saved).toMatchObject({ ok: false, error: { code: "override_needs_a_partner" } });
        expect(scene.settings.own).toBe(own);
      }),
    );
  });

  test("Taking away partners that said nothing gives the same settings", () => {
    expect(withoutPartners(UNCONFIGURED_ORGANIZATION, ["p1"])).toBe(UNCONFIGURED_ORGANIZATION);
  });
});

function doEvent(world: PolicyWorld, { at, by, action }: Event): Done {
  return perform(world, action, { actor: toActor(by), at: toInstant(at) });
}

/** The maps of a world as lists, so that a comparison sees into them. */
function plain(world: PolicyWorld): unknown {
  return Object.values(world).map((map: ReadonlyMap<string, unknown>) => [...map]);
}

function freeze(world: PolicyWorld): void {
  for (const map of Object.values(world)) for (const value of map.values()) deepFreeze(value);
}

function deepFreeze(value: unknown): void {
  if (typeof value !== "object" || value === null || Object.isFrozen(value)) return;
  Object.freeze(value);
  for (const inner of Object.values(value)) deepFreeze(inner);
}
