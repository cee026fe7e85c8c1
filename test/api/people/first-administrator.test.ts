import { expect, test } from "vitest";
import { makeFirstAdministrator } from "../../../src/api/administrators/first-administrator.ts";
import { firstLoginText } from "../../../src/cli/serve-text.ts";
import { VENDOR_TOKEN } from "../../support/running-server.ts";
import { accepted, get, send } from "../caller.ts";
import { usePeopleServer } from "./people-server.ts";
import { setPassword, signIn } from "./sign-in.ts";

const server = usePeopleServer({ adminEmail: "chief@example.org" });

test("the first start makes one vendor administrator, also where several servers start at once", async () => {
  const logins = await Promise.all([1, 2, 3].map(() => makeFirstAdministrator(server().context)));
  const [first, ...others] = logins.filter((login) => login !== null);
  expect(others).toEqual([]);
  expect(first?.email).toBe("chief@example.org");
  const { items } = await get(server(), VENDOR_TOKEN, "/v1/administrators");
  expect(items).toMatchObject([{ email: "chief@example.org", role: "vendor_admin" }]);
  const { token } = accepted(await signIn(server(), first?.email ?? "", first?.oneTimePassword ?? ""));
  const changed = await setPassword(server(), token, first?.oneTimePassword ?? "", "a password of my own");
  expect((await send(server(), changed.json.token, { method: "GET", path: "/v1/partners" })).status).toBe(
    200,
  );
  expect(await makeFirstAdministrator(server().context)).toBeNull();
});

test("its one-time password is said with the address and with what to do", () => {
  const text = firstLoginText("http://127.0.0.1:8080", {
    email: "chief@example.org",
    oneTimePassword: "abc",
  });
  expect(text).toMatch(/chief@example\.org\n.*password +abc\n/);
  expect(text).toContain("SLUICE_URL=http://127.0.0.1:8080 sluice login --email chief@example.org");
});
