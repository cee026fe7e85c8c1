import { describe, expect, test } from "vitest";
import { type Actor, levelOf, ROLES, type Role } from "../../src/tenancy/actor.ts";
import { actorKindOf, OWN_TOKENS } from "../../src/tenancy/actor-kind.ts";
import { seesOrganization } from "../../src/tenancy/permission.ts";
import { actorAsSeenBy, actorInWords, seesActor } from "../../src/tenancy/shown-actor.ts";

const PLACES = ["alpha", "beta"] as const;
const SERVED: Readonly<Record<string, readonly string[]>> = {
  shared: ["alpha", "beta"],
  ofAlpha: ["alpha"],
  ofBeta: ["beta"],
};
const partnersServing = (organizationId: string) => SERVED[organizationId] ?? [];
const names = { vendor: "Cisco", partner: (id: string) => ({ alpha: "Alpha", beta: "Beta" })[id] };

/** Actors of every role in every place. */
const ACTORS: readonly Actor[] = ROLES.flatMap((role) => progressOf(role).map((place) => make(role, place)));

function progressOf(role: Role): readonly string[] {
  return { vendor: [""], partner: PLACES, organization: Object.keys(SERVED) }[levelOf(role)];
}

function make(role: Role, place: string): Actor {
  return {
    id: `${role} of ${place}`,
    displayName: `Somebody of ${place}`,
    role,
    partnerId: levelOf(role) === "partner" ? place : null,
    organizationId: levelOf(role) === "organization" ? place : null,
    organizationIds: role === "partner_admin" ? ["shared"] : null,
  };
}

describe("an actor is known by name", () => {
  test.each(ACTORS)("to the vendor, to itself, beside it and above it, and to nobody else: $id", (actor) => {
    for (const viewer of ACTORS) {
      const isAbove =
        actor.organizationId !== null &&
        seesOrganization(viewer, {
          id: actor.organizationId,
          partnerIds: partnersServing(actor.organizationId),
        });
      const isBeside = actor.partnerId !== null && viewer.partnerId === actor.partnerId;
      const isKnown = levelOf(viewer.role) === "vendor" || isAbove || isBeside;
      expect(seesActor(viewer, actor, partnersServing), viewer.id).toBe(isKnown);
      const shown = actorAsSeenBy(viewer, actor, partnersServing, names);
      if (isKnown) expect(shown).toMatchObject({ id: actor.id, displayName: actor.displayName });
      else expect(JSON.stringify(shown)).not.toContain("Somebody");
    }
  });

  test("no more once it serves somebody else's organizations, or they are gone", () => {
    const admin = make("organization_full_admin", "ofAlpha");
    const viewer = make("partner_full_admin", "alpha");
    expect(seesActor(viewer, admin, () => ["beta"])).toBe(false);
    expect(seesActor(viewer, admin, () => [])).toBe(false);
  });

  test("only to the vendor if its scope is not known", () => {
    const { id, displayName, role } = make("partner_full_admin", "alpha");
    const unscoped = { id, displayName, role };
    const seeing = ACTORS.filter((viewer) => seesActor(viewer, unscoped, partnersServing));
    expect(seeing.map((viewer) => viewer.id)).toEqual(["vendor_admin of ", id]);
  });
});

describe("instead of an actor stands", () => {
  const customer = make("organization_read_only", "shared");

  test.each([
    ["the vendor", make("vendor_admin", ""), "Cisco"],
    ["its partner", make("partner_help_desk", "beta"), "Beta"],
    ["some partner, if its name is not at hand", { ...make("partner_admin", "gamma") }, "Another partner"],
    ["some organization", make("organization_full_admin", "ofBeta"), "Another organization"],
  ])("%s", (_what, actor, displayName) => {
    const shown = actorAsSeenBy(customer, actor, partnersServing, names);
    expect(shown).toEqual({ id: null, displayName, role: actor.role });
  });
});

describe("in words, an actor is", () => {
  test.each([
    ["person", "vendor_admin", "Ann"],
    ["token", "vendor_admin", "token Ann (vendor)"],
    ["token", "partner_read_only", "token Ann (partner)"],
    ["token", "organization_full_admin", "token Ann (customer)"],
    [null, "partner_full_admin", "Ann"],
  ] as const)("%s with the role %s: %s", (kind, role, words) => {
    expect(actorInWords({ displayName: "Ann", kind, role })).toBe(words);
  });
});

test("an id is that of a token if the ledger or the program itself has such a token", () => {
  const tokens = new Set(["nightly"]);
  expect(["nightly", OWN_TOKENS.configured, OWN_TOKENS.demo].map((id) => actorKindOf(id, tokens))).toEqual([
    "token",
    "token",
    "token",
  ]);
  expect(["ann", "operator", "first-start"].map((id) => actorKindOf(id, tokens))).toEqual([
    "person",
    "person",
    "person",
  ]);
});
