import { describe, expect, test } from "vitest";
import { PASSWORD_COST } from "../../../src/api/sessions/password-hash.ts";
import { accepted, expectRefusal, get, refusedCall, send } from "../caller.ts";
import { usePeopleServer } from "./people-server.ts";
import { enter, enterAndSignIn, PASSWORD, setPassword, signIn } from "./sign-in.ts";

const server = usePeopleServer();
const ME = { method: "GET", path: "/v1/me" };

describe("a one-time password", () => {
  test("is shown once: no later answer has it", async () => {
    const person = await enter(server());
    expect(person.oneTimePassword).toMatch(/^([a-km-np-z2-9]{5}-){3}[a-km-np-z2-9]{5}$/);
    const { token } = await enterAndSignIn(server());
    const shown = await send(server(), token, { method: "GET", path: `/v1/administrators/${person.id}` });
    expect(shown.text).not.toContain(person.oneTimePassword);
  });

  test("opens a session that does nothing but look at itself, set a password and end", async () => {
    const person = await enter(server());
    const { token, passwordChangeNeeded } = accepted(
      await signIn(server(), person.email, person.oneTimePassword),
    );
    expect(passwordChangeNeeded).toBe(true);
    expect(await get(server(), token, "/v1/me")).toMatchObject({ passwordChangeNeeded: true });
    for (const call of [
      { method: "GET", path: "/v1/organizations" },
      { method: "POST", path: "/v1/partners", body: { name: "Not yet" } },
      { method: "POST", path: "/v1/tokens", body: { name: "way around", role: "vendor_admin" } },
    ]) {
      await refusedCall(server(), token, call, 403, "password_change_needed");
    }
    const changed = await setPassword(server(), token, person.oneTimePassword, PASSWORD);
    expect(changed.json).toMatchObject({ passwordChangeNeeded: false, person: { id: person.id } });
    expect((await send(server(), changed.json.token, ME)).json.passwordChangeNeeded).toBe(false);
    expectRefusal(await signIn(server(), person.email, person.oneTimePassword), 401, "sign_in_failed");
    expect((await signIn(server(), person.email, PASSWORD)).status).toBe(201);
  });

  test("is given anew to who forgot the password; the old one and all sessions end", async () => {
    const [admin, person] = [await enterAndSignIn(server()), await enterAndSignIn(server())];
    const path = `/v1/administrators/${person.id}/one-time-password`;
    const { oneTimePassword } = accepted(await send(server(), admin.token, { method: "POST", path }));
    await refusedCall(server(), person.token, ME, 401, "session_ended");
    expectRefusal(await signIn(server(), person.email, PASSWORD), 401, "sign_in_failed");
    const again = accepted(await signIn(server(), person.email, oneTimePassword));
    expect(again.passwordChangeNeeded).toBe(true);
  });
});

describe("changing the password", () => {
  test("ends all of the person's sessions and answers with a new one", async () => {
    const person = await enterAndSignIn(server());
    const other = accepted(await signIn(server(), person.email, PASSWORD));
    const bystander = await enterAndSignIn(server());
    const changed = await setPassword(server(), person.token, PASSWORD, "another long password");
    expect(changed.headers.getSetCookie()[0]).toContain(changed.json.token);
    for (const token of [person.token, other.token]) {
      await refusedCall(server(), token, ME, 401, "session_ended");
    }
    for (const token of [changed.json.token, bystander.token]) {
      expect((await send(server(), token, ME)).status).toBe(200);
    }
  });

  test("is in the ledger: that it was, by whom, and nothing of it", async () => {
    const person = await enterAndSignIn(server());
    const { items } = await get(server(), person.token, "/v1/adminAudit/events?max=1");
    expect(items[0]).toMatchObject({
      action: "change_password",
      subject: "administrator",
      subjectId: person.id,
      actor: { id: person.id },
    });
    expect(items[0].before).toEqual(items[0].after);
  });

  test.each([
    ["eleven letters", "eleven char", "password_too_short"],
    ["eleven signs of two code units each", "👍".repeat(11), "password_too_short"],
    ["201 letters", "x".repeat(201), "password_too_long"],
    ["the one there was", PASSWORD, "password_unchanged"],
  ])("to %s is refused", async (_what, newPassword, code) => {
    const person = await enterAndSignIn(server());
    const body = { currentPassword: PASSWORD, newPassword };
    const call = { method: "PUT", path: "/v1/me/password", body };
    await refusedCall(server(), person.token, call, 400, code);
    expect((await signIn(server(), person.email, PASSWORD)).status).toBe(201);
  });

  test.each([
    "password1234",
    "P@ssw0rd1234",
    "qwertyuiop123",
    "123456789012",
    "aaaaaaaaaaaaaaaa",
    "letmeinletmein",
    "iloveyou1234",
    "motdepasse1234",
    "wachtwoord1234",
    "Summer2026!!!",
    "webexapp2026!",
    "Sluice-2026!",
    "petronella1987",
    "example-example-example",
    "password".repeat(20),
  ])("to %s, which is easy to guess, is refused in words", async (newPassword) => {
    const person = await enterAndSignIn(server(), { displayName: "Petronella Vanderbeke" });
    const call = { method: "PUT", path: "/v1/me/password", body: { currentPassword: PASSWORD, newPassword } };
    const refused = await refusedCall(server(), person.token, call, 400, "password_guessable");
    expect(refused.json.message).toMatch(/^This password is easy to guess\..* Use a longer one, /);
    expect(refused.json.message).not.toContain(newPassword);
    expect((await signIn(server(), person.email, PASSWORD)).status).toBe(201);
  });

  test.each(["kitchen table nine moons", "hunebed-karnemelk-9", "xK9#mQ2$vL7p", "ζώνη καφέ βουνό ψωμί"])(
    "to %s is accepted",
    async (newPassword) => {
      const person = await enterAndSignIn(server());
      accepted(await setPassword(server(), person.token, PASSWORD, newPassword));
      expect((await signIn(server(), person.email, newPassword)).status).toBe(201);
    },
  );

  test("to one's own address, in any case, is refused", async () => {
    const person = await enterAndSignIn(server());
    const body = { currentPassword: PASSWORD, newPassword: person.email.toUpperCase() };
    const call = { method: "PUT", path: "/v1/me/password", body };
    await refusedCall(server(), person.token, call, 400, "password_is_email");
  });

  test("needs the current one, and is not a way to guess it", async () => {
    const person = await enterAndSignIn(server());
    const body = { currentPassword: "not it at all", newPassword: "another long password" };
    const call = { method: "PUT", path: "/v1/me/password", body };
    for (let attempt = 0; attempt < 10; attempt++) {
      await refusedCall(server(), person.token, call, 403, "password_wrong");
    }
    await refusedCall(server(), person.token, call, 429, "too_many_attempts");
  });
});

describe("at its real cost", () => {
  const dearServer = usePeopleServer({}, { passwordCost: PASSWORD_COST });

  test("no answer and no ledger entry has a hash, a password or the secret of a session", async () => {
    const person = await enterAndSignIn(dearServer());
    const { database } = dearServer().context.store;
    const rows = await database.selectFrom("administrators").select("password_hash").execute();
    const sessions = await database.selectFrom("sessions").select("secret_hash").execute();
    const ledger = JSON.stringify(await database.selectFrom("ledger").selectAll().execute());
    const answers: string[] = [];
    for (const path of ["/v1/administrators", `/v1/administrators/${person.id}`, "/v1/sessions", "/v1/me"]) {
      answers.push((await send(dearServer(), person.token, { method: "GET", path })).text);
    }
    expect(rows.length).toBeGreaterThan(0);
    expect(sessions.length).toBeGreaterThan(0);
    expect(rows.every((row) => /^\$argon2id\$v=19\$m=65536,t=3,p=4\$/.test(row.password_hash))).toBe(true);
    const secrets = [
      ...rows.map((row) => row.password_hash),
      ...sessions.map((row) => row.secret_hash),
      ...[PASSWORD, person.oneTimePassword, person.token, "argon2"],
    ];
    for (const secret of secrets) {
      expect(ledger).not.toContain(secret);
      for (const answer of answers) expect(answer).not.toContain(secret);
    }
    expect(JSON.stringify(await database.selectFrom("sessions").selectAll().execute())).not.toContain(
      person.token,
    );
  });
});
