import { beforeAll, describe, expect, test } from "vitest";
import { call, read } from "../../src/api/demo/visitor.ts";
import { findFaultsInBoth } from "./support/appearances.ts";
import { findAccessibilityFaults } from "./support/axe.ts";
import { type Hub, openHub } from "./support/hub.ts";
import type { Who } from "./support/people.ts";
import { undo, watchSent } from "./support/schedule.ts";
import { findUntranslated } from "./support/untranslated.ts";
import { visit } from "./support/visit.ts";

let hub: Hub;

beforeAll(async () => {
  hub = await openHub();
  return () => hub.close();
});

const users = (name: string, search = "") => `/customers/${hub.ids.organizations.get(name)}/users${search}`;

async function idOf(organization: string, name: string): Promise<string> {
  const path = `/v1/organizations/${hub.ids.organizations.get(organization)}/users`;
  const { items } = await read<{ items: { id: string; displayName: string }[] }>(hub.vendor, path);
  return items.find(({ displayName }) => displayName === name)!.id;
}

async function allows(organization: string, name: string): Promise<boolean> {
  const path = `/v1/users/${await idOf(organization, name)}/release-settings`;
  return (await read<{ allowAutomaticUpgrades: boolean }>(hub.vendor, path)).allowAutomaticUpgrades;
}

describe("the users of a customer", () => {
  test("are listed with who runs ahead, and searched by name and address", async () => {
    const { page, watched } = await hub.open("partnerReadOnly", users("Sequoia Bank"));
    await page.getByRole("row", { name: /Anna Berg.*Automatic/ }).waitFor();
    await page.getByRole("row", { name: /Ben Okoye.*As the organization/ }).waitFor();
    await page.getByRole("searchbox", { name: "Search users" }).fill("chloemartin@");
    await page.getByRole("button", { name: "Anna Berg" }).waitFor({ state: "detached" });
    expect(page.url()).toContain("q=chloemartin");
    await page.getByRole("button", { name: "Chloé Martin" }).waitFor();
    await page.getByRole("searchbox").fill("zzzz");
    await page.getByText("No user has this in the name or e-mail address").waitFor();
    expect(watched.complaints).toEqual([]);
  });

  test("where there are none, it is said what would fill the list", async () => {
    const { page } = await hub.open("partnerFull", users("Acorn Books"));
    await page.getByText("This organization has no users yet").waitFor();
  });

  test("a customer puts a pilot user ahead, which is said, recorded and undone (R11)", async () => {
    const { page, watched } = await hub.open("customerFull", users("Sequoia Bank"));
    await page.getByRole("button", { name: "Ben Okoye" }).click();
    const panel = page.getByRole("complementary", { name: "Ben Okoye" });
    await panel.getByText("Off: this user follows the organization (Slow, 8 weeks).").waitFor();
    expect(page.url()).toContain("user=");
    await panel.getByText("Allow automatic upgrades").click();
    await panel.getByText(/^On: this user gets each release/).waitFor();
    await panel.getByText("Last changed by Carl Customer").waitFor();
    expect(await allows("Sequoia Bank", "Ben Okoye")).toBe(true);
    await page.getByText("Ben Okoye gets automatic upgrades.").waitFor();
    await panel.getByRole("button", { name: "Close", exact: true }).click();
    await page.getByRole("row", { name: /Ben Okoye.*Automatic/ }).waitFor();
    await undo(page);
    expect(await allows("Sequoia Bank", "Ben Okoye")).toBe(false);
    expect(watched.complaints).toEqual([]);
  });

  test("of a user without a computer the panel says what a new installation gets now and next, and leads to why", async () => {
    const user = await idOf("Sequoia Bank", "Chloé Martin");
    const { page, watched } = await hub.open("helpDesk", users("Sequoia Bank", `?user=${user}`));
    const panel = page.getByRole("complementary", { name: "Chloé Martin" });
    await panel.getByText("No computer of this user has asked for an update yet.").waitFor();
    await panel.getByText("A new installation gets 46.6.1.35236 now.").waitFor();
    await panel.getByText(/^Next for a new installation: 4\d/).waitFor();
    const why = await panel.getByRole("link", { name: "Why this version?" }).getAttribute("href");
    expect(why).toContain(`user=${user}`);
    await page.keyboard.press("Escape");
    await panel.waitFor({ state: "detached" });
    expect(page.url()).not.toContain("user=");
    expect(watched.complaints).toEqual([]);
  });

  const NOT_ALLOWED: readonly (readonly [Who, RegExp])[] = [
    ["customerReadOnly", /Your role can see these settings, not change them/],
    ["helpDesk", /Your role can see these settings, not change them/],
  ];
  test.each(NOT_ALLOWED)("%s cannot switch or change a user, and reads why", async (who, reason) => {
    const { page, watched } = await hub.open(who, users("Sequoia Bank"));
    const add = page.getByRole("button", { name: "Add a user" });
    await page.getByText("Your role can see users, not change them.").waitFor();
    expect(await add.isDisabled()).toBe(true);
    await page.getByRole("button", { name: "Anna Berg" }).click();
    const panel = page.getByRole("complementary");
    await panel.getByText(reason).waitFor();
    expect(await panel.getByRole("switch").isDisabled()).toBe(true);
    expect(await panel.getByRole("button", { name: "Remove user" }).count()).toBe(0);
    expect(watched.complaints).toEqual([]);
  });

  test("on automatic the switch is not available, says why, and keeps what was stored (R11)", async () => {
    const path = `/v1/organizations/${hub.ids.organizations.get("Moss Garden")}/release-settings`;
    const user = await idOf("Moss Garden", "Jo Verhoeven");
    await call(hub.vendor, "PUT", `/v1/users/${user}/release-settings`, { allowAutomaticUpgrades: true });
    await call(hub.vendor, "PUT", path, { schedule: { cadence: "automatic" } });
    const { page, watched } = await hub.open("partnerFull", users("Moss Garden", `?user=${user}`));
    const panel = page.getByRole("complementary", { name: "Jo Verhoeven" });
    await panel.getByText("Not available: the organization is on automatic updates already.").waitFor();
    const toggle = panel.getByRole("switch", { name: "Allow automatic upgrades" });
    expect(await toggle.isDisabled()).toBe(true);
    expect(await toggle.isChecked()).toBe(true);
    expect(watched.complaints).toEqual([]);
  });
});

describe("changing users", () => {
  test("one is added, renamed, and removed", async () => {
    const { page, watched } = await hub.open("partnerLimited", users("Acorn Books"));
    await page.getByRole("button", { name: "Add a user" }).click();
    const adding = page.getByRole("dialog", { name: "Add a user" });
    await adding.getByRole("button", { name: "Save" }).click();
    await adding.getByText("Enter a name.").waitFor();
    await adding.getByText(/Enter an e-mail address such as/).waitFor();
    await adding.getByLabel("Name").fill("Nora Nieuw");
    await adding.getByLabel("E-mail address").fill("nora@example.com");
    await adding.getByRole("button", { name: "Save" }).click();
    await page.getByText("Nora Nieuw is added.").waitFor();
    await page.getByRole("button", { name: "Nora Nieuw" }).click();
    const panel = page.getByRole("complementary", { name: "Nora Nieuw" });
    await panel.getByRole("button", { name: "Change name or e-mail address" }).click();
    const sent = await watchSent(page, "PATCH");
    await panel.getByLabel("Name").fill("Nora Nieuwenhuis");
    await panel.getByRole("button", { name: "Save" }).click();
    await page.getByText("Nora Nieuw is changed.").waitFor();
    expect(await sent()).toEqual([{ displayName: "Nora Nieuwenhuis" }]);
    const renamed = page.getByRole("complementary", { name: "Nora Nieuwenhuis" });
    await renamed.getByRole("button", { name: "Remove user" }).click();
    const asking = page.getByRole("dialog", { name: "Remove Nora Nieuwenhuis?" });
    expect(await findAccessibilityFaults(page)).toEqual([]);
    await asking.getByRole("button", { name: "Remove user" }).click();
    await page.getByText("Nora Nieuwenhuis is removed.").waitFor();
    await page.getByText("This organization has no users yet").waitFor();
    expect(watched.complaints).toEqual([]);
  });

  test("a user that is gone is told of, in a panel that was opened by its address", async () => {
    const gone = "00000000-0000-4000-8000-000000000000";
    const { page, watched } = await hub.open("partnerFull", users("Acorn Books", `?user=${gone}`));
    await page.getByText("This user is not here").waitFor();
    watched.forgive(/404/);
    expect(watched.complaints).toEqual([]);
  });

  test("hundreds of users come in parts", async () => {
    const path = `/v1/organizations/${hub.ids.organizations.get("Granite Works")}/users`;
    for (let at = 0; at < 101; at++) {
      const user = { displayName: `User ${String(at).padStart(3, "0")}`, email: `u${at}@example.com` };
      await call(hub.vendor, "POST", path, user);
    }
    const { page } = await hub.open("partnerFull", users("Granite Works"));
    await page.getByRole("button", { name: "User 099" }).waitFor();
    expect(await page.getByRole("button", { name: "User 100" }).count()).toBe(0);
    await page.getByRole("button", { name: "Show more" }).click();
    await page.getByRole("button", { name: "User 100" }).waitFor();
    expect(await page.getByRole("button", { name: "Show more" }).count()).toBe(0);
  });
});

describe("how users look and read", () => {
  test("the list and the panel have no fault and are whole", async () => {
    const user = await idOf("Sequoia Bank", "Anna Berg");
    const { page, watched } = await hub.open("customerFull", users("Sequoia Bank"), { locale: "en-XA" });
    for (const search of ["", `?user=${user}`]) {
      await visit(page, users("Sequoia Bank", search));
      await page
        .getByText(search === "" ? "Ben Okoye" : /^\[Á ñéw íñštállátíóñ géts|46\.11\.1/)
        .first()
        .waitFor();
      await page.getByRole("switch").or(page.getByRole("table")).first().waitFor();
      expect(await findFaultsInBoth(page)).toEqual([]);
      expect(await findUntranslated(page, [/SLUICE_VENDOR_TOKEN/g])).toEqual([]);
    }
    expect(watched.complaints).toEqual([]);
  });

  test("it speaks French and Dutch", async () => {
    const user = await idOf("Sequoia Bank", "Anna Berg");
    const path = users("Sequoia Bank", `?user=${user}`);
    const french = await hub.open("customerFull", path, { locale: "fr" });
    await french.page.getByText("Autoriser les mises à niveau automatiques").waitFor();
    const dutch = await hub.open("customerFull", path, { locale: "nl" });
    await dutch.page.getByText("Automatische upgrades toestaan").waitFor();
  });
});
