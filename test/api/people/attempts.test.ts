import { describe, expect, test } from "vitest";
import { Attempts } from "../../../src/api/sessions/attempts.ts";
import { addDays, toInstant } from "../../../src/instant.ts";
import { heldHeapMegabytes } from "../../support/memory.ts";
import { at } from "../../support/records.ts";
import { accepted, expectRefusal } from "../caller.ts";
import { usePeopleServer } from "./people-server.ts";
import { enterAndSignIn, PASSWORD, setPassword, signIn } from "./sign-in.ts";

const NOON = at("2026-03-01T12:00:00Z");
const later = (seconds: number) => toInstant(NOON + seconds * 1000);

describe("attempts", () => {
  test("on one account are ten in a quarter of an hour, wherever they come from", () => {
    const attempts = new Attempts();
    for (let count = 0; count < 10; count++) {
      expect(attempts.begin("a@example.org", `10.0.0.${count}`, later(count))).toBe(0);
    }
    expect(attempts.begin("a@example.org", "10.0.0.99", later(10))).toBe(890);
    expect(attempts.begin("b@example.org", "10.0.0.99", later(10))).toBe(0);
    expect(attempts.begin("a@example.org", "10.0.0.99", later(899))).toBe(1);
    expect(attempts.begin("a@example.org", "10.0.0.99", later(900))).toBe(0);
  });

  test("from one address are a hundred in a quarter of an hour, whatever the account", () => {
    const attempts = new Attempts();
    for (let count = 0; count < 100; count++) {
      expect(attempts.begin(`${count}@example.org`, "10.0.0.1", NOON)).toBe(0);
    }
    expect(attempts.begin("new@example.org", "10.0.0.1", NOON)).toBe(900);
    expect(attempts.begin("new@example.org", "10.0.0.2", NOON)).toBe(0);
  });

  test("that are refused do not make the wait longer", () => {
    const attempts = new Attempts();
    for (let count = 0; count < 50; count++) attempts.begin("a@example.org", "10.0.0.1", NOON);
    expect(attempts.begin("a@example.org", "10.0.0.1", later(900))).toBe(0);
  });

  test("start anew for the account with a right password, and an address cannot clear its own so", () => {
    const attempts = new Attempts();
    for (let count = 0; count < 99; count++) attempts.begin(`${count}@example.org`, "10.0.0.1", NOON);
    expect(attempts.begin("own@example.org", "10.0.0.1", NOON)).toBe(0);
    attempts.succeed("own@example.org", "10.0.0.1");
    expect(attempts.begin("one@example.org", "10.0.0.1", NOON)).toBe(0);
    expect(attempts.begin("two@example.org", "10.0.0.1", NOON)).toBe(900);
  });

  test("are remembered for a bounded number of accounts and addresses", () => {
    const attempts = new Attempts();
    const before = heldHeapMegabytes();
    for (let count = 0; count < 200_000; count++)
      attempts.begin(`${count}@example.org`, `address ${count}`, NOON);
    expect(heldHeapMegabytes() - before).toBeLessThan(64);
    expect(attempts.begin("199999@example.org", "address 199999", addDays(NOON, 1))).toBe(0);
  });
});

describe("attempts from IPv6", () => {
  test.each([
    ["2001:db8:1:2::1", "2001:db8:1:2:ffff:ffff:ffff:ffff", true],
    ["2001:db8:1:2::1", "2001:0DB8:0001:0002:0:0:0:1", true],
    ["2001:db8:1:2::1", "2001:db8:1:3::1", false],
    ["2001:db8::1", "2001:db8:0:0:7::", true],
    ["::1", "::2", true],
    ["::ffff:192.0.2.1", "192.0.2.1", true],
    ["::ffff:192.0.2.1", "::ffff:192.0.2.2", false],
    ["fe80::1%eth0", "fe80::2%eth1", true],
  ])("%s and %s: the same network, %s", (one, other, isSame) => {
    const attempts = new Attempts();
    for (let count = 0; count < 100; count++) attempts.begin(`${count}@example.org`, one, NOON);
    expect(attempts.begin("new@example.org", other, NOON)).toBe(isSame ? 900 : 0);
  });

  test("are a hundred for each /64, and a thousand for a /48", () => {
    const attempts = new Attempts();
    let done = 0;
    for (let count = 0; count < 2_000; count++) {
      const address = `2001:db8:1:${(count % 100).toString(16)}::${count.toString(16)}`;
      if (attempts.begin(`${count}@example.org`, address, NOON) === 0) done += 1;
    }
    expect(done).toBe(1_000);
    expect(attempts.begin("new@example.org", "2001:db8:2::1", NOON)).toBe(0);
  });
});

describe("the count of an account", () => {
  const account = { isAccount: true };

  test("is not washed out by names that were made up", () => {
    const attempts = new Attempts();
    for (let count = 0; count < 10; count++) attempts.begin("a@example.org", "10.0.0.1", NOON, account);
    for (let count = 0; count < 50_000; count++) attempts.begin(`made up ${count}`, `address ${count}`, NOON);
    expect(attempts.begin("a@example.org", "10.0.0.2", NOON, account)).toBe(900);
  });

  test("does not lock out a browser that is known, which has a count of its own", () => {
    const attempts = new Attempts();
    const known = { isAccount: true, browser: "b1" };
    for (let count = 0; count < 200; count++) attempts.begin("a@example.org", "10.0.0.1", NOON, account);
    for (let count = 0; count < 10; count++) {
      expect(attempts.begin("a@example.org", "10.0.0.1", NOON, known)).toBe(0);
    }
    expect(attempts.begin("a@example.org", "10.0.0.1", NOON, known)).toBe(900);
    expect(attempts.begin("a@example.org", "10.0.0.1", NOON, { ...known, browser: "b2" })).toBe(0);
    attempts.succeed("a@example.org", "10.0.0.1", known);
    expect(attempts.begin("a@example.org", "10.0.0.1", NOON, known)).toBe(0);
    expect(attempts.begin("a@example.org", "10.0.0.3", NOON, account)).toBe(900);
  });
});

describe("signing in", () => {
  const server = usePeopleServer();

  test("goes on in a browser in which the owner has signed in; a cookie that is not ours, or another's, does not help", async () => {
    const [person, other] = [await enterAndSignIn(server()), await enterAndSignIn(server())];
    const page = { "sec-fetch-site": "same-origin" };
    const cookieOf = async (email: string) => {
      const answered = await signIn(server(), email, PASSWORD, page);
      const [, browser = ""] = answered.headers.getSetCookie();
      expect(browser).toMatch(/^sluice_browser=[^;]+; Max-Age=34560000; Path=\/; HttpOnly; SameSite=Strict$/);
      return browser.split(";")[0] ?? "";
    };
    const [own, others] = [await cookieOf(person.email), await cookieOf(other.email)];
    for (let count = 0; count < 10; count++) await signIn(server(), person.email, "wrong");
    const attempt = (cookie: string) => signIn(server(), person.email, PASSWORD, { ...page, cookie });
    const forged = `${own.slice(0, -3)}AAA`;
    for (const cookie of ["", others, forged, "sluice_browser=a", "sluice_browser=..", `${own}.x`]) {
      expectRefusal(await attempt(cookie), 429, "too_many_attempts");
    }
    expect((await attempt(own)).status).toBe(201);
  });

  test("remembers a browser only until the password is another", async () => {
    const person = await enterAndSignIn(server());
    const page = { "sec-fetch-site": "same-origin" };
    const answered = await signIn(server(), person.email, PASSWORD, page);
    const cookie = answered.headers.getSetCookie()[1]?.split(";")[0] ?? "";
    accepted(await setPassword(server(), person.token, PASSWORD, "another long password"));
    for (let count = 0; count < 10; count++) await signIn(server(), person.email, "wrong");
    const again = await signIn(server(), person.email, "another long password", { ...page, cookie });
    expectRefusal(again, 429, "too_many_attempts");
  });

  test("is refused after ten wrong passwords, also with the right one, until the time that is said", async () => {
    const person = await enterAndSignIn(server());
    for (let count = 0; count < 10; count++) {
      expectRefusal(await signIn(server(), person.email, "wrong"), 401, "sign_in_failed");
    }
    const refused = await signIn(server(), person.email.toUpperCase(), PASSWORD);
    expectRefusal(refused, 429, "too_many_attempts");
    expect(refused.headers.get("retry-after")).toBe("900");
    server().setClock("2026-03-01T12:15:00Z");
    expect((await signIn(server(), person.email, PASSWORD)).status).toBe(201);
  });

  test("rightly forgets the wrong attempts before it", async () => {
    const person = await enterAndSignIn(server());
    for (let round = 0; round < 3; round++) {
      for (let count = 0; count < 9; count++) await signIn(server(), person.email, "wrong");
      expect((await signIn(server(), person.email, PASSWORD)).status).toBe(201);
    }
  });
});

describe("the address of a client", () => {
  const trusting = usePeopleServer({ trustedProxies: ["127.0.0.0/8"] });
  const open = usePeopleServer();

  test("is the proxy's word only where the proxy is trusted", async () => {
    const attempt = (server: typeof open, address: string) =>
      signIn(server(), "new@example.org", "wrong", { "x-forwarded-for": address });
    for (let count = 0; count < 100; count++) {
      trusting().context.attempts.begin(`${count}@example.org`, "192.0.2.1", NOON);
      open().context.attempts.begin(`${count}@example.org`, "127.0.0.1", NOON);
    }
    expectRefusal(await attempt(trusting, "192.0.2.1"), 429, "too_many_attempts");
    expectRefusal(await attempt(trusting, "192.0.2.2"), 401, "sign_in_failed");
    expectRefusal(await attempt(open, "192.0.2.200"), 429, "too_many_attempts");
  });
});
