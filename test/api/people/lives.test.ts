import { describe, expect, test } from "vitest";
import { VENDOR_TOKEN } from "../../support/running-server.ts";
import { accepted, expectRefusal, refusedCall, send } from "../caller.ts";
import { usePeopleServer } from "./people-server.ts";
import { enter, enterAndSignIn, PASSWORD, setPassword, signIn } from "./sign-in.ts";

const ME = { method: "GET", path: "/v1/me" };
const making = (body: object = {}) => {
  return { method: "POST", path: "/v1/tokens", body: { name: "Script", role: "vendor_admin", ...body } };
};

describe("a token", () => {
  const server = usePeopleServer();
  const made = async (token: string, body: object = {}) =>
    accepted(await send(server(), token, making(body)));

  test("ends after a year if nothing else is asked, and the answer says so", async () => {
    const { token, expiresAt } = await made(VENDOR_TOKEN);
    expect(expiresAt).toBe("2027-03-01T12:00:00.000Z");
    server().setClock("2027-03-01T11:59:59Z");
    expect((await send(server(), token, ME)).status).toBe(200);
    server().setClock("2027-03-01T12:00:00Z");
    await refusedCall(server(), token, ME, 401, "token_expired");
    server().setClock("2026-03-01T12:00:00Z");
  });

  test("can be asked to end at any moment up to that, and no later", async () => {
    for (const expiresAt of ["2026-03-01T12:00:01.000Z", "2027-03-01T12:00:00.000Z"]) {
      expect((await made(VENDOR_TOKEN, { expiresAt })).expiresAt).toBe(expiresAt);
    }
    for (const expiresAt of ["2027-03-01T12:00:00.001Z", "9999-12-31T00:00:00Z"]) {
      const call = making({ expiresAt });
      const refused = await refusedCall(server(), VENDOR_TOKEN, call, 400, "expiry_too_late");
      expect(refused.json.message).toContain("2027-03-01T12:00:00.000Z");
    }
    await refusedCall(
      server(),
      VENDOR_TOKEN,
      making({ expiresAt: "2026-03-01T12:00:00Z" }),
      400,
      "expiry_past",
    );
  });

  test("that a token makes ends with it at the latest, and does nothing after it", async () => {
    const expiresAt = "2026-04-01T00:00:00.000Z";
    const above = await made(VENDOR_TOKEN, { expiresAt });
    const below = await made(above.token);
    expect(below.expiresAt).toBe(expiresAt);
    await refusedCall(
      server(),
      above.token,
      making({ expiresAt: "2026-04-02T00:00:00Z" }),
      400,
      "expiry_too_late",
    );
  });
});

describe("without a longest life", () => {
  const server = usePeopleServer({ lives: { tokenDays: 0, oneTimePasswordHours: 0 } });

  test("a token may have no end, and the list warns of it; a one-time password stays", async () => {
    const made = accepted(await send(server(), VENDOR_TOKEN, making()));
    expect(made).toMatchObject({ expiresAt: null, warnings: ["no_end"] });
    const person = await enter(server());
    expect(person).toMatchObject({ oneTimePasswordEndsAt: null });
    server().setClock("2036-03-01T12:00:00Z");
    expect((await send(server(), made.token, ME)).status).toBe(200);
    expect((await signIn(server(), person.email, person.oneTimePassword)).status).toBe(201);
  });
});

describe("a one-time password", () => {
  const server = usePeopleServer();

  test("is good for three days, also for setting another in a session that it opened; then it says so", async () => {
    const person = await enter(server());
    expect(person).toMatchObject({ oneTimePasswordEndsAt: "2026-03-04T12:00:00.000Z" });
    server().setClock("2026-03-04T11:59:59Z");
    const { token } = accepted(await signIn(server(), person.email, person.oneTimePassword));
    server().setClock("2026-03-04T12:00:00Z");
    expectRefusal(
      await signIn(server(), person.email, person.oneTimePassword),
      401,
      "one_time_password_ended",
    );
    expectRefusal(await signIn(server(), person.email, "wrong"), 401, "sign_in_failed");
    const setting = await setPassword(server(), token, person.oneTimePassword, PASSWORD);
    expectRefusal(setting, 401, "one_time_password_ended");
  });

  test("that was renewed lives anew; a password of one's own has no end", async () => {
    server().setClock("2026-03-01T12:00:00Z");
    const person = await enter(server());
    server().setClock("2026-03-10T12:00:00Z");
    const path = `/v1/administrators/${person.id}/one-time-password`;
    const renewed = accepted(await send(server(), VENDOR_TOKEN, { method: "POST", path }));
    expect(renewed.oneTimePasswordEndsAt).toBe("2026-03-13T12:00:00.000Z");
    expect((await signIn(server(), person.email, renewed.oneTimePassword)).status).toBe(201);
    const settled = await enterAndSignIn(server());
    server().setClock("2027-03-10T12:00:00Z");
    expect((await signIn(server(), settled.email, PASSWORD)).status).toBe(201);
  });
});
