import { describe, expect, test } from "vitest";
import { verifyLedger } from "../../../src/store/verify/verify-ledger.ts";
import { VENDOR_TOKEN } from "../../support/running-server.ts";
import { accepted, type Call, expectRefusal, get, refusedCall, send } from "../caller.ts";
import { make } from "../tenancy.ts";
import { usePeopleServer } from "./people-server.ts";
import { giveEverything, lastChange, makeShared, type Shared, stillGood } from "./rights-end.ts";
import { enterAndSignIn, signIn } from "./sign-in.ts";

const server = usePeopleServer();
const ALL = ["token", "link", "newcomer", "settled"];

const post = async (token: string, path: string, body?: object) =>
  accepted(await send(server(), token, { method: "POST", path, ...(body && { body }) }));

const administrator = ({ person }: Shared) => `/v1/administrators/${person.id}`;
const leave = ({ customer, staying }: Shared): Call => {
  return { method: "PATCH", path: `/v1/organizations/${customer}`, body: { partnerIds: [staying] } };
};
const change = (shared: Shared, body: object): Call => ({
  method: "PATCH",
  path: administrator(shared),
  body,
});

/** Every way in which a person of a partner can lose a customer, and where that can be looked at before. */
const WAYS: readonly {
  readonly what: string;
  readonly action: string;
  readonly call: (shared: Shared) => Call;
  readonly preview: (shared: Shared) => Promise<Call>;
}[] = [
  {
    what: "the partner stops serving it",
    action: "change_organization",
    call: leave,
    preview: async (shared) => {
      const body = { partnerIds: [shared.staying] };
      return { method: "POST", path: `/v1/organizations/${shared.customer}/preview`, body };
    },
  },
  ...[
    { what: "the person is demoted", body: { role: "partner_help_desk" } },
    { what: "the person is limited to other customers", body: { organizationIds: [] } },
    { what: "the person is disabled", body: { disabled: true } },
  ].map(({ what, body }) => ({
    what,
    action: "change_administrator",
    call: (shared: Shared) => change(shared, body),
    preview: async (shared: Shared): Promise<Call> => {
      return { method: "POST", path: `${administrator(shared)}/preview`, body };
    },
  })),
  {
    what: "the person moves to another partner",
    action: "change_administrator",
    call: (shared) => change(shared, { partnerId: shared.staying, role: "partner_read_only" }),
    preview: async (shared) => {
      const body = { partnerId: shared.staying, role: "partner_read_only" };
      return { method: "POST", path: `${administrator(shared)}/preview`, body };
    },
  },
  {
    what: "the person is removed",
    action: "delete_administrator",
    call: (shared) => ({ method: "DELETE", path: administrator(shared) }),
    preview: async (shared) => {
      return { method: "POST", path: `${administrator(shared)}/preview`, body: { removed: true } };
    },
  },
];

describe.each(WAYS)("when $what", ({ action, call, preview }) => {
  test("what the person had granted there is shown before, and ends in the same change", async () => {
    const shared = await makeShared(server());
    const given = await giveEverything(shared, shared.person.token);
    expect(await stillGood(shared, given)).toEqual(ALL);
    const shown = accepted(await send(server(), VENDOR_TOKEN, await preview(shared)));
    const idsOf = ({ items }: { items: { id: string }[] }) => items.map(({ id }) => id).sort();
    const ending = [given.token.id, given.link.id, given.newcomer.id].sort();
    expect(idsOf(shown.ended)).toEqual(ending);
    expect([shown.ended.total, shown.kept.total]).toEqual([3, 0]);
    expect(idsOf(shown.staying)).toEqual([given.settled.id]);
    expect(await stillGood(shared, given)).toEqual(ALL);

    accepted(await send(server(), VENDOR_TOKEN, call(shared)));
    const recorded = (await lastChange(server())).filter(({ id }) => ending.includes(id));
    expect(recorded.map(({ id }) => id).sort()).toEqual(ending);
    expect(recorded.every((entry) => entry.action === action)).toBe(true);
    expect(await stillGood(shared, given)).toEqual(["settled"]);
    await refusedCall(server(), given.token.secret, { method: "GET", path: "/v1/me" }, 401, "token_invalid");
    const { email, oneTimePassword } = given.newcomer;
    expectRefusal(await signIn(server(), email, oneTimePassword), 401, "one_time_password_ended");
    expect((await verifyLedger(server().context.store)).findings).toEqual([]);
  });
});

describe("what others granted", () => {
  test("stays when a partner stops serving: the vendor's, the customer's, the other partner's", async () => {
    const shared = await makeShared(server());
    const { customer, staying } = shared;
    const other = await enterAndSignIn(server(), { role: "partner_full_admin", partnerId: staying });
    const own = await enterAndSignIn(server(), { role: "organization_full_admin", organizationId: customer });
    for (const by of [VENDOR_TOKEN, other.token, own.token]) {
      const given = await giveEverything(shared, by);
      accepted(await send(server(), VENDOR_TOKEN, leave(shared)));
      expect(await stillGood(shared, given)).toEqual(ALL);
      const partnerIds = [shared.leaving, staying];
      const back = { method: "PATCH", path: `/v1/organizations/${customer}`, body: { partnerIds } };
      accepted(await send(server(), VENDOR_TOKEN, back));
    }
  });

  test("of what is renamed, or given more rights, nothing ends", async () => {
    const shared = await makeShared(server());
    const given = await giveEverything(shared, shared.person.token);
    for (const body of [{ displayName: "Olga II" }, { role: "vendor_admin" }]) {
      accepted(await send(server(), VENDOR_TOKEN, change(shared, body)));
      expect(await stillGood(shared, given)).toEqual(ALL);
    }
  });

  test("at another customer stays when the partner leaves one", async () => {
    const shared = await makeShared(server());
    const elsewhere = await make(server(), "/v1/organizations", {
      name: "Elsewhere",
      partnerIds: [shared.leaving],
    });
    const given = await giveEverything({ ...shared, customer: elsewhere }, shared.person.token);
    accepted(await send(server(), VENDOR_TOKEN, leave(shared)));
    expect(await stillGood(shared, given)).toEqual(ALL);
  });
});

describe("tokens that tokens made", () => {
  const reads = { role: "partner_read_only" };

  test("end with the one above, at any depth, also if that is revoked; a preview names them", async () => {
    const shared = await makeShared(server());
    const chain = [{ id: "", token: shared.person.token }];
    for (let depth = 0; depth < 4; depth++) {
      const body = { name: `depth ${depth}`, role: "partner_full_admin" };
      chain.push(await post(chain.at(-1)?.token ?? "", "/v1/tokens", body));
    }
    const [, first, ...below] = chain;
    const shown = await get(server(), VENDOR_TOKEN, `/v1/tokens/${first?.id}/removal/preview`);
    expect(shown.ended.items.map(({ id }: { id: string }) => id)).toEqual(below.map(({ id }) => id));
    accepted(await send(server(), VENDOR_TOKEN, { method: "DELETE", path: `/v1/tokens/${first?.id}` }));
    for (const { token } of chain.slice(1)) {
      await refusedCall(server(), token, { method: "GET", path: "/v1/me" }, 401, "token_invalid");
    }
    const ended = (await lastChange(server())).map(({ id, action }) => [id, action]);
    expect(ended).toEqual(chain.slice(1).map(({ id }) => [id, "revoke_token"]));
  });

  test("stay when their maker is demoted to what they may do, and end when they may do more", async () => {
    const shared = await makeShared(server());
    const full = await post(shared.person.token, "/v1/tokens", { name: "all", role: "partner_full_admin" });
    const reader = await post(shared.person.token, "/v1/tokens", { name: "reads", ...reads });
    const readerOfToken = await post(full.token, "/v1/tokens", { name: "reads, too", ...reads });
    accepted(await send(server(), VENDOR_TOKEN, change(shared, reads)));
    const status = async (token: string) =>
      (await send(server(), token, { method: "GET", path: "/v1/me" })).status;
    expect([await status(full.token), await status(reader.token), await status(readerOfToken.token)]).toEqual(
      [401, 200, 401],
    );
  });

  test("stand above one another sixteen times, and no more", async () => {
    const shared = await makeShared(server());
    let { token } = shared.person;
    const body = { name: "again", role: "partner_full_admin" };
    for (let depth = 0; depth < 16; depth++) token = (await post(token, "/v1/tokens", body)).token;
    accepted(await send(server(), token, { method: "GET", path: "/v1/me" }));
    const call = { method: "POST", path: "/v1/tokens", body };
    await refusedCall(server(), token, call, 409, "token_chain_too_long");
  });
});

describe("what is kept on purpose", () => {
  const reason = "The nightly export goes on";

  test("works on, with who kept it as the sponsor and the reason in the ledger", async () => {
    const shared = await makeShared(server());
    const given = await giveEverything(shared, shared.person.token);
    const call = leave(shared);
    const body = { ...(call.body as object), keep: { reason } };
    const shown = await post(VENDOR_TOKEN, `/v1/organizations/${shared.customer}/preview`, body);
    expect([shown.ended.total, shown.kept.total]).toEqual([0, 3]);
    accepted(await send(server(), VENDOR_TOKEN, { ...call, body }));
    const kept = (await lastChange(server())).filter(({ after }) => after && "kept" in after);
    expect(kept.map(({ after }) => after)).toEqual(
      Array(3).fill(
        expect.objectContaining({
          kept: { sponsor: expect.objectContaining({ id: "configured-token" }), reason },
        }),
      ),
    );
    expect(await stillGood(shared, given)).toEqual(ALL);
    accepted(await send(server(), VENDOR_TOKEN, { method: "DELETE", path: administrator(shared) }));
    expect(await stillGood(shared, given)).toEqual(ALL);
    expect((await verifyLedger(server().context.store)).findings).toEqual([]);
  });

  test("is what is named, and nothing else; also with a removal, whose query names it", async () => {
    const shared = await makeShared(server());
    const given = await giveEverything(shared, shared.person.token);
    const path = `${administrator(shared)}?keep=${given.token.id}&keepReason=export`;
    accepted(await send(server(), VENDOR_TOKEN, { method: "DELETE", path }));
    expect(await stillGood(shared, given)).toEqual(["token", "settled"]);
  });

  test("needs a reason, and ends later with who kept it", async () => {
    const shared = await makeShared(server());
    const keeper = await enterAndSignIn(server());
    const given = await giveEverything(shared, shared.person.token);
    const remove = { method: "DELETE", path: `${administrator(shared)}?keep=all` };
    await refusedCall(server(), keeper.token, remove, 400, "invalid_field");
    const all = { method: "DELETE", path: `${administrator(shared)}?keep=all&keepReason=export` };
    accepted(await send(server(), keeper.token, all));
    expect(await stillGood(shared, given)).toEqual(ALL);
    const path = `/v1/administrators/${keeper.id}`;
    accepted(await send(server(), VENDOR_TOKEN, { method: "PATCH", path, body: { disabled: true } }));
    expect(await stillGood(shared, given)).toEqual(["settled"]);
  });

  test("is never more than who keeps it could grant: a partner that leaves keeps nothing there", async () => {
    const shared = await makeShared(server());
    const given = await giveEverything(shared, shared.person.token);
    const colleague = await enterAndSignIn(server(), {
      role: "partner_full_admin",
      partnerId: shared.leaving,
    });
    const call = leave(shared);
    const keeping = { ...call, body: { ...(call.body as object), keep: { reason } } };
    await refusedCall(server(), colleague.token, keeping, 403, "not_allowed");
    expect(await stillGood(shared, given)).toEqual(ALL);
    accepted(await send(server(), colleague.token, call));
    expect(await stillGood(shared, given)).toEqual(["settled"]);
  });
});
