import { beforeAll, describe, expect, test } from "vitest";
import { DATABASE_KINDS } from "../../support/databases.ts";
import { startServer, type TestServer, VENDOR_TOKEN } from "../../support/running-server.ts";
import { borrowStore } from "../../support/store-pool.ts";
import { type Answered, accepted, send } from "../caller.ts";
import { makeAuthenticator } from "./authenticator.ts";
import { codeAt, PROOF, post, setUpApp, signInWith } from "./second-factor.ts";
import { enterAndSignIn, PASSWORD } from "./sign-in.ts";

const AT_ONCE = 5;

/** Sends the same call several times at once; gives the statuses, the lowest first. */
async function together(call: () => Promise<Answered>): Promise<number[]> {
  const answers = await Promise.all(Array.from({ length: AT_ONCE }, call));
  return answers.map(({ status }) => status).sort();
}

const oneOf = (accepted: number, refused: number) => [accepted, ...Array(AT_ONCE - 1).fill(refused)];

describe.each(DATABASE_KINDS)("of several uses at the same time one alone wins (%s):", (kind) => {
  let server: TestServer;
  beforeAll(async () => {
    const store = await borrowStore(kind);
    server = await startServer(store);
    server.setClock("2026-03-01T12:00:00Z");
    return async () => {
      await server.close();
      await store.close();
    };
  });

  test("a recovery code", async () => {
    const { email, token } = await enterAndSignIn(server);
    const { recoveryCodes } = await setUpApp(server, token);
    const statuses = await together(() => signInWith(server, email, recoveryCodes[0] ?? ""));
    expect(statuses).toEqual(oneOf(201, 403));
  });

  test("a code of an authenticator app", async () => {
    const { email, token } = await enterAndSignIn(server);
    const { secret } = await setUpApp(server, token);
    const code = codeAt(secret, server.context.now(), 30);
    expect(await together(() => signInWith(server, email, code))).toEqual(oneOf(201, 403));
  });

  test("a link", async () => {
    const { id } = await enterAndSignIn(server);
    const path = `/v1/administrators/${id}/recovery-link`;
    const { recoveryLink } = accepted(await send(server, VENDOR_TOKEN, { method: "POST", path }));
    const body = { secret: new URL(recoveryLink).hash.slice(1), password: PASSWORD };
    const statuses = await together(() => post(server, null, "/v1/invitations/accept", body));
    expect(statuses).toEqual(oneOf(201, 409));
  });

  test("an answer of a passkey, and the confirmation of one", async () => {
    const { token } = await enterAndSignIn(server);
    const key = makeAuthenticator(server.url);
    const begun = accepted(await post(server, token, "/v1/me/second-factors/passkey", PROOF));
    const body = { name: "Laptop", credential: key.create(begun.options) };
    const added = await together(() => post(server, token, "/v1/me/second-factors/passkey/confirm", body));
    expect(added).toEqual(oneOf(201, 409));
    const { options } = accepted(await post(server, null, "/v1/sessions/passkey/begin"));
    const signed = { credential: key.get(options) };
    expect(await together(() => post(server, null, "/v1/sessions/passkey", signed))).toEqual(oneOf(201, 401));
  });
});
