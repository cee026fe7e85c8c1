import type { Page } from "playwright-core";
import { beforeAll, describe, expect, test } from "vitest";
import { read } from "../../src/api/demo/visitor.ts";
import { type Hub, openHub } from "./support/hub.ts";

let hub: Hub;

beforeAll(async () => {
  hub = await openHub();
  return () => hub.close();
});

/** The name of what has the focus; of what holds other things only its own. */
const FOCUSED = `(() => {
  const element = document.activeElement;
  const label = element?.labels?.[0]?.textContent ?? element?.getAttribute("aria-label");
  const labelled = (element?.getAttribute("aria-labelledby") ?? "").split(" ").filter(Boolean);
  const texts = labelled.map((id) => document.getElementById(id)?.textContent ?? "");
  const own = element?.matches("button, a") ? element.textContent : "";
  return [label ?? "", ...texts, own].join(" ").trim();
})()`;

const focused = async (page: Page): Promise<string> => String(await page.evaluate(FOCUSED));

/** Presses Tab until the focus is on what has this name: as somebody does who cannot point. */
async function tabTo(page: Page, name: string | RegExp, key: "Tab" | "Shift+Tab" = "Tab"): Promise<void> {
  const passed: string[] = [];
  for (let pressed = 0; pressed < 80; pressed++) {
    const now = await focused(page);
    if (typeof name === "string" ? now.includes(name) : name.test(now)) return;
    passed.push(now.slice(0, 40));
    await page.keyboard.press(key);
  }
  throw new Error(`the focus never came to ${name}; it passed ${passed.join(" | ")}`);
}

/** Opens the list under the focus and takes the entry that begins so. */
async function pick(page: Page, letters: string): Promise<void> {
  await page.keyboard.press("Enter");
  await page.getByRole("listbox").waitFor();
  await page.keyboard.type(letters);
  await page.keyboard.press("Enter");
  await page.getByRole("listbox").waitFor({ state: "detached" });
}

/** Goes down in the list of a search, and says where that leads: nowhere, while the answer is being drawn. */
async function pointDown(page: Page): Promise<string> {
  await page.keyboard.press("ArrowDown");
  const pointed =
    'document.getElementById(document.activeElement?.getAttribute("aria-activedescendant") ?? "")';
  return String(await page.evaluate(`${pointed}?.textContent ?? ""`));
}

async function signIn(page: Page, who: "partnerFull" | "customerFull"): Promise<void> {
  const { email, password } = await hub.login(who);
  await page.getByLabel("E-mail address").waitFor();
  expect(await focused(page)).toContain("E-mail address");
  await page.keyboard.type(email);
  await page.keyboard.press("Tab");
  await page.keyboard.type(password);
  await page.keyboard.press("Enter");
}

const settingsOf = (name: string) =>
  read<{ schedule: unknown; inherits: boolean }>(
    hub.vendor,
    `/v1/organizations/${hub.ids.organizations.get(name)}/release-settings`,
  );

describe("with the keyboard alone", () => {
  test("a partner signs in, opens a customer, sets slow 8 weeks, sees the preview, saves, and undoes", async () => {
    const { page, watched } = await hub.open("nobody", "/");
    await signIn(page, "partnerFull");
    await page.waitForURL("**/customers");
    await page.getByRole("heading", { level: 1 }).waitFor();
    await tabTo(page, "Search customers and users");
    const found = page.waitForResponse(/search\?q=acorn$/);
    await page.keyboard.type("acorn");
    await found;
    await page.getByRole("option", { name: /Acorn Books/ }).waitFor();
    await expect.poll(() => pointDown(page), { interval: 200 }).toContain("Acorn Books");
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { level: 1, name: "Acorn Books" }).waitFor();
    await tabTo(page, "Organization Settings");
    await page.keyboard.press("Enter");
    await page.getByRole("button", { name: /Cadence/ }).waitFor();
    await tabTo(page, "Cadence");
    await pick(page, "Slow");
    await tabTo(page, "Deferrals");
    await pick(page, "8");
    await tabTo(page, "Review and save");
    await page.keyboard.press("Enter");
    await page
      .getByRole("dialog")
      .getByText("This organization goes from Latest, 4 weeks to Slow, 8 weeks.")
      .waitFor();
    await tabTo(page, /^Save$/);
    await page.keyboard.press("Enter");
    await page.getByText("The settings are saved.").waitFor();
    await page.getByRole("dialog").waitFor({ state: "detached" });
    await expect.poll(() => focused(page)).toContain("Software updates for Webex App");
    expect((await settingsOf("Acorn Books")).schedule).toEqual({ cadence: "slow", deferralWeeks: 8 });
    await page.keyboard.press("F6");
    await tabTo(page, /^Undo$/);
    await page.keyboard.press("Enter");
    await page.getByText("Undone.").waitFor();
    expect((await settingsOf("Acorn Books")).inherits).toBe(true);
    watched.forgive(/401/);
    expect(watched.complaints).toEqual([]);
  });

  test("a customer signs in, sees the schedule, changes it, saves, and puts a pilot user ahead", async () => {
    const { page, watched } = await hub.open("nobody", "/");
    await signIn(page, "customerFull");
    await page.getByText("Slow, 8 weeks").first().waitFor();
    await tabTo(page, /^Settings$/);
    await page.keyboard.press("Enter");
    await page.getByRole("button", { name: /Deferrals/ }).waitFor();
    await tabTo(page, "Deferrals");
    await pick(page, "6");
    await tabTo(page, "Review and save");
    await page.keyboard.press("Enter");
    await page
      .getByRole("dialog")
      .getByText(/to Slow, 6 weeks/)
      .waitFor();
    await tabTo(page, /^Save$/);
    await page.keyboard.press("Enter");
    await page.getByText("The settings are saved.").waitFor();
    expect((await settingsOf("Sequoia Bank")).schedule).toEqual({ cadence: "slow", deferralWeeks: 6 });
    await tabTo(page, /^Users$/, "Shift+Tab");
    await page.keyboard.press("Enter");
    await page.getByRole("button", { name: "Ben Okoye" }).waitFor();
    await tabTo(page, "Ben Okoye");
    await page.keyboard.press("Enter");
    await page.getByRole("complementary").getByText("Off: this user follows the organization").waitFor();
    await tabTo(page, "Allow automatic upgrades");
    await page.keyboard.press("Space");
    await page.getByText("Ben Okoye gets automatic upgrades.").waitFor();
    await page.keyboard.press("Escape");
    await page.getByRole("complementary").waitFor({ state: "detached" });
    await expect.poll(() => focused(page)).toBe("Ben Okoye");
    watched.forgive(/401/);
    expect(watched.complaints).toEqual([]);
  });
});
