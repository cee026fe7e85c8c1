import { readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import { beforeEach, describe, expect, test } from "vitest";
import { runSluice } from "../../src/cli/run.ts";
import { setUpApp } from "../api/people/second-factor.ts";
import { enter, enterAndSignIn, PASSWORD } from "../api/people/sign-in.ts";
import { make } from "../api/tenancy.ts";
import { useRealBench } from "./real-bench.ts";
import { keepTerminal } from "./tiny-server.ts";

const bench = useRealBench();
const file = () => join(bench.folder, "config", "sessions.json");
const asNobody = (...args: string[]) => bench.sluiceAs({ token: null }, ...args);
const logIn = (email: string, typed: string) =>
  bench.sluiceAs({ token: null, typed }, "login", "--email", email);

beforeEach(() => {
  rmSync(join(bench.folder, "config"), { recursive: true, force: true });
});

describe("sluice login", () => {
  test("with the password on standard input opens a session that the next commands use", async () => {
    const { email } = await enterAndSignIn(bench.server);
    const { origin } = new URL(bench.server.url);
    expect(await logIn(email, `${PASSWORD}\n`)).toEqual({
      exit: 0,
      out: `Signed in to ${origin} as Olga (vendor_admin).\n`,
      err: "",
    });
    expect((await asNobody("whoami")).out).toBe(
      `Olga (vendor_admin) at ${origin}\n  by the session of "sluice login"\n`,
    );
    expect((await asNobody("release", "list")).exit).toBe(0);
  });

  test("keeps the session in a file that only this user can read, without the password", async () => {
    const { email } = await enterAndSignIn(bench.server);
    await logIn(email, PASSWORD);
    expect((statSync(file()).mode & 0o777).toString(8)).toBe("600");
    expect((statSync(join(bench.folder, "config")).mode & 0o777).toString(8)).toBe("700");
    const kept = JSON.parse(readFileSync(file(), "utf8"));
    expect(Object.keys(kept)).toEqual([new URL(bench.server.url).origin]);
    expect(readFileSync(file(), "utf8")).not.toContain(PASSWORD);
  });

  test("with a one-time password sets an own one, on the next line", async () => {
    const { email, oneTimePassword } = await enter(bench.server);
    const own = "my own long password";
    expect(await logIn(email, `${oneTimePassword}\n${own}\n`)).toMatchObject({ exit: 0, err: "" });
    expect((await asNobody("organizations", "list")).exit).toBe(0);
    expect(await logIn(email, oneTimePassword)).toMatchObject({ exit: 1 });
    expect(await logIn(email, own)).toMatchObject({ exit: 0 });
  });

  test("asks for a code where the account has a second factor", async () => {
    const { email, token } = await enterAndSignIn(bench.server);
    const { recoveryCodes } = await setUpApp(bench.server, token);
    expect(await logIn(email, `${PASSWORD}\n${recoveryCodes[0]}\n`)).toMatchObject({ exit: 0, err: "" });
    expect((await asNobody("release", "list")).exit).toBe(0);
    const again = await logIn(email, `${PASSWORD}\n${recoveryCodes[0]}\n`);
    expect({ exit: again.exit, err: again.err }).toEqual({
      exit: 1,
      err: expect.stringContaining("[second_factor_wrong]"),
    });
  });

  test("with a one-time password and an own one that is too short is refused, and keeps no session", async () => {
    const { email, oneTimePassword } = await enter(bench.server);
    const { exit, err } = await logIn(email, `${oneTimePassword}\nshort\n`);
    expect({ exit, err }).toEqual({ exit: 1, err: expect.stringContaining("[password_too_short]") });
    expect((await asNobody("whoami")).err).toContain("[not_signed_in]");
  });

  test("with a wrong password is refused with 1 and keeps no session", async () => {
    const { email } = await enterAndSignIn(bench.server);
    const { exit, out, err } = await logIn(email, "a wrong password");
    expect({ exit, out }).toEqual({ exit: 1, out: "" });
    expect(err).toMatch(
      /^sluice: The e-mail address or the password is wrong; try again\. \(401, .*\[sign_in_failed\]\n$/,
    );
    expect(await asNobody("whoami")).toMatchObject({
      exit: 1,
      err: expect.stringContaining('Sign in with "sluice login"'),
    });
  });

  test("on a terminal asks, and shows nothing of the password", async () => {
    const { email } = await enterAndSignIn(bench.server);
    const typing = Object.assign(new PassThrough(), { isTTY: true });
    const env = { SLUICE_URL: bench.server.url };
    const kept = keepTerminal(env, { configDirectory: join(bench.folder, "config") });
    const err = (text: string) => {
      kept.err(text);
      if (text.includes("E-mail address:")) setImmediate(() => typing.write(`${email}\r`));
      if (text.includes("Password:")) setImmediate(() => typing.write(`${PASSWORD}\r`));
    };
    expect(await runSluice(["login"], { ...kept, input: typing, err })).toBe(0);
    expect(kept.written.out).toContain("Signed in to");
    expect(kept.written.err).toContain("E-mail address:");
    expect(kept.written.err).toContain("Password:");
    expect(kept.written.err).not.toContain(PASSWORD);
  });

  test("says so where a token in the environment wins over the session", async () => {
    const { email } = await enterAndSignIn(bench.server);
    const { out } = await bench.sluiceAs({ typed: PASSWORD }, "login", "--email", email);
    expect(out).toContain("SLUICE_TOKEN");
    expect((await bench.sluice("whoami", "--json")).out).not.toContain("Olga");
  });

  test("with a file of sessions that is none says which one to remove", async () => {
    const { email } = await enterAndSignIn(bench.server);
    await logIn(email, PASSWORD);
    writeFileSync(file(), "{]");
    expect(await asNobody("whoami")).toMatchObject({
      exit: 2,
      err: expect.stringMatching(
        /sessions\.json is not a valid session file; delete it .*\[sessions_unreadable\]/,
      ),
    });
  });
});

describe("sluice logout", () => {
  test("ends the session on the server and forgets it here", async () => {
    const { email } = await enterAndSignIn(bench.server);
    await logIn(email, PASSWORD);
    const [kept] = Object.values<{ token: string }>(JSON.parse(readFileSync(file(), "utf8")));
    expect(await asNobody("logout")).toMatchObject({
      exit: 0,
      out: expect.stringContaining("Signed out of"),
    });
    expect(await bench.sluiceAs({ token: kept?.token ?? "" }, "whoami")).toMatchObject({
      exit: 1,
      err: expect.stringContaining("[session_ended]"),
    });
    expect((await asNobody("whoami")).err).toContain("[not_signed_in]");
    expect(await asNobody("logout", "--json")).toMatchObject({ exit: 0 });
  });

  test("forgets a session that has ended on the server already", async () => {
    const { email } = await enterAndSignIn(bench.server);
    await logIn(email, PASSWORD);
    bench.server.setClock("2026-04-01T12:00:00Z");
    expect((await asNobody("whoami")).err).toContain("[session_ended]");
    expect((await asNobody("logout")).exit).toBe(0);
    bench.server.setClock("2026-03-01T12:00:00Z");
    expect(readFileSync(file(), "utf8")).toBe("{}\n");
  });

  test("leaves the sessions of other servers alone", async () => {
    const { email } = await enterAndSignIn(bench.server);
    await logIn(email, PASSWORD);
    const other = { "http://127.0.0.1:9": { token: "t", email, expiresAt: "2027-01-01T00:00:00.000Z" } };
    writeFileSync(file(), JSON.stringify({ ...JSON.parse(readFileSync(file(), "utf8")), ...other }));
    await asNobody("logout");
    expect(JSON.parse(readFileSync(file(), "utf8"))).toEqual(other);
  });
});

describe("sluice whoami", () => {
  test("says where a role holds", async () => {
    const partnerId = await make(bench.server, "/v1/partners", { name: "Alpha" });
    const { token } = await enterAndSignIn(bench.server, { role: "partner_read_only", partnerId });
    const { out, exit } = await bench.sluiceAs({ token }, "whoami");
    expect(exit).toBe(0);
    expect(out).toMatch(/^Olga \(partner_read_only\) at /);
    expect(out).toContain(`  partner ${partnerId}\n  by the token in the environment\n`);
  });
});
