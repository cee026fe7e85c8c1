import { describe, expect, test } from "vitest";
import { accepted, expectRefusal, get, send } from "../caller.ts";
import { type Authenticator, makeAuthenticator } from "./authenticator.ts";
import { usePeopleServer } from "./people-server.ts";
import { PROOF, post } from "./second-factor.ts";
import { enterAndSignIn, PASSWORD, signIn } from "./sign-in.ts";

const server = usePeopleServer();
const FACTORS = "/v1/me/second-factors";

const beginAdding = async (token: string) =>
  accepted(await post(server(), token, `${FACTORS}/passkey`, PROOF)).options;
const confirm = (token: string, credential: object) =>
  post(server(), token, `${FACTORS}/passkey/confirm`, { name: "Laptop", credential });
const beginSignIn = async () => accepted(await post(server(), null, "/v1/sessions/passkey/begin")).options;
const finishSignIn = (credential: object) => post(server(), null, "/v1/sessions/passkey", { credential });

async function withPasskey() {
  const person = await enterAndSignIn(server());
  const key = makeAuthenticator(server().url);
  const added = accepted(await confirm(person.token, key.create(await beginAdding(person.token))));
  return { ...person, key, added };
}

describe("a passkey", () => {
  test("is added, and then signs in by itself: it is both factors", async () => {
    const { id, email, key, added, token } = await withPasskey();
    expect(added).toMatchObject({ kind: "passkey", name: "Laptop" });
    expect(added.recoveryCodes).toHaveLength(10);
    const opened = await finishSignIn(key.get(await beginSignIn()));
    expect([opened.status, opened.json.person.id]).toEqual([201, id]);
    expect(opened.headers.getSetCookie()[0]).toContain(opened.json.token);
    const asked = await signIn(server(), email, PASSWORD);
    expect([asked.status, asked.json.secondFactors]).toEqual([401, ["passkey"]]);
    expect((await get(server(), token, FACTORS)).items[0].lastUsedAt).not.toBeNull();
  });

  test("verifies its owner, finds the account by itself, and is not made twice in one authenticator", async () => {
    const { token, key } = await withPasskey();
    const options = await beginAdding(token);
    expect(options.authenticatorSelection).toMatchObject({
      residentKey: "required",
      userVerification: "required",
    });
    expect(options.excludeCredentials).toMatchObject([{ id: key.id }]);
    expectRefusal(await confirm(token, key.create(options)), 409, "passkey_exists");
  });

  test.each<[string, (key: Authenticator, options: { challenge: string }) => object]>([
    ["that does not verify who holds it", (key, options) => key.create(options, { isUserVerified: false })],
    ["that was made for another host", (key, options) => key.create(options, { rpId: "evil.example" })],
    [
      "that was made on a page of another origin",
      (key, options) => key.create(options, { origin: "https://evil.example" }),
    ],
  ])("%s is not added", async (_what, make) => {
    const { token } = await enterAndSignIn(server());
    const made = make(makeAuthenticator(server().url), await beginAdding(token));
    expectRefusal(await confirm(token, made), 400, "passkey_invalid");
    expect((await get(server(), token, FACTORS)).items).toEqual([]);
  });

  test("answers the challenge of its own session, once", async () => {
    const [one, other] = [await enterAndSignIn(server()), await enterAndSignIn(server())];
    const made = makeAuthenticator(server().url).create(await beginAdding(one.token));
    expectRefusal(await confirm(other.token, made), 409, "second_factor_attempt_ended");
    accepted(await confirm(one.token, made));
    expectRefusal(await confirm(one.token, made), 409, "second_factor_attempt_ended");
    const signed = makeAuthenticator(server().url).create(await beginSignIn());
    expectRefusal(await confirm(one.token, signed), 409, "second_factor_attempt_ended");
  });
});

describe("signing in with a passkey", () => {
  test.each<[string, (key: Authenticator, options: { challenge: string }) => object]>([
    ["that does not verify who holds it", (key, options) => key.get(options, { isUserVerified: false })],
    ["for another host", (key, options) => key.get(options, { rpId: "evil.example" })],
    ["on a page of another origin", (key, options) => key.get(options, { origin: "https://evil.example" })],
    ["with a challenge of nobody's", (key) => key.get({ challenge: "made-up" })],
    ["that nobody has", (_key, options) => makeAuthenticator(server().url).get(options)],
  ])("%s is refused, in the same words", async (_what, sign) => {
    const { key } = await withPasskey();
    const refused = await finishSignIn(sign(key, await beginSignIn()));
    expectRefusal(refused, 401, "sign_in_failed");
    expect(refused.json.message).toContain("This passkey signs nobody in here");
    expect(refused.headers.getSetCookie()).toEqual([]);
  });

  test("with the key of somebody else under one's id is refused", async () => {
    const [mine, theirs] = [await withPasskey(), await withPasskey()];
    const signed = { ...mine.key.get(await beginSignIn()), id: theirs.key.id, rawId: theirs.key.id };
    expectRefusal(await finishSignIn(signed), 401, "sign_in_failed");
  });

  test("is good once: the same answer again is refused", async () => {
    const { key } = await withPasskey();
    const signed = key.get(await beginSignIn());
    accepted(await finishSignIn(signed));
    expectRefusal(await finishSignIn(signed), 401, "sign_in_failed");
  });

  test("with the challenge for adding one is refused", async () => {
    const { key, token } = await withPasskey();
    expectRefusal(await finishSignIn(key.get(await beginAdding(token))), 401, "sign_in_failed");
  });

  test("is refused when the authenticator counts backwards, as a copy would", async () => {
    const { key } = await withPasskey();
    accepted(await finishSignIn(key.get(await beginSignIn(), { signatures: 7 })));
    expectRefusal(await finishSignIn(key.get(await beginSignIn(), { signatures: 6 })), 401, "sign_in_failed");
    accepted(await finishSignIn(key.get(await beginSignIn(), { signatures: 8 })));
  });

  test("signs in as often as one likes; what is only begun is bounded for the address", async () => {
    const { key } = await withPasskey();
    const { challenges, now } = server().context;
    for (
      let other = 0;
      challenges.begin("passkeys", "127.0.0.1", now(), { isNobodys: true }) === 0;
      other++
    ) {
      expect(other).toBeLessThan(1_000);
    }
    challenges.succeed("passkeys", "127.0.0.1", { isNobodys: true });
    for (let often = 0; often < 3; often++) accepted(await finishSignIn(key.get(await beginSignIn())));
    await beginSignIn();
    const refused = await post(server(), null, "/v1/sessions/passkey/begin");
    expectRefusal(refused, 429, "too_many_attempts");
    expect(Number(refused.headers.get("retry-after"))).toBeLessThanOrEqual(600);
    server().setClock(new Date(now() + 11 * 60_000).toISOString());
    await beginSignIn();
  });

  test("is refused to who is disabled, and begins the same for everybody", async () => {
    const { id, key } = await withPasskey();
    const manager = await enterAndSignIn(server());
    const call = { method: "PATCH", path: `/v1/administrators/${id}`, body: { disabled: true } };
    accepted(await send(server(), manager.token, call));
    const options = await beginSignIn();
    expect(options.allowCredentials ?? []).toEqual([]);
    expectRefusal(await finishSignIn(key.get(options)), 401, "sign_in_failed");
  });
});
