import { randomUUID } from "node:crypto";
import { describe, expect, test } from "vitest";
import type { Command } from "../../src/commands/command.ts";
import { findReachedAdministrator } from "../../src/commands/people/find-reached-administrator.ts";
import { perform } from "../../src/commands/perform.ts";
import { findVisibleUser } from "../../src/commands/users/find-visible-user.ts";
import { toInstant } from "../../src/instant.ts";
import type { Database } from "../../src/store/database.ts";
import { changeStore } from "../../src/store/ledger/change.ts";
import type { Actor } from "../../src/tenancy/actor.ts";
import { tenancyGround } from "./tenancy-ground.ts";
import { useGround } from "./use-ground.ts";

const here = useGround(tenancyGround);

/** Counts the statements of some work. */
async function countStatements(work: (database: Database) => Promise<unknown>): Promise<number> {
  let count = 0;
  const counting = here.server.context.store.database.withPlugin({
    transformQuery: ({ node }) => {
      count++;
      return node;
    },
    transformResult: async ({ result }) => result,
  });
  await work(counting);
  return count;
}

const actors = (): readonly Actor[] => {
  const nobody = { partnerId: null, organizationId: null, organizationIds: null };
  const beta = {
    ...nobody,
    id: "b",
    displayName: "B",
    role: "partner_full_admin",
    partnerId: here.beta,
  } as const;
  const limited = { ...beta, organizationIds: [here.foreign] } as const;
  const customer = {
    ...nobody,
    id: "c",
    displayName: "C",
    role: "organization_full_admin",
    organizationId: here.foreign,
  } as const;
  return [beta, limited, customer];
};

const LOOKUPS: readonly (readonly [
  string,
  () => string,
  (actor: Actor, id: string) => (database: Database) => Promise<unknown>,
])[] = [
  ["a user", () => here.ann, (actor, id) => (database) => findVisibleUser(database, actor, id)],
  [
    "an administrator",
    () => here.administrator,
    (actor, id) => (database) => findReachedAdministrator(database, actor, id),
  ],
  ["a token", () => here.token, (actor, id) => refused(actor, { kind: "revoke_token", id })],
  [
    "a forecast link",
    () => here.forecastLink,
    (actor, id) => refused(actor, { kind: "revoke_forecast_link", id }),
  ],
];

function refused(actor: Actor, command: Command) {
  return async (database: Database) => {
    const { store } = here.server.context;
    const by = { actor, now: toInstant(Date.now()) };
    const outcome = await changeStore({ ...store, database }, by, (change) =>
      perform(change, actor, command),
    );
    expect(outcome).toMatchObject({ ok: false, error: { code: "not_found" } });
  };
}

describe("looking up what one may not see", () => {
  test.each(LOOKUPS)("takes the same statements for %s of others as for none", async (_what, idOf, look) => {
    for (const actor of actors()) {
      const foreign = await countStatements(look(actor, idOf()));
      const none = await countStatements(look(actor, randomUUID()));
      expect(foreign, actor.role).toBe(none);
      expect(none).toBeGreaterThan(0);
    }
  });
});
