import { beforeAll, describe, expect, test } from "vitest";
import { read } from "../../src/api/demo/visitor.ts";
import { findFaultsInBoth } from "./support/appearances.ts";
import { type Hub, openHub } from "./support/hub.ts";
import { askAsComputerOf } from "./support/own-computer.ts";
import { findUntranslated } from "./support/untranslated.ts";

let hub: Hub;

/** Ids that an outsider made up: HTML, and a text that turns around what follows it. */
const HOSTILE = [`<img src=x onerror="document.title='x'">`, "zz\u202egnp.exe"] as const;

beforeAll(async () => {
  hub = await openHub();
  for (const installation of HOSTILE) {
    const organization = String(hub.ids.organizations.get("Acorn Books"));
    const query = { organization, installation, platform: "mac", arch: "arm64", version: "46.6.0" };
    await read(hub.vendor, `/v1/updates/check?${new URLSearchParams(query)}`);
  }
  await askAsComputerOf(hub, "Ben Okoye", "laptop-of-ben");
  return () => hub.close();
});

const bankPath = (part: string) => `/customers/${hub.ids.organizations.get("Sequoia Bank")}${part}`;

async function idOf(name: string): Promise<string> {
  const path = `/v1/organizations/${hub.ids.organizations.get("Sequoia Bank")}/users`;
  const { items } = await read<{ items: { id: string; displayName: string }[] }>(hub.vendor, path);
  return items.find(({ displayName }) => displayName === name)!.id;
}

describe("a user's computers", () => {
  test("each says what it runs, is offered, gets next and when, why, and when it last asked", async () => {
    const path = bankPath(`/users?user=${await idOf("Anna Berg")}`);
    const { page, watched } = await hub.open("helpDesk", path);
    const panel = page.getByRole("complementary", { name: "Anna Berg" });
    const computer = panel.getByRole("article", { name: /^Windows, x64/ });
    await computer.getByText("desktop-001").waitFor();
    expect(await computer.getByRole("term").allTextContents()).toEqual([
      ...["Runs", "Offered now", "Next", "Why", "Last asked"],
    ]);
    const [runs, offered, next, why, asked] = await computer.getByRole("definition").allTextContents();
    expect([runs, offered, why]).toEqual([
      ...["46.11.1.38283", "Nothing: it stays", "It runs the newest release that is out for it."],
    ]);
    expect(next).toMatch(/^46\.12\.0\.38400 on Dec 1, 2026/);
    expect(asked).toMatch(/^Nov 22, 2026/);
    const link = await computer.getByRole("link").getAttribute("href");
    const search = Object.fromEntries(new URL(`${hub.server.url}${link}`).searchParams);
    expect(search).toMatchObject({ installation: "desktop-001", version: "46.11.1.38283", platform: "win" });
    expect(watched.complaints).toEqual([]);
  });

  test("an id is copied as it is", async () => {
    const path = bankPath(`/users?user=${await idOf("Anna Berg")}`);
    const { page } = await hub.open("helpDesk", path, { ownProfile: true });
    await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
    await page.getByRole("button", { name: "Copy the id desktop-001" }).click();
    await page.getByText("Copied.").waitFor();
    expect(await page.evaluate("navigator.clipboard.readText()")).toBe("desktop-001");
  });

  test("have no fault, and nothing of them is left untranslated", async () => {
    const path = bankPath(`/users?user=${await idOf("Ben Okoye")}`);
    const { page, watched } = await hub.open("partnerFull", path, { locale: "en-XA" });
    await page.getByRole("article").first().waitFor();
    await page.getByRole("switch").waitFor();
    expect(await findFaultsInBoth(page)).toEqual([]);
    expect(await findUntranslated(page, [/SLUICE_VENDOR_TOKEN/g])).toEqual([]);
    expect(watched.complaints).toEqual([]);
  });
});

describe("the search at the top", () => {
  test("finds an installation by its id: of a user it leads to the user's panel, with that computer first", async () => {
    const { page, watched } = await hub.open("partnerFull", "/overview");
    await page.getByRole("combobox", { name: "Search customers and users" }).fill("laptop-of");
    await page.getByRole("option", { name: /laptop-of-ben Ben Okoye · Sequoia Bank/ }).click();
    const panel = page.getByRole("complementary", { name: "Ben Okoye" });
    await panel.getByRole("article").nth(1).waitFor();
    expect(await panel.getByRole("article").first().textContent()).toContain("laptop-of-ben");
    expect(watched.complaints).toEqual([]);
  });

  test("of no user it leads to a panel of its own, and from there to why, with everything filled in", async () => {
    const { page, watched } = await hub.open("helpDesk", "/overview");
    await page.getByRole("combobox", { name: "Search customers and users" }).fill("zz");
    await page.getByRole("option", { name: /Acorn Books · 46\.6/ }).click();
    const panel = page.getByRole("complementary", { name: "Installation" });
    await panel.getByText("This installation told no user that is known here.").waitFor();
    await panel.getByRole("link", { name: /^Why this version\?/ }).click();
    await page.getByRole("heading", { level: 2, name: /46\.6/ }).waitFor();
    expect(await page.getByRole("button", { name: /Platform/ }).textContent()).toContain("macOS");
    expect(watched.complaints).toEqual([]);
  });

  test("an installation's id is text, never HTML, and turns nothing around outside of itself", async () => {
    const { page, watched } = await hub.open("helpDesk", "/overview");
    const search = page.getByRole("combobox", { name: "Search customers and users" });
    for (const id of HOSTILE) {
      await search.fill(id);
      const option = page.getByRole("option");
      await option.getByText("Acorn Books").waitFor();
      expect(await option.locator("bdi").first().textContent()).toBe(id);
      expect(await option.locator("img").count()).toBe(0);
    }
    const path = `/customers/${hub.ids.organizations.get("Acorn Books")}/users`;
    await page.goto(`${hub.server.url}${path}?${new URLSearchParams({ installation: HOSTILE[0] })}`);
    const panel = page.getByRole("complementary", { name: "Installation" });
    expect(await panel.locator("code bdi").textContent()).toBe(HOSTILE[0]);
    expect(await page.title()).not.toBe("x");
    expect(watched.complaints).toEqual([]);
  });

  test("an installation that is not there is told of, in a panel that was opened by its address", async () => {
    const { page, watched } = await hub.open("helpDesk", bankPath("/users?installation=gone"));
    await page.getByText("This installation is not here").waitFor();
    expect(watched.complaints).toEqual([]);
  });
});
