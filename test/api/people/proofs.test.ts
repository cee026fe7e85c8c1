import { beforeEach, describe, expect, test } from "vitest";
import { ENDPOINTS } from "../../../src/api/endpoints.ts";
import { type Answered, accepted, type Call, expectRefusal, get, send } from "../caller.ts";
import { ENDPOINT_CASES } from "../endpoint-cases.ts";
import { make, makeTenancy, type Tenancy } from "../tenancy.ts";
import { makeAuthenticator } from "./authenticator.ts";
import { usePeopleServer } from "./people-server.ts";
import { codeAt, PROOF, post, setUpApp } from "./second-factor.ts";
import { enter, enterAndSignIn, PASSWORD, signIn } from "./sign-in.ts";

const server = usePeopleServer();
const ASKED = { displayName: "Ned", email: "ned@example.org", role: "vendor_admin" };

/** What a stolen session would do: enter an administrator of its own, with an address nobody has yet. */
let entered = 0;
const addSomebody = (token: string): Promise<Answered> =>
  post(server(), token, "/v1/administrators", { ...ASKED, email: `ned-${entered++}@example.org` });

const setClock = (time: string) => server().setClock(`2026-03-01T${time}Z`);
beforeEach(() => setClock("12:00:00"));

describe("the calls that ask for a proof", () => {
  test("are these", () => {
    const asking = endpointsAsking(true);
    expect(endpointsAsking("to_keep")).toEqual([
      "DELETE /v1/partners/:id",
      "DELETE /v1/tokens/:id",
      "PATCH /v1/organizations/:id",
    ]);
    expect(asking).toEqual([
      "DELETE /v1/administrators/:id",
      "DELETE /v1/administrators/:id/second-factors",
      "PATCH /v1/administrators/:id",
      "PATCH /v1/product",
      "POST /v1/administrators",
      "POST /v1/administrators/:id/one-time-password",
      "POST /v1/administrators/:id/recovery-link",
      "POST /v1/tokens",
      "POST /v1/tokens/:id/keep",
      "POST /v1/tuf/roots",
    ]);
  });

  test("are refused in a session whose person signed in ten minutes ago", async () => {
    const tenancy = await makeTenancy(server());
    const { token } = await enterAndSignIn(server());
    setClock("12:10:00");
    for (const endpoint of endpointsAsking(true)) {
      expectRefusal(await send(server(), token, callOf(tenancy, endpoint)), 403, "proof_needed");
    }
  });

  test("are those that make the caller a sponsor, too, and without that the same calls are not", async () => {
    const { token } = await enterAndSignIn(server());
    const made = accepted(await post(server(), token, "/v1/tokens", { name: "CI", role: "vendor_admin" }));
    const partner = await make(server(), "/v1/partners", { name: "Gone" });
    const organization = await make(server(), "/v1/organizations", { name: "Initech", partnerIds: [] });
    setClock("12:10:00");
    const calls: readonly Call[] = [
      { method: "DELETE", path: `/v1/tokens/${made.id}` },
      { method: "DELETE", path: `/v1/partners/${partner}` },
      { method: "PATCH", path: `/v1/organizations/${organization}`, body: { name: "Initech Ltd" } },
    ];
    expect(calls).toHaveLength(endpointsAsking("to_keep").length);
    for (const call of calls) {
      expectRefusal(await send(server(), token, keeping(call)), 403, "proof_needed");
      accepted(await send(server(), token, call));
    }
  });
});

function endpointsAsking(when: true | "to_keep"): readonly string[] {
  const asking = ENDPOINTS.filter(({ asksForProof }) => asksForProof === when);
  return asking.map(({ method, path }) => `${method} ${path}`).sort();
}

/** The same call, with which the caller becomes the sponsor of what would end. */
function keeping({ body, ...call }: Call): Call {
  if (body === undefined) return { ...call, path: `${call.path}?keep=all&keepReason=Theirs` };
  return { ...call, body: { ...Object(body), keep: { reason: "Theirs" } } };
}

/** A right call of an endpoint, but for its subject. */
function callOf(tenancy: Tenancy, endpoint: string): Call {
  const one = ENDPOINT_CASES.find((known) => known.endpoint === endpoint);
  if (!one) throw new Error(`${endpoint} has no case`);
  return { method: endpoint.split(" ")[0] ?? "", ...one.call(tenancy, tenancy.acme) };
}

describe("a session", () => {
  test("may give access until ten minutes after the sign-in", async () => {
    const { token } = await enterAndSignIn(server());
    setClock("12:09:59");
    expect((await addSomebody(token)).status).toBe(201);
    setClock("12:10:00");
    expectRefusal(await addSomebody(token), 403, "proof_needed");
  });

  test("may give access again for ten minutes once the password is given", async () => {
    const { token } = await enterAndSignIn(server());
    setClock("13:00:00");
    const proved = await post(server(), token, "/v1/me/proof", PROOF);
    expect([proved.status, proved.json]).toEqual([200, { provedUntil: "2026-03-01T13:10:00.000Z" }]);
    expect((await addSomebody(token)).status).toBe(201);
    setClock("13:10:00");
    expectRefusal(await addSomebody(token), 403, "proof_needed");
  });

  test("is not proved by what a clock noted that was ahead", async () => {
    setClock("13:00:00");
    const { token } = await enterAndSignIn(server());
    setClock("12:55:00");
    expect((await addSomebody(token)).status).toBe(201);
    setClock("12:50:00");
    expectRefusal(await addSomebody(token), 403, "proof_needed");
  });

  test("is proved by itself: another session of the same person stays as it was", async () => {
    const { token, email } = await enterAndSignIn(server());
    const other = accepted(await signIn(server(), email, PASSWORD)).token;
    setClock("13:00:00");
    accepted(await post(server(), other, "/v1/me/proof", PROOF));
    expectRefusal(await addSomebody(token), 403, "proof_needed");
    expect((await addSomebody(other)).status).toBe(201);
  });

  test("is not proved by a wrong password or code", async () => {
    const { token } = await enterAndSignIn(server());
    setClock("13:00:00");
    const wrong = await post(server(), token, "/v1/me/proof", { currentPassword: `${PASSWORD}!` });
    expectRefusal(wrong, 403, "password_wrong");
    const code = await post(server(), token, "/v1/me/proof", { code: "000000" });
    expectRefusal(code, 403, "second_factor_wrong");
    expectRefusal(await addSomebody(token), 403, "proof_needed");
  });

  test("is proved by a code of the owner's authenticator app", async () => {
    const { token } = await enterAndSignIn(server());
    const app = await setUpApp(server(), token);
    setClock("13:00:00");
    const code = codeAt(app.secret, server().context.now());
    accepted(await post(server(), token, "/v1/me/proof", { code }));
    expect((await addSomebody(token)).status).toBe(201);
  });

  test("is proved by a passkey of the owner, and by nobody else's", async () => {
    const [one, other] = [await withPasskey(), await withPasskey()];
    setClock("13:00:00");
    const begin = async () => accepted(await post(server(), null, "/v1/sessions/passkey/begin")).options;
    const foreign = await post(server(), one.token, "/v1/me/proof", {
      credential: other.key.get(await begin()),
    });
    expectRefusal(foreign, 400, "passkey_invalid");
    expectRefusal(await addSomebody(one.token), 403, "proof_needed");
    accepted(await post(server(), one.token, "/v1/me/proof", { credential: one.key.get(await begin()) }));
    expect((await addSomebody(one.token)).status).toBe(201);
  });

  test("is proved by one thing at a time", async () => {
    const { token } = await enterAndSignIn(server());
    for (const body of [{}, { currentPassword: PASSWORD, code: "000000" }]) {
      expectRefusal(await post(server(), token, "/v1/me/proof", body), 400, "invalid_field");
    }
  });
});

test("a token is asked for no proof, however old it is", async () => {
  const { token } = await enterAndSignIn(server());
  const made = accepted(await post(server(), token, "/v1/tokens", { name: "Old", role: "vendor_admin" }));
  setClock("18:00:00");
  expect((await addSomebody(made.token)).status).toBe(201);
});

test("a list of administrators says when each last signed in", async () => {
  const [person, nobody] = [await enterAndSignIn(server()), await enter(server())];
  setClock("14:30:00");
  accepted(await signIn(server(), person.email, PASSWORD));
  const lastSignInOf = async ({ id, email }: { id: string; email: string }) => {
    const { items } = await get(server(), person.token, `/v1/administrators?q=${email}`);
    return items.find((one: { id: string }) => one.id === id).lastSignInAt;
  };
  expect(await lastSignInOf(person)).toBe("2026-03-01T14:30:00.000Z");
  expect(await lastSignInOf(nobody)).toBeNull();
});

async function withPasskey() {
  const person = await enterAndSignIn(server());
  const key = makeAuthenticator(server().url);
  const { options } = accepted(await post(server(), person.token, "/v1/me/second-factors/passkey", PROOF));
  const body = { name: "Laptop", credential: key.create(options) };
  accepted(await post(server(), person.token, "/v1/me/second-factors/passkey/confirm", body));
  return { ...person, key };
}
