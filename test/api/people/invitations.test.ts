import { describe, expect, test } from "vitest";
import { VENDOR_TOKEN } from "../../support/running-server.ts";
import { type Answered, accepted, expectRefusal, get, refusedCall, send } from "../caller.ts";
import { usePeopleServer } from "./people-server.ts";
import { codeAt, post, setUpApp, signInWith } from "./second-factor.ts";
import { enterAndSignIn, PASSWORD, signIn } from "./sign-in.ts";

const server = usePeopleServer();
const NEXT = "entirely different words";
let count = 0;

const vendor = async (method: string, path: string, body?: object) =>
  accepted(await send(server(), VENDOR_TOKEN, { method, path, ...(body && { body }) }));

async function invite() {
  const person = { displayName: "Ines", email: `ines-${count++}@example.org`, role: "vendor_admin" };
  const made = await vendor("POST", "/v1/administrators", person);
  return { ...made, secret: secretIn(made.invitationLink) };
}

function secretIn(link: string): string {
  const { origin, pathname, search, hash } = new URL(link);
  expect([origin, pathname, search]).toEqual([server().url, "/welcome", ""]);
  return hash.slice(1);
}

const look = (secret: string) => post(server(), null, "/v1/invitations/look", { secret });
const accept = (secret: string, password = PASSWORD): Promise<Answered> =>
  post(server(), null, "/v1/invitations/accept", { secret, password });
const recover = async (id: string) =>
  secretIn((await vendor("POST", `/v1/administrators/${id}/recovery-link`)).recoveryLink);

describe("an invitation link", () => {
  test("says whose it is, sets a password once, and signs in", async () => {
    const { id, email, secret, oneTimePassword } = await invite();
    expect(accepted(await look(secret))).toEqual({
      displayName: "Ines",
      email,
      endsAt: "2026-03-04T12:00:00.000Z",
    });
    const opened = await accept(secret);
    expect([opened.status, opened.json.email, opened.json.session.person.id]).toEqual([201, email, id]);
    expect(opened.json.session.passwordChangeNeeded).toBe(false);
    expect(opened.headers.getSetCookie()[0]).toContain(opened.json.session.token);
    expectRefusal(await accept(secret), 409, "invitation_ended");
    expectRefusal(await look(secret), 409, "invitation_ended");
    expectRefusal(await signIn(server(), email, oneTimePassword), 401, "sign_in_failed");
    expect((await signIn(server(), email, PASSWORD)).status).toBe(201);
    const { items } = await get(server(), VENDOR_TOKEN, "/v1/adminAudit/events?subject=administrator&max=1");
    expect(items[0]).toMatchObject({ action: "accept_invitation", actor: { id } });
    expect(JSON.stringify(items)).not.toContain(secret);
  });

  test("ends when its owner uses the one-time password, is given another, is disabled or removed", async () => {
    const used = await invite();
    const { token } = accepted(await signIn(server(), used.email, used.oneTimePassword));
    const passwords = { currentPassword: used.oneTimePassword, newPassword: PASSWORD };
    accepted(await send(server(), token, { method: "PUT", path: "/v1/me/password", body: passwords }));
    const renewed = await invite();
    await vendor("POST", `/v1/administrators/${renewed.id}/one-time-password`);
    const disabled = await invite();
    await vendor("PATCH", `/v1/administrators/${disabled.id}`, { disabled: true });
    const removed = await invite();
    await vendor("DELETE", `/v1/administrators/${removed.id}`);
    for (const { secret } of [used, renewed, disabled, removed]) {
      expectRefusal(await look(secret), 409, "invitation_ended");
      expectRefusal(await accept(secret), 409, "invitation_ended");
    }
  });

  test("ends with the rights of who made it", async () => {
    const giver = await enterAndSignIn(server());
    const body = { displayName: "Ines", email: `ines-${count++}@example.org`, role: "vendor_admin" };
    const made = accepted(await post(server(), giver.token, "/v1/administrators", body));
    const secret = secretIn(made.invitationLink);
    accepted(await look(secret));
    await vendor("PATCH", `/v1/administrators/${giver.id}`, { disabled: true });
    expectRefusal(await accept(secret), 409, "invitation_ended");
  });

  test("takes no weak password, and is still good after one", async () => {
    const { secret, email } = await invite();
    expectRefusal(await accept(secret, "short"), 400, "password_too_short");
    expectRefusal(await accept(secret, email), 400, "password_is_email");
    expectRefusal(await accept(secret, "password1234"), 400, "password_guessable");
    expect((await accept(secret)).status).toBe(201);
  });

  test("that nobody made is answered in the same words as one that ended", async () => {
    const { secret } = await invite();
    accepted(await accept(secret));
    const [ended, unknown] = [await look(secret), await look("made up")];
    expect([unknown.status, unknown.json.message]).toEqual([ended.status, ended.json.message]);
  });

  test("is not tried from another site's page", async () => {
    const { secret } = await invite();
    const call = { method: "POST", path: "/v1/invitations/accept", body: { secret, password: PASSWORD } };
    const headers = { "sec-fetch-site": "cross-site" };
    await refusedCall(server(), null, { ...call, headers }, 403, "cross_site_request");
  });
});

describe("a recovery link", () => {
  test("ends the old password and all sessions, and sets another password once", async () => {
    const person = await enterAndSignIn(server());
    const secret = await recover(person.id);
    await refusedCall(server(), person.token, { method: "GET", path: "/v1/me" }, 401, "session_ended");
    expectRefusal(await signIn(server(), person.email, PASSWORD), 401, "sign_in_failed");
    expect((await accept(secret, NEXT)).status).toBe(201);
    expect((await signIn(server(), person.email, NEXT)).status).toBe(201);
    expectRefusal(await accept(secret, NEXT), 409, "invitation_ended");
  });

  test("does not replace a second factor: it sets the password, and signs nobody in", async () => {
    const person = await enterAndSignIn(server());
    const { secret: key } = await setUpApp(server(), person.token);
    const opened = await accept(await recover(person.id), NEXT);
    expect(opened.json).toEqual({ email: person.email, session: null });
    expect(opened.headers.getSetCookie()).toEqual([]);
    expectRefusalOfKinds(await signIn(server(), person.email, NEXT));
    const code = codeAt(key, server().context.now(), 30);
    expect((await signInWith(server(), person.email, code, NEXT)).status).toBe(201);
  });
});

function expectRefusalOfKinds(answered: Answered) {
  expect([answered.status, answered.json.secondFactors]).toEqual([401, ["totp"]]);
}

test("links last as long as one-time passwords, and guesses at them are counted for the address", async () => {
  const { secret } = await invite();
  server().setClock("2026-03-04T12:00:00Z");
  expectRefusal(await accept(secret), 409, "invitation_ended");
  const fresh = await invite();
  for (let guess = 0; guess < 99; guess++)
    expectRefusal(await look(`guess ${guess}`), 409, "invitation_ended");
  expectRefusal(await look(fresh.secret), 429, "too_many_attempts");
});
