import { sql } from "kysely";
import { beforeAll, describe, expect, test } from "vitest";
import type { Store } from "../../../src/store/store.ts";
import { verifyLedger } from "../../../src/store/verify/verify-ledger.ts";
import { startServer, type TestServer, VENDOR_TOKEN } from "../../support/running-server.ts";
import { borrowStore } from "../../support/store-pool.ts";
import { accepted, changingNothing, expectRefusal, get, send } from "../caller.ts";
import {
  endKey,
  enrolmentOf,
  enrolmentPath,
  makeKey,
  NOW,
  newEnrolled,
  newOrganization,
  setRequired,
} from "./ground.ts";

let store: Store;
let server: TestServer;

beforeAll(async () => {
  store = await borrowStore("embedded");
  server = await startServer(store);
  server.setClock(NOW);
  return async () => {
    await server.close();
    await store.close();
  };
});

const ask = (method: string, path: string, body?: object) =>
  send(server, VENDOR_TOKEN, { method, path, ...(body && { body }) });

describe("an enrolment key", () => {
  test("is made, renewed beside the old one, and ended; its number is never used again", async () => {
    const id = await newOrganization(server);
    const none = { installations: 0, withoutKey: 0, unproven: 0 };
    expect(await enrolmentOf(server, id)).toEqual({ required: false, keys: [], seen: none });
    const first = await makeKey(server, id);
    expect(first).toMatch(/^[\w-]{22}$/);
    await setRequired(server, id, true);
    const second = await makeKey(server, id);
    const key = { createdAt: "2026-03-10T12:00:00.000Z", installations: 0 };
    expect(await enrolmentOf(server, id)).toEqual({
      required: true,
      keys: [
        { number: 1, tag: first, ...key },
        { number: 2, tag: second, ...key },
      ],
      seen: none,
    });
    await endKey(server, id, 1);
    await setRequired(server, id, false);
    await endKey(server, id, 2);
    const third = await makeKey(server, id);
    expect((await enrolmentOf(server, id)).keys).toEqual([{ number: 3, tag: third, ...key }]);
    expect(new Set([first, second, third]).size).toBe(3);
  });

  test("is not required before there is one, is the last one only while none is required, and has one beside it at most", async () => {
    const id = await newOrganization(server);
    const path = enrolmentPath(id);
    const refused = (method: string, at: string, code: string, body?: object) =>
      changingNothing(server, async () => expectRefusal(await ask(method, at, body), 409, code));
    await refused("PUT", path, "enrolment_key_missing", { required: true });
    await makeKey(server, id);
    await setRequired(server, id, true);
    await refused("DELETE", `${path}/keys/1`, "enrolment_key_last");
    await makeKey(server, id);
    await refused("POST", `${path}/keys`, "enrolment_keys_full");
    for (const number of [3, 99]) {
      expectRefusal(await ask("DELETE", `${path}/keys/${number}`), 404, "not_found");
    }
    for (const number of ["0", "-1", "x", "2147483648"]) {
      expect((await ask("DELETE", `${path}/keys/${number}`)).status).toBe(400);
    }
  });

  test("has a secret that no answer and no entry has, and a tag that only those who see the organization are told", async () => {
    const { id, tag } = await newEnrolled(server);
    const { rows } = await sql<{ secret: string }>`
      select secret from enrolment_keys where organization_id = ${id}`.execute(store.database);
    const { rows: entries } = await sql<{ after: unknown }>`
      select after from ledger_entries where organization_id = ${id}`.execute(store.database);
    const secret = rows[0]?.secret ?? "";
    expect(secret).toMatch(/^[\w-]{43}$/);
    const ledger = JSON.stringify(entries);
    expect(ledger).toContain("tagDigest");
    const shown = [await enrolmentOf(server, id), await get(server, VENDOR_TOKEN, "/v1/adminAudit/events")];
    expect(JSON.stringify([ledger, shown])).not.toContain(secret);
    expect(ledger).not.toContain(tag);
    expect(JSON.stringify(shown[1])).not.toContain(tag);
  });

  test("saved unseen over another change is refused, and a save that changes nothing is no entry", async () => {
    const { id } = await newEnrolled(server);
    const path = enrolmentPath(id);
    const seen = await send(server, VENDOR_TOKEN, { method: "GET", path });
    const tag = seen.headers.get("etag") ?? "";
    await makeKey(server, id);
    const late = { method: "PUT", path, body: { required: false }, headers: { "if-match": tag } };
    expectRefusal(await send(server, VENDOR_TOKEN, late), 412, "changed_meanwhile");
    await changingNothing(server, async () => accepted(await ask("PUT", path, { required: true })));
  });

  test("goes with its organization, and stays where the release settings are saved", async () => {
    const { id } = await newEnrolled(server);
    const settings = `/v1/organizations/${id}/release-settings`;
    accepted(await ask("PUT", settings, { schedule: { cadence: "latest", deferralWeeks: 1 } }));
    expect((await enrolmentOf(server, id)).keys).toHaveLength(1);
    expect((await ask("DELETE", `/v1/organizations/${id}`)).status).toBe(204);
    expectRefusal(await ask("GET", enrolmentPath(id)), 404, "not_found");
    const { rows } = await sql`
      select organization_id from enrolment_keys where organization_id = ${id}`.execute(store.database);
    expect(rows).toEqual([]);
    expect((await verifyLedger(store)).findings).toEqual([]);
  });

  test("is required, or not, again by an undo; that it was made or ended is not undone", async () => {
    const { id } = await newEnrolled(server);
    const events = `/v1/adminAudit/events`;
    const newest = async () => (await get(server, VENDOR_TOKEN, `${events}?max=1`)).items[0];
    const { sequence, action } = await newest();
    expect(action).toBe("change_enrolment");
    accepted(await ask("POST", `${events}/${sequence}/undo`));
    expect((await enrolmentOf(server, id)).required).toBe(false);
    await endKey(server, id, 1);
    const ended = await newest();
    expectRefusal(await ask("POST", `${events}/${ended.sequence}/undo`), 409, "undo_of_enrolment_key");
  });

  test("that was put into the database without an entry is found, and so is another secret", async () => {
    const { id } = await newEnrolled(server);
    const { id: planted } = await newEnrolled(server);
    await sql`update enrolment_keys set secret = 'another' where organization_id = ${id}`.execute(
      store.database,
    );
    await sql`
      insert into enrolment_keys (organization_id, number, secret, created_at)
      values (${planted}, 7, 'planted', now())`.execute(store.database);
    const found = (await verifyLedger(store)).findings.map((finding) => JSON.stringify(finding));
    expect(found).toHaveLength(2);
    for (const one of [id, planted]) expect(found.some((finding) => finding.includes(one))).toBe(true);
    await sql`delete from enrolment_keys where organization_id in (${id}, ${planted})`.execute(
      store.database,
    );
  });
});
