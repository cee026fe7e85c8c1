import { describe, expect, test } from "vitest";
import { accepted, expectRefusal, get, refusedCall, send } from "../caller.ts";
import { usePeopleServer } from "./people-server.ts";
import { codeAt, PROOF, post, setUpApp, signInWith } from "./second-factor.ts";
import { enterAndSignIn, PASSWORD, signIn } from "./sign-in.ts";

const server = usePeopleServer();
const FACTORS = "/v1/me/second-factors";

let minute = 0;
/** Puts the clock on by some minutes, so that no earlier code is near. */
function later(minutes = 2): number {
  minute += minutes;
  server().setClock(new Date(Date.parse("2026-03-02T12:00:00Z") + minute * 60_000).toISOString());
  return server().context.now();
}

async function withApp() {
  later();
  const person = await enterAndSignIn(server());
  const app = await setUpApp(server(), person.token);
  later();
  return { ...person, app };
}

describe("an authenticator app", () => {
  test("is set up with a code, and brings ten recovery codes, which no later answer has", async () => {
    const { app, token, id } = await withApp();
    expect(app.recoveryCodes).toHaveLength(10);
    expect(new Set(app.recoveryCodes).size).toBe(10);
    const listed = await send(server(), token, { method: "GET", path: FACTORS });
    expect(listed.json).toEqual({
      items: [
        {
          id: app.id,
          kind: "totp",
          name: "Phone",
          createdAt: expect.any(String),
          lastUsedAt: null,
        },
      ],
      recoveryCodesLeft: 10,
      isRequired: false,
    });
    expect(listed.text).not.toContain(app.secret);
    expect(await get(server(), token, "/v1/me")).toMatchObject({ secondFactors: ["totp"] });
    const { token: other } = await enterAndSignIn(server());
    expect(await get(server(), other, `/v1/administrators/${id}`)).toMatchObject({ secondFactors: ["totp"] });
  });

  test("is asked for at the next sign-in, by its kind, and only of who has the password", async () => {
    const { email, app } = await withApp();
    const asked = await signIn(server(), email, PASSWORD);
    expect([asked.status, asked.json.errors[0].code, asked.json.secondFactors]).toEqual([
      401,
      "second_factor_required",
      ["totp"],
    ]);
    expect(asked.headers.getSetCookie()).toEqual([]);
    const guessed = await signInWith(server(), email, codeAt(app.secret, later()), "not the password at all");
    expectRefusal(guessed, 401, "sign_in_failed");
    expect((await signInWith(server(), email, codeAt(app.secret, later()))).status).toBe(201);
  });

  test("is no factor before a code confirms it", async () => {
    const { email, token } = await enterAndSignIn(server());
    const { secret } = accepted(await post(server(), token, `${FACTORS}/totp`, PROOF));
    const wrong = { name: "Phone", code: codeAt(secret, later(), 600) };
    expectRefusal(await post(server(), token, `${FACTORS}/totp/confirm`, wrong), 403, "second_factor_wrong");
    expect((await signIn(server(), email, PASSWORD)).status).toBe(201);
  });

  test("is confirmed in the session that began it, within ten minutes, once", async () => {
    const person = await enterAndSignIn(server());
    const begun = accepted(await post(server(), person.token, `${FACTORS}/totp`, PROOF));
    const other = await enterAndSignIn(server());
    const confirm = (token: string) =>
      post(server(), token, `${FACTORS}/totp/confirm`, { name: "P", code: codeAt(begun.secret, later(0)) });
    expectRefusal(await confirm(other.token), 409, "second_factor_attempt_ended");
    accepted(await confirm(person.token));
    expectRefusal(await confirm(person.token), 409, "second_factor_attempt_ended");
    const slow = accepted(await post(server(), other.token, `${FACTORS}/totp`, PROOF));
    later(11);
    const late = { name: "P", code: codeAt(slow.secret, later(0)) };
    expectRefusal(
      await post(server(), other.token, `${FACTORS}/totp/confirm`, late),
      409,
      "second_factor_attempt_ended",
    );
  });

  test("ends the sessions that were opened without it, but the one that adds it", async () => {
    const person = await enterAndSignIn(server());
    const { token: other } = accepted(await signIn(server(), person.email, PASSWORD));
    await setUpApp(server(), person.token);
    await refusedCall(server(), other, { method: "GET", path: "/v1/me" }, 401, "session_ended");
    await get(server(), person.token, "/v1/me");
  });
});

describe("a code", () => {
  test("that is set up is no guess: a whole office does so from one address", async () => {
    later(120);
    const { token } = await enterAndSignIn(server());
    const { codeAttempts, now } = server().context;
    for (let other = 0; other < 99; other++) codeAttempts.begin(`session ${other}`, "127.0.0.1", now());
    for (let phone = 0; phone < 3; phone++) await setUpApp(server(), token);
    later(120);
  });

  test("holds 30 seconds before and after its time, and is good once", async () => {
    const { email, app } = await withApp();
    expect((await signInWith(server(), email, codeAt(app.secret, later(), -60))).status).toBe(403);
    const early = codeAt(app.secret, later(), -30);
    expect((await signInWith(server(), email, early)).status).toBe(201);
    expectRefusal(await signInWith(server(), email, early), 403, "second_factor_wrong");
    const ahead = codeAt(app.secret, later(0), 30);
    expect((await signInWith(server(), email, ahead)).status).toBe(201);
    const between = codeAt(app.secret, later(0));
    expectRefusal(await signInWith(server(), email, between), 403, "second_factor_wrong");
  });

  test("that is guessed ten times locks guessing out for an hour, and nothing else", async () => {
    const { email, app, token } = await withApp();
    const now = later();
    const right = [-30, 0, 30].map((seconds) => codeAt(app.secret, now, seconds));
    for (let guess = 0, tries = 0; tries < 10; guess++) {
      const code = String(guess).padStart(6, "0");
      if (right.includes(code)) continue;
      tries++;
      expectRefusal(await signInWith(server(), email, code), 403, "second_factor_wrong");
    }
    const locked = await signInWith(server(), email, codeAt(app.secret, now));
    expectRefusal(locked, 429, "too_many_attempts");
    expect(Number(locked.headers.get("retry-after"))).toBeGreaterThan(3000);
    expect((await signIn(server(), email, PASSWORD)).json.errors[0].code).toBe("second_factor_required");
    await get(server(), token, "/v1/me");
    expect((await signInWith(server(), email, codeAt(app.secret, later(60)))).status).toBe(201);
  });

  test("cannot be used up by others: without the password nobody gets so far", async () => {
    const { email, app } = await withApp();
    for (let tries = 0; tries < 9; tries++) {
      expectRefusal(await signInWith(server(), email, "000000", "a wrong password"), 401, "sign_in_failed");
    }
    expect((await signInWith(server(), email, codeAt(app.secret, later()))).status).toBe(201);
  });
});

describe("a recovery code", () => {
  test("stands once in place of the factor, however it is typed, and is in the audit", async () => {
    const { email, app, id, token } = await withApp();
    const [code = ""] = app.recoveryCodes;
    expect((await signInWith(server(), email, ` ${code.toUpperCase().replaceAll("-", " ")}`)).status).toBe(
      201,
    );
    expectRefusal(await signInWith(server(), email, code), 403, "second_factor_wrong");
    expect(await get(server(), token, FACTORS)).toMatchObject({ recoveryCodesLeft: 9 });
    const { items } = await get(server(), token, "/v1/adminAudit/events?subject=administrator&max=1");
    expect(items[0]).toMatchObject({ action: "use_recovery_code", actor: { id } });
    expect(JSON.stringify(items)).not.toContain(app.secret);
  });

  test("of another person is wrong", async () => {
    const [one, other] = [await withApp(), await withApp()];
    expectRefusal(
      await signInWith(server(), one.email, other.app.recoveryCodes[0] ?? ""),
      403,
      "second_factor_wrong",
    );
  });

  test("is worth nothing once they are renewed", async () => {
    const { email, app, token } = await withApp();
    const renewed = accepted(await post(server(), token, `${FACTORS}/recovery-codes`, PROOF));
    expect(renewed.recoveryCodes).toHaveLength(10);
    const old = await signInWith(server(), email, app.recoveryCodes[1] ?? "");
    expectRefusal(old, 403, "second_factor_wrong");
    expect((await signInWith(server(), email, renewed.recoveryCodes[1])).status).toBe(201);
  });
});

describe("a stolen session", () => {
  test("neither adds nor removes a factor, nor renews codes, without the password or a code", async () => {
    const { token, app } = await withApp();
    const calls = [
      `${FACTORS}/totp`,
      `${FACTORS}/passkey`,
      `${FACTORS}/recovery-codes`,
      `${FACTORS}/${app.id}/remove`,
    ];
    for (const path of calls) {
      const wrong = { method: "POST", path, body: { currentPassword: "a wrong password" } };
      await refusedCall(server(), token, wrong, 403, "password_wrong");
      const body = { code: "zzzz-zzzz-zzzz-zzzz" };
      await refusedCall(server(), token, { method: "POST", path, body }, 403, "second_factor_wrong");
      await refusedCall(server(), token, { method: "POST", path, body: {} }, 400, "invalid_field");
    }
  });

  test("removes neither the own factors, nor makes a recovery link, by the way for others", async () => {
    const { id, token } = await withApp();
    for (const [method, what] of [
      ["DELETE", "second-factors"],
      ["POST", "recovery-link"],
      ["POST", "one-time-password"],
    ] as const) {
      const call = { method, path: `/v1/administrators/${id}/${what}` };
      await refusedCall(server(), token, call, 403, "own_account");
    }
  });

  test("does none of that by a token that it makes, nor by one that this token makes", async () => {
    const { id, token } = await withApp();
    const grant = { name: "By the way", role: "vendor_admin" };
    const first = accepted(await post(server(), token, "/v1/tokens", grant));
    const next = accepted(await post(server(), first.token, "/v1/tokens", grant));
    for (const { token: made } of [first, next]) {
      for (const [method, what] of [
        ["DELETE", "second-factors"],
        ["POST", "recovery-link"],
        ["POST", "one-time-password"],
      ] as const) {
        const call = { method, path: `/v1/administrators/${id}/${what}` };
        await refusedCall(server(), made, call, 403, "own_account");
      }
    }
    expect(await get(server(), token, "/v1/me")).toMatchObject({ secondFactors: ["totp"] });
  });
});

describe("removing", () => {
  test("the last factor takes the recovery codes with it; then the password alone signs in", async () => {
    const { email, app, token } = await withApp();
    const proof = { code: app.recoveryCodes[0] };
    accepted(await post(server(), token, `${FACTORS}/${app.id}/remove`, proof));
    expect(await get(server(), token, FACTORS)).toMatchObject({ items: [], recoveryCodesLeft: 0 });
    expect((await signIn(server(), email, PASSWORD)).status).toBe(201);
  });

  test("another person's factor is not found", async () => {
    const [one, other] = [await withApp(), await withApp()];
    const call = { method: "POST", path: `${FACTORS}/${other.app.id}/remove`, body: PROOF };
    await refusedCall(server(), one.token, call, 404, "not_found");
  });

  test("all of somebody who lost them, by who manages the person, ends the sessions and is told", async () => {
    const { id, email, token } = await withApp();
    const manager = await enterAndSignIn(server());
    const path = `/v1/administrators/${id}/second-factors`;
    const removed = accepted(await send(server(), manager.token, { method: "DELETE", path }));
    expect(removed).toMatchObject({ id, secondFactors: [] });
    await refusedCall(server(), token, { method: "GET", path: "/v1/me" }, 401, "session_ended");
    expect((await signIn(server(), email, PASSWORD)).status).toBe(201);
  });
});

test("a call that is sent again with its key keeps no password, and shows no secret twice", async () => {
  const { token } = await withApp();
  const call = {
    method: "POST",
    path: `${FACTORS}/recovery-codes`,
    body: PROOF,
    headers: { "idempotency-key": `renew-${minute}` },
  };
  accepted(await send(server(), token, call));
  const again = await send(server(), token, call);
  expectRefusal(again, 409, "already_done");
});
