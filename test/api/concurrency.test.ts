import { randomUUID } from "node:crypto";
import { beforeEach, describe, expect, test } from "vitest";
import { ENDPOINTS } from "../../src/api/endpoints.ts";
import { ledgerHead } from "../../src/store/ledger/ledger-table.ts";
import { DATABASE_KINDS } from "../support/databases.ts";
import { VENDOR_TOKEN } from "../support/running-server.ts";
import { accepted, type Call, changingNothing, expectRefusal, get, refusedCall, send } from "./caller.ts";
import { ENDPOINT_CASES } from "./endpoint-cases.ts";
import { INSIDERS, make, STRANGERS } from "./tenancy.ts";
import { tenancyGround } from "./tenancy-ground.ts";
import { useGround } from "./use-ground.ts";

const NOW = "2026-03-01T00:00:00Z";

describe.each(DATABASE_KINDS)("on %s", (kind) => {
  const here = useGround(() => tenancyGround(kind));

  beforeEach(() => here.server.setClock(NOW));

  describe("Idempotency-Key", () => {
    const post = (key: string, path: string, body?: object): Call => {
      return { method: "POST", path, body, headers: { "idempotency-key": key } };
    };
    const vendor = (call: Call) => send(here.server, VENDOR_TOKEN, call);

    test("the same call again is done once and gets the first answer, byte for byte", async () => {
      const call = post(randomUUID(), "/v1/organizations", { name: "Once", partnerIds: [here.alpha] });
      const first = await vendor(call);
      expect([first.status, first.headers.get("idempotency-replayed")]).toEqual([201, null]);
      here.server.setClock("2026-03-01T23:59:59Z");
      const again = await changingNothing(here.server, () => vendor(call));
      expect([again.status, again.text]).toEqual([201, first.text]);
      expect(again.headers.get("idempotency-replayed")).toBe("true");
      expect(again.headers.get("content-type")).toBe(first.headers.get("content-type"));
      const reordered = { partnerIds: [here.alpha], name: "Once" };
      expect((await vendor({ ...call, body: reordered })).text).toBe(first.text);
    });

    test("after 24 hours the key is free", async () => {
      const call = post("daily", "/v1/organizations", { name: "Daily", partnerIds: [] });
      const first = accepted(await vendor(call));
      here.server.setClock("2026-03-02T00:00:00Z");
      expect(accepted(await vendor(call)).id).not.toBe(first.id);
    });

    test("another body, or another address, under the same key is refused", async () => {
      const key = randomUUID();
      accepted(await vendor(post(key, "/v1/partners", { name: "First" })));
      const others = [
        post(key, "/v1/partners", { name: "Second" }),
        post(key, "/v1/organizations", { name: "First", partnerIds: [] }),
      ];
      for (const other of others) {
        await refusedCall(here.server, VENDOR_TOKEN, other, 422, "idempotency_key_reused");
      }
    });

    test("the key of one person is not that of another", async () => {
      const call = post(randomUUID(), "/v1/organizations", { name: "Mine", partnerIds: [here.alpha] });
      const mine = accepted(await vendor(call));
      const theirs = accepted(await send(here.server, here.tokens.partner_full_admin, call));
      expect(theirs.id).not.toBe(mine.id);
    });

    test("twins at the same time are one", async () => {
      const call = post(randomUUID(), "/v1/organizations", { name: `Twin ${kind}`, partnerIds: [] });
      const answers = await Promise.all(Array.from({ length: 8 }, () => vendor(call)));
      expect(new Set(answers.map(({ status, text }) => `${status} ${text}`)).size).toBe(1);
      const { items } = await get(here.server, VENDOR_TOKEN, `/v1/organizations?q=Twin%20${kind}`);
      expect(items).toHaveLength(1);
      const first = answers.filter(({ headers }) => headers.get("idempotency-replayed") === null);
      expect(first).toHaveLength(1);
    });

    test("what was refused is not kept: the same call may be tried again", async () => {
      const partner = await make(here.server, "/v1/partners", { name: "Soon gone" });
      const call = post(randomUUID(), "/v1/organizations", { name: "Tried", partnerIds: [randomUUID()] });
      expectRefusal(await vendor(call), 404, "not_found");
      expectRefusal(await vendor(call), 404, "not_found");
      const body = { name: "Tried", partnerIds: [partner] };
      accepted(await vendor({ ...call, body }));
    });

    test.each([
      ["a token", "/v1/tokens", () => ({ name: "script", role: "vendor_admin" }), "token"],
      [
        "an administrator",
        "/v1/administrators",
        () => ({ displayName: "Eve", email: `${randomUUID()}@example.org`, role: "vendor_admin" }),
        "oneTimePassword",
      ],
    ] as const)(
      "%s is made once, and its secret is kept nowhere",
      async (_what, path, bodyOf, secretField) => {
        const call = post(randomUUID(), path, bodyOf());
        const made = accepted(await vendor(call));
        const again = await changingNothing(here.server, () => vendor(call));
        expectRefusal(again, 409, "already_done");
        expect(again.json.message).toContain(made.id);
        const kept = await here.server.context.store.database
          .selectFrom("answered_calls")
          .selectAll()
          .where("shown_id", "=", made.id)
          .execute();
        expect(kept).toHaveLength(1);
        expect(JSON.stringify(kept)).not.toContain(made[secretField]);
      },
    );

    test.each(["", "two words", "é", "x".repeat(201)])("the key %j is refused", async (key) => {
      const call = post("", "/v1/partners", { name: "Key" });
      const headers = { "idempotency-key": Buffer.from(key).toString("latin1") };
      await refusedCall(here.server, VENDOR_TOKEN, { ...call, headers }, 400, "idempotency_key_malformed");
    });

    test("a call that records nothing leaves no answer behind, whoever sends it", async () => {
      const { database } = here.server.context.store;
      const count = async () => (await database.selectFrom("answered_calls").select("key").execute()).length;
      const before = await count();
      const settings = `/v1/organizations/${here.acme}/release-settings`;
      const body = { schedule: { cadence: "automatic" } };
      accepted(await send(here.server, VENDOR_TOKEN, { method: "PUT", path: settings, body }));
      for (const role of [...INSIDERS, ...STRANGERS]) {
        const token = here.tokens[role];
        const open = await send(here.server, token, post(randomUUID(), `${settings}/open`));
        expect([200, 403, 404], role).toContain(open.status);
        const preview = post(randomUUID(), `${settings}/preview`, body);
        expect([200, 403, 404], role).toContain((await send(here.server, token, preview)).status);
      }
      const refused = post(randomUUID(), "/v1/organizations", { name: "No", partnerIds: [randomUUID()] });
      expectRefusal(await vendor(refused), 404, "not_found");
      expect(await count()).toBe(before);
    });

    test("every POST can be sent twice under one key and changes something once", async () => {
      // To begin an upload changes nothing yet; what was begun twice is given up after a day.
      const isCounted = (path: string) => path !== "/v1/uploads";
      const posts = ENDPOINT_CASES.filter(({ endpoint: name }) => {
        return name.startsWith("POST ") && isCounted(name.slice("POST ".length));
      });
      const all = ENDPOINTS.filter(({ method, path }) => method === "POST" && isCounted(path));
      expect(posts).toHaveLength(all.length);
      // A token has no second factor; what it is told instead, the suite of refusals says.
      for (const one of posts.filter(({ refused }) => refused.vendor_admin === undefined)) {
        const headers = { "idempotency-key": `each-${one.endpoint.replaceAll(" ", "-")}` };
        const id = one.subject?.existing(here) ?? "";
        const plain = { method: "POST", ...one.call(here, id) };
        const call = { ...plain, headers: { ...plain.headers, ...headers } };
        const before = await ledgerHead(here.server.context.store.database);
        const first = await vendor(call);
        const after = await ledgerHead(here.server.context.store.database);
        const replayed = after.sequence > before.sequence ? "true" : null;
        expect(first.status, `${one.endpoint} ${first.text}`).toBe(one.status);
        const again = await changingNothing(here.server, () => vendor(call));
        expect(again.headers.get("idempotency-replayed"), one.endpoint).toBe(replayed);
        if (again.status === 409) expectRefusal(again, 409, "already_done");
        else expect([again.status, again.text], one.endpoint).toEqual([first.status, first.text]);
      }
    });
  });
});
