import { beforeAll, describe, expect, test } from "vitest";
import { call } from "../../src/api/demo/visitor.ts";
import { findAccessibilityFaults } from "./support/axe.ts";
import { openLine } from "./support/cuttable-line.ts";
import { type Hub, openHub } from "./support/hub.ts";

let hub: Hub;

beforeAll(async () => {
  hub = await openHub();
  return () => hub.close();
});

describe("the frame around every page", () => {
  test("says who I am and at which level, and leads everywhere a partner may go", async () => {
    const { page } = await hub.open("partnerFull", "/account");
    await page.getByRole("banner").getByText("Northwind Telecom").waitFor();
    const places = page.getByRole("navigation", { name: "Partner Hub" }).getByRole("link");
    await places.first().waitFor();
    expect(await places.allTextContents()).toEqual([
      ...["Overview", "Customers", "Releases", "Adoption", "Audit", "People", "Settings"],
    ]);
  });

  test("a customer's administrator is at home in the own organization and finds no other customers", async () => {
    const { page } = await hub.open("customerFull", "/account");
    const places = page.getByRole("navigation", { name: "Partner Hub" }).getByRole("link");
    await places.first().waitFor();
    expect(await places.allTextContents()).toEqual([
      ...["Overview", "Settings", "Users", "Administrators", "Why this version?"],
      ...["Releases", "Adoption", "Audit"],
    ]);
    expect(await page.getByRole("combobox").count()).toBe(0);
  });

  test("the help desk has no audit", async () => {
    const { page } = await hub.open("helpDesk", "/account");
    await page.getByRole("link", { name: "Customers" }).waitFor();
    expect(await page.getByRole("link", { name: "Audit" }).count()).toBe(0);
  });

  test("the language is switched at once, and remembered", async () => {
    const { page, watched } = await hub.open("partnerFull", "/account");
    await page.getByRole("button", { name: "Paul Partner" }).click();
    await page.getByRole("menuitemradio", { name: "Français" }).click();
    await page.getByRole("heading", { level: 1, name: "Mon compte" }).waitFor();
    await page.reload();
    await page.getByRole("heading", { level: 1, name: "Mon compte" }).waitFor();
    expect(await page.locator("html").getAttribute("lang")).toBe("fr");
    expect(watched.complaints).toEqual([]);
  });

  test("dark is chosen, drawn at once, and remembered before anything is drawn", async () => {
    const { page, watched } = await hub.open("partnerFull", "/account");
    const ground = () => page.evaluate("getComputedStyle(document.documentElement).backgroundColor");
    const light = await ground();
    await page.getByRole("button", { name: "Paul Partner" }).click();
    await page.getByRole("menuitemradio", { name: "Dark" }).click();
    // Where motion is reduced a colour still takes a moment to change.
    await expect.poll(ground).not.toBe(light);
    const dark = await ground();
    await page.reload({ waitUntil: "commit" });
    await page.waitForLoadState("domcontentloaded");
    expect(await ground()).toBe(dark);
    expect(watched.complaints).toEqual([]);
  });

  test("customers and users are found from anywhere, by keyboard", async () => {
    const { page, watched } = await hub.open("partnerFull", "/account");
    await page.getByRole("combobox", { name: "Search customers and users" }).fill("seq");
    await page.getByRole("option", { name: "Sequoia Bank" }).waitFor();
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await page.waitForURL(`**/customers/${hub.ids.organizations.get("Sequoia Bank")}`);
    expect(watched.complaints).toEqual([]);
  });

  test("what lies in nobody's reach is not told from what is not there", async () => {
    const { page, watched } = await hub.open("partnerFull", "/nowhere");
    await page.getByRole("heading", { name: "Not found" }).waitFor();
    // From there one can go on as from everywhere.
    await page.getByRole("link", { name: "Releases" }).waitFor();
    const alien = hub.ids.organizations.get("Iris Optics");
    await page.goto(`${hub.server.url}/customers/${alien}`);
    await page.getByRole("heading", { name: "Not found" }).waitFor();
    watched.forgive(/status of 404/);
    expect(watched.complaints).toEqual([]);
  });

  test("the first Tab leads past the navigation", async () => {
    const { page } = await hub.open("partnerFull", "/account");
    await page.getByRole("heading", { name: "My account" }).waitFor();
    await page.keyboard.press("Tab");
    expect(await page.evaluate("document.activeElement.textContent")).toBe("Skip to the content");
  });

  test("on a narrow screen the places open when they are asked for", async () => {
    const { page } = await hub.open("partnerFull", "/account", { width: 400 });
    await page.getByRole("heading", { name: "My account" }).waitFor();
    expect(await page.getByRole("link", { name: "Releases" }).isVisible()).toBe(false);
    await page.getByRole("button", { name: "Show or hide the navigation" }).click();
    const places = page.getByRole("link", { name: "Releases" });
    await places.waitFor();
    expect(await findAccessibilityFaults(page)).toEqual([]);
    await page.keyboard.press("Escape");
    await places.waitFor({ state: "hidden" });
    await page.getByRole("button", { name: "Show or hide the navigation" }).click();
    await places.waitFor();
    await page.mouse.click(390, 400);
    await places.waitFor({ state: "hidden" });
  });

  test("places that are made small keep their names, and have them as a hint", async () => {
    const { page } = await hub.open("partnerFull", "/account");
    await page.getByRole("button", { name: "Show or hide the navigation" }).click();
    const releases = page.getByRole("link", { name: "Releases" });
    await releases.waitFor();
    expect(await releases.getAttribute("title")).toBe("Releases");
    await expect.poll(async () => (await releases.boundingBox())?.width).toBeLessThan(60);
    expect(await findAccessibilityFaults(page)).toEqual([]);
  });

  test("while the first answers are on their way, the frame stands, and what is to come has its place in it", async () => {
    const { page, watched } = await hub.open("partnerFull", "/account");
    let arrive: () => void = () => undefined;
    const arrived = new Promise<void>((resolve) => {
      arrive = resolve;
    });
    await page.route("**/v1/me", async (route) => {
      await arrived;
      await route.continue();
    });
    await page.reload({ waitUntil: "commit" });
    const waiting = page.getByRole("main").getByRole("status", { name: "Loading" });
    await waiting.waitFor();
    await page.getByRole("banner").getByText("Partner Hub").waitFor();
    const main = await page.getByRole("main").boundingBox();
    const inside = await waiting.locator("span").first().boundingBox();
    const banner = await page.getByRole("banner").boundingBox();
    if (!main || !inside || !banner) throw new Error("a part is not drawn");
    // Below the top bar, beside the navigation, and away from the edge.
    expect(main.y).toBeGreaterThanOrEqual(banner.y + banner.height);
    expect(main.x).toBeGreaterThan(100);
    expect(inside.x - main.x).toBeGreaterThanOrEqual(16);
    expect(inside.y - main.y).toBeGreaterThanOrEqual(16);
    arrive();
    await page.getByRole("heading", { level: 1, name: "My account" }).waitFor();
    expect(watched.complaints).toEqual([]);
  });

  test("a lost connection is shown, and gone when it is back, with what changed meanwhile", async () => {
    const line = await openLine(hub.server.url);
    const { page, watched } = await hub.open("customerFull", "/account", { url: line.url });
    await page.getByRole("banner").getByText("Sequoia Bank").waitFor();
    await page.getByRole("heading", { name: "My account" }).waitFor();
    line.cut();
    await page.getByRole("alert").getByText("The connection to the server is lost.").waitFor();
    const id = hub.ids.organizations.get("Sequoia Bank");
    await call(hub.vendor, "PATCH", `/v1/organizations/${id}`, { name: "Sequoia & Sons" });
    line.mend();
    await page.getByRole("banner").getByText("Sequoia & Sons").waitFor();
    await page.getByText("The connection to the server is lost.").waitFor({ state: "detached" });
    await call(hub.vendor, "PATCH", `/v1/organizations/${id}`, { name: "Sequoia Bank" });
    await page.getByRole("banner").getByText("Sequoia Bank").waitFor();
    watched.forgive(/net::ERR/);
    expect(watched.complaints).toEqual([]);
    await page.close();
    await line.close();
  });
});
