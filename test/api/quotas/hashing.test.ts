import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { hashInTurn } from "../../../src/api/shares/hashing.ts";
import { Shares } from "../../../src/api/shares/shares.ts";
import { DEFAULT_QUOTAS } from "../../../src/tenancy/quota.ts";
import { accepted, type Call, expectRefusal, send } from "../caller.ts";
import { expectQuota, quotaGround } from "./quota-ground.ts";

let here: Awaited<ReturnType<typeof quotaGround>>;
let hashes = 0;

beforeAll(async () => {
  here = await quotaGround({ organization_people: 3, address_hashes: 3 });
  const { passwords } = here.server.context;
  const hash = passwords.hash.bind(passwords);
  const isPassword = passwords.isPassword.bind(passwords);
  // Counts what the real ones do.
  passwords.hash = (password) => {
    hashes++;
    return hash(password);
  };
  passwords.isPassword = async (stored, password) => {
    hashes++;
    await new Promise((resolve) => setTimeout(resolve, 300));
    return isPassword(stored, password);
  };
});
afterAll(() => here.close());

const NOBODY = "00000000-0000-4000-8000-000000000000";
const person = (body: object): Call => ({
  method: "POST",
  path: "/v1/administrators",
  body: { displayName: "Pat", email: "pat@example.org", ...body },
});
const renew = (id: string): Call => ({ method: "POST", path: `/v1/administrators/${id}/one-time-password` });

describe("no password is hashed for a call that is refused:", () => {
  test.each([
    ["a person of an unknown customer", "partner_full_admin", () => ({ organizationId: NOBODY }), 404],
    ["a person of another's customer", "partner_full_admin", () => ({ organizationId: here.foreign }), 404],
    ["a person above oneself", "organization_full_admin", () => ({ role: "vendor_admin" }), 403],
    ["a person by a role that may not", "organization_read_only", () => ({}), 403],
    ["a person with no customer", "vendor_admin", () => ({}), 400],
  ] as const)("%s", async (_, who, scope, status) => {
    const before = hashes;
    const call = person({ role: "organization_read_only", ...scope() });
    expect((await send(here.server, here.tokens[who], call)).status).toBe(status);
    expect(hashes).toBe(before);
  });

  test("a person with an address that is taken, and one too many", async () => {
    const scope = { role: "organization_read_only", organizationId: here.other };
    const by = here.tokens.partner_full_admin;
    for (const email of ["a@example.org", "b@example.org", "c@example.org"]) {
      accepted(await send(here.server, by, person({ ...scope, email })));
    }
    const before = hashes;
    const taken = await send(
      here.server,
      here.tokens.vendor_admin,
      person({ ...scope, email: "A@example.org" }),
    );
    expectRefusal(taken, 409, "email_taken");
    const more = await send(here.server, by, person({ ...scope, email: "d@example.org" }));
    expectQuota(more, "organization_people", 3);
    expect(hashes).toBe(before);
  });

  test("a new one-time password of nobody, or of somebody elsewhere", async () => {
    const before = hashes;
    for (const who of ["vendor_admin", "partner_full_admin", "organization_full_admin"] as const) {
      expectRefusal(await send(here.server, here.tokens[who], renew(NOBODY)), 404, "not_found");
    }
    const elsewhere = renew(here.administrator);
    expectRefusal(await send(here.server, here.tokens.beta_full_admin, elsewhere), 404, "not_found");
    expect(hashes).toBe(before);
    accepted(await send(here.server, here.tokens.partner_full_admin, elsewhere));
    expect(hashes).toBe(before + 1);
  });
});

test("of many passwords at once an address has some tried, and is told to send the others later", async () => {
  const guess = (time: number) => {
    const body = { email: `nobody-${time}@example.org`, password: "a guess of many" };
    return send(here.server, null, { method: "POST", path: "/v1/sessions", body });
  };
  const answers = await Promise.all(Array.from({ length: 12 }, (_, time) => guess(time)));
  const refused = answers.filter(({ status }) => status === 429);
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([401, 429]));
  for (const one of refused) expectQuota(one, "address_hashes", 3);
  expectRefusal(await guess(99), 401, "sign_in_failed");
});

describe("hashes in their turn", () => {
  const from = (ip: string) => ({ ip }) as Parameters<typeof hashInTurn>[1];
  const never = () => new Promise<string>(() => undefined);

  test("count a network of IPv6 as one address, and an IPv4 address however it is written", async () => {
    const shares = new Shares({ ...DEFAULT_QUOTAS, address_hashes: 2 });
    const hash = (ip: string, work = never) => hashInTurn({ shares }, from(ip), work);
    void hash("2001:db8:1:2::1");
    void hash("2001:db8:1:2:ffff::2");
    expect(await hash("2001:db8:1:2::3")).toMatchObject({ ok: false });
    expect(await hash("2001:db8:1:3::1", async () => "done")).toEqual({ ok: true, value: "done" });
    void hash("192.0.2.1");
    void hash("::ffff:192.0.2.1");
    expect(await hash("192.0.2.1")).toMatchObject({ ok: false });
    expect(await hash("192.0.2.2", async () => "done")).toEqual({ ok: true, value: "done" });
  });

  test("are bounded for everybody together, and give their place back when they fail", async () => {
    const shares = new Shares({ ...DEFAULT_QUOTAS, server_hashes: 2 });
    const fail = () => Promise.reject(new Error("no memory"));
    for (let time = 0; time < 5; time++) {
      await expect(hashInTurn({ shares }, from("192.0.2.1"), fail)).rejects.toThrow("no memory");
    }
    for (const ip of ["192.0.2.1", "192.0.2.2"]) void hashInTurn({ shares }, from(ip), never);
    const third = await hashInTurn({ shares }, from("192.0.2.3"), never);
    expect(third).toMatchObject({ ok: false, error: { code: "quota_reached" } });
  });
});
