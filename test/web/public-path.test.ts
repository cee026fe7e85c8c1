import { beforeAll, describe, expect, test } from "vitest";
import { type PathProxy, startPathProxy } from "../support/path-proxy.ts";
import { type Hub, openHub } from "./support/hub.ts";

describe.each([
  ["takes the path out", false],
  ["leaves the path in", true],
])("behind a proxy that serves it under a path, and %s", (_what, keepsPath) => {
  let proxy: PathProxy;
  let hub: Hub;

  beforeAll(async () => {
    proxy = await startPathProxy("/apps/sluice", keepsPath);
    hub = await openHub({ publicUrl: proxy.url });
    proxy.leadTo(hub.server.url);
    return async () => {
      await hub.close();
      await proxy.close();
    };
  });

  const pathOf = (url: string) => new URL(url).pathname;

  test("a person signs in, and comes to the address that was asked for", async () => {
    const { page, watched } = await hub.open("nobody", "/account?from=mail", { url: proxy.url });
    await page.waitForURL((url) => url.pathname === "/apps/sluice/sign-in");
    const { email, password } = await hub.login("partnerFull");
    await page.getByLabel("E-mail address").fill(email);
    await page.getByLabel("Password").fill(password);
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.getByRole("heading", { name: "My account" }).waitFor();
    expect(pathOf(page.url())).toBe("/apps/sluice/account");
    expect(watched.complaints).toEqual([]);
  });

  test("every page opens, by its links, from the search, and at a deep address", async () => {
    const { page, watched } = await hub.open("partnerFull", "/", { url: proxy.url });
    await page.getByRole("heading", { level: 1, name: "Customers" }).waitFor();
    expect(pathOf(page.url())).toBe("/apps/sluice/customers");
    for (const name of ["Overview", "Releases", "Adoption", "Audit", "Settings"]) {
      await page.getByRole("link", { name, exact: true }).click();
      await page.getByRole("heading", { level: 1 }).first().waitFor();
    }
    expect(pathOf(page.url())).toMatch(/^\/apps\/sluice\/settings\//);
    const customer = `/customers/${hub.ids.organizations.get("Acorn Books")}`;
    for (const part of ["", "/settings", "/users", "/why"]) {
      await page.goto(`${proxy.url}${customer}${part}`);
      await page.getByRole("heading", { level: 1, name: "Acorn Books" }).waitFor();
    }
    expect(watched.complaints).toEqual([]);
  });

  test("changes made elsewhere appear, files and exports are under the path too", async () => {
    const { page, watched } = await hub.open("partnerFull", "/customers", { url: proxy.url });
    const link = page.getByRole("link", { name: /Export/ });
    const href = (await link.getAttribute("href")) ?? "";
    const answer = await page.request.get(new URL(href, page.url()).href);
    expect([href.startsWith("/apps/sluice/v1/exports/"), answer.status()]).toEqual([true, 200]);
    const stream = page.waitForResponse((one) => pathOf(one.url()) === "/apps/sluice/v1/events");
    await page.reload();
    expect((await stream).status()).toBe(200);
    expect(watched.complaints).toEqual([]);
  });
});
