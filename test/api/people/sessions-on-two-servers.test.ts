import { expect, test } from "vitest";
import { createDatabase } from "../../support/databases.ts";
import { type TestServer, VENDOR_TOKEN } from "../../support/running-server.ts";
import { withServers } from "../../support/several-servers.ts";
import { accepted, expectRefusal, get, refusedCall, send } from "../caller.ts";
import { make, makeToken } from "../tenancy.ts";
import { enter, enterAndSignIn, PASSWORD, setPassword, signIn } from "./sign-in.ts";

const ME = { method: "GET", path: "/v1/me" };
type Person = Awaited<ReturnType<typeof enterAndSignIn>>;

async function vendor(server: TestServer, method: string, path: string, body?: object) {
  return accepted(await send(server, VENDOR_TOKEN, { method, path, ...(body && { body }) }));
}

/** A person with a session opened at each of the servers, and each of them used at both. */
async function withSessions(
  work: (one: TestServer, other: TestServer, person: Person, sessions: string[]) => Promise<void>,
) {
  const url = await createDatabase();
  await withServers([url, url], async (one, other) => {
    await enter(one!, { displayName: "So that there is another one" });
    const person = await enterAndSignIn(one!);
    const { token } = accepted(await signIn(other!, person.email, PASSWORD));
    const sessions = [person.token, token];
    for (const server of [one!, other!]) for (const session of sessions) await get(server, session, "/v1/me");
    await work(one!, other!, person, sessions);
  });
}

async function expectEnded(servers: readonly TestServer[], sessions: readonly string[]) {
  for (const server of servers) {
    for (const session of sessions) await refusedCall(server, session, ME, 401, "session_ended");
  }
}

test("signing out at one server ends that session at the other with the next request, and no other session", async () => {
  await withSessions(async (one, other, _person, [mine = "", others = ""]) => {
    accepted(await send(one, mine, { method: "DELETE", path: "/v1/sessions/current" }));
    await expectEnded([one, other], [mine]);
    for (const server of [one, other]) await get(server, others, "/v1/me");
  });
});

test.each<[string, (server: TestServer, person: Person) => Promise<unknown>]>([
  ["disabling", (server, { id }) => vendor(server, "PATCH", `/v1/administrators/${id}`, { disabled: true })],
  ["removing", (server, { id }) => vendor(server, "DELETE", `/v1/administrators/${id}`)],
  [
    "a new one-time password for",
    (server, { id }) => vendor(server, "POST", `/v1/administrators/${id}/one-time-password`),
  ],
])("%s an administrator at one server ends all sessions at both", async (_what, end) => {
  await withSessions(async (one, other, person, sessions) => {
    await end(one, person);
    await expectEnded([other, one], sessions);
    expectRefusal(await signIn(other, person.email, PASSWORD), 401, "sign_in_failed");
  });
});

test("who is enabled again signs in anew: no session of before comes back", async () => {
  await withSessions(async (one, other, { id, email }, sessions) => {
    const path = `/v1/administrators/${id}`;
    await vendor(one, "PATCH", path, { disabled: true });
    await vendor(other, "PATCH", path, { disabled: false });
    await expectEnded([one, other], sessions);
    expect((await signIn(one, email, PASSWORD)).status).toBe(201);
  });
});

test("a changed password ends all sessions at both servers, but the one that it opens", async () => {
  await withSessions(async (one, other, { email }, sessions) => {
    const { token } = accepted(await setPassword(one, sessions[1] ?? "", PASSWORD, "another long password"));
    await expectEnded([other, one], sessions);
    await get(other, token, "/v1/me");
    expectRefusal(await signIn(other, email, PASSWORD), 401, "sign_in_failed");
  });
});

test("another role at one server is the role at the other with the next request", async () => {
  await withSessions(async (one, other, { id }, [session = ""]) => {
    const partnerId = await make(one, "/v1/partners", { name: "Alpha" });
    await vendor(one, "PATCH", `/v1/administrators/${id}`, { role: "partner_read_only", partnerId });
    expect(await get(other, session, "/v1/me")).toMatchObject({ role: "partner_read_only", partnerId });
  });
});

test("with a partner its people and tokens go, at both servers", async () => {
  const url = await createDatabase();
  await withServers([url, url], async (one, other) => {
    const partnerId = await make(one!, "/v1/partners", { name: "Alpha" });
    const role = "partner_full_admin";
    const { token: session } = await enterAndSignIn(one!, { role, partnerId });
    const token = await makeToken(one!, role, { partnerId });
    await get(other!, token, "/v1/me");
    await vendor(one!, "DELETE", `/v1/partners/${partnerId}`);
    await expectEnded([other!, one!], [session]);
    for (const server of [other!, one!]) await refusedCall(server, token, ME, 401, "token_invalid");
  });
});

test("of a sign-in with the old password while it is changed elsewhere no session is left", async () => {
  await withSessions(async (one, other, { email }, [session = ""]) => {
    const signingIn = Array.from({ length: 8 }, () => signIn(other, email, PASSWORD));
    const changed = await setPassword(one, session, PASSWORD, "another long password");
    const { token } = accepted(changed);
    const opened = (await Promise.all(signingIn)).filter(({ status }) => status === 201);
    await expectEnded(
      [one, other],
      opened.map(({ json }) => json.token),
    );
    await get(other, token, "/v1/me");
  });
});

test("wrong passwords at both servers count together, and the right one makes them forgotten at both", async () => {
  await withSessions(async (one, other, { email }) => {
    const wrong = (server: TestServer) => signIn(server, email, `${PASSWORD}!`);
    for (let count = 0; count < 4; count++) {
      for (const server of [one, other]) expectRefusal(await wrong(server), 401, "sign_in_failed");
    }
    accepted(await signIn(other, email, PASSWORD));
    for (let count = 0; count < 5; count++) {
      for (const server of [one, other]) expectRefusal(await wrong(server), 401, "sign_in_failed");
    }
    for (const server of [one, other]) {
      const refused = await signIn(server, email, PASSWORD);
      expectRefusal(refused, 429, "too_many_attempts");
      expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(800);
    }
  });
});
