import type { Page } from "playwright-core";
import { beforeAll, describe, expect, test } from "vitest";
import { call, read } from "../../src/api/demo/visitor.ts";
import { findAccessibilityFaults } from "./support/axe.ts";
import { type Hub, openHub } from "./support/hub.ts";
import type { Login } from "./support/people.ts";
import { chooseSchedule, reviewAndSave } from "./support/schedule.ts";

let hub: Hub;

beforeAll(async () => {
  hub = await openHub();
  return () => hub.close();
});

const settings = (name: string) => `/customers/${hub.ids.organizations.get(name)}/settings`;
const THREE_WEEKS = { name: "3 weeks Deferrals" };

/** Opens the settings of a customer and chooses three weeks, which are not saved. */
async function begin(name: string, who: "partnerFull" | "vendor" = "partnerFull") {
  const opened = await hub.open(who, settings(name));
  await chooseSchedule(opened.page, "Latest", "3 weeks");
  await opened.page.getByText("Not saved yet").waitFor();
  return opened;
}

async function signIn(page: Page, { email, password }: Login): Promise<void> {
  await page.getByLabel("E-mail address").fill(email);
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
}

/** What was entered is there again, and the page says since when. */
async function isFound(page: Page): Promise<void> {
  await page.getByText(/^Your change from .* that is not saved yet$/).waitFor();
  await page.getByRole("button", THREE_WEEKS).waitFor();
}

const question = (page: Page) => page.getByRole("dialog", { name: "Leave without saving?" });

describe("a change that is not saved", () => {
  test("is there again after a reload and in another tab, and can be dropped, in both at once", async () => {
    const { page, watched } = await begin("Acorn Books");
    await page.reload();
    await isFound(page);
    const other = await page.context().newPage();
    await other.goto(page.url());
    await isFound(other);
    await other.getByRole("button", { name: "Drop", exact: true }).click();
    for (const each of [other, page]) {
      await each.getByText("that is not saved yet").waitFor({ state: "detached" });
      expect(await each.getByRole("button", THREE_WEEKS).count()).toBe(0);
    }
    await other.close();
    expect(watched.complaints).toEqual([]);
  });

  test("is saved after a reload as before", async () => {
    const { page, watched } = await begin("Birchwood Clinic");
    await page.reload();
    await isFound(page);
    await reviewAndSave(page);
    await page.getByText("that is not saved yet").waitFor({ state: "detached" });
    const path = `/v1/organizations/${hub.ids.organizations.get("Birchwood Clinic")}/release-settings`;
    expect((await read<{ schedule: unknown }>(hub.vendor, path)).schedule).toEqual({
      cadence: "latest",
      deferralWeeks: 3,
    });
    await page.reload();
    await page.getByRole("button", THREE_WEEKS).waitFor();
    expect(await page.getByText("not saved yet").count()).toBe(0);
    expect(watched.complaints).toEqual([]);
  });

  test("is there again after signing out and in, and nobody else is shown it", async () => {
    const { page } = await begin("Cedar Logistics");
    await page.getByRole("button", { name: "Paul Partner" }).click();
    await page.getByRole("menuitem", { name: "Sign out" }).click();
    await signIn(page, await hub.login("vendor"));
    await page.getByRole("button", { name: "Vera Vendor" }).waitFor();
    await page.goto(`${hub.server.url}${settings("Cedar Logistics")}`);
    await page.getByRole("button", { name: "Your recent changes" }).click();
    await page.getByText("Nothing yet.").waitFor();
    await page.keyboard.press("Escape");
    await page.getByRole("radiogroup").first().waitFor();
    expect(await page.getByText("not saved yet").count()).toBe(0);
    expect(await page.getByRole("button", THREE_WEEKS).count()).toBe(0);
    await page.getByRole("button", { name: "Vera Vendor" }).click();
    await page.getByRole("menuitem", { name: "Sign out" }).click();
    await signIn(page, await hub.login("partnerFull"));
    await page.getByRole("button", { name: "Paul Partner" }).waitFor();
    await page.goto(`${hub.server.url}${settings("Cedar Logistics")}`);
    await isFound(page);
  });

  test("is there again after the session was ended elsewhere, which the sign-in says", async () => {
    const { page, watched } = await begin("Jasper Tools", "vendor");
    const [cookie] = await page.context().cookies();
    await fetch(`${hub.server.url}/v1/sessions/current`, {
      method: "DELETE",
      headers: { authorization: `Bearer ${cookie?.value}` },
    });
    await page.getByText("You were signed out", { exact: true }).waitFor();
    await page.getByText(/Sign in and go on where you were/).waitFor();
    expect(await findAccessibilityFaults(page)).toEqual([]);
    await signIn(page, await hub.login("vendor"));
    await isFound(page);
    expect(new URL(page.url()).pathname).toBe(settings("Jasper Tools"));
    watched.forgive(/401/);
    expect(watched.complaints).toEqual([]);
  });

  test("says that somebody saved since, when it is found again", async () => {
    const { page } = await begin("Elm Street School");
    const path = `/v1/organizations/${hub.ids.organizations.get("Elm Street School")}/release-settings`;
    await call(hub.vendor, "PUT", path, { schedule: { cadence: "slow", deferralWeeks: 7 } });
    await page.reload();
    const told = page.getByRole("alert").filter({ hasText: "while you were editing" });
    await told.getByText("Slow, 7 weeks").waitFor();
    await told.getByText("Latest, 3 weeks").waitFor();
  });

  test.each([
    ["of no form", "{"],
    ["of another form", '{"format":0,"at":9999999999999,"fields":{}}'],
  ])("that is %s is dropped, and the page is as the server has it", async (_what, text) => {
    const { page, watched } = await begin("Fjord Shipping");
    const key = await page.evaluate(
      `Object.keys(localStorage).find((key) => key.startsWith("sluice.draft "))`,
    );
    await page.evaluate(`localStorage.setItem(${JSON.stringify(key)}, ${JSON.stringify(text)})`);
    await page.reload();
    await page.getByRole("radiogroup").first().waitFor();
    await expect.poll(() => page.evaluate(`localStorage.getItem(${JSON.stringify(key)})`)).toBe(null);
    expect(await page.getByRole("button", THREE_WEEKS).count()).toBe(0);
    expect(watched.complaints).toEqual([]);
  });

  test("is kept when a dialog is closed, and dropped by Cancel", async () => {
    const { page, watched } = await hub.open("vendor", "/releases");
    await page.getByRole("button", { name: "Plan a release" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByRole("textbox", { name: "Version" }).fill("48.1.0.50000");
    await page.keyboard.press("Escape");
    await dialog.waitFor({ state: "detached" });
    await page.reload();
    await page.getByRole("button", { name: "Plan a release" }).click();
    await dialog.getByText(/^Your change from/).waitFor();
    expect(await dialog.getByRole("textbox", { name: "Version" }).inputValue()).toBe("48.1.0.50000");
    expect(await findAccessibilityFaults(page)).toEqual([]);
    await dialog.getByRole("button", { name: "Cancel" }).click();
    await page.getByRole("button", { name: "Plan a release" }).click();
    expect(await dialog.getByRole("textbox", { name: "Version" }).inputValue()).toBe("");
    expect(watched.complaints).toEqual([]);
  });

  test("is one of 40 at most in a browser, and those of last week are gone", async () => {
    const { page } = await hub.open("partnerFull", "/account");
    await page.evaluate(`{
      const day = 86_400_000;
      const put = (place, at) => localStorage.setItem("sluice.draft somebody " + place, JSON.stringify(
        { format: 1, at, name: place, href: "/customers", basedOn: null, fields: {} }));
      put("old", Date.now() - 7 * day);
      for (let number = 0; number < 60; number++) put("new " + number, Date.now() - day + number);
    }`);
    await page.reload();
    await page.getByRole("heading", { name: "My account" }).waitFor();
    const kept = () =>
      page.evaluate(`Object.keys(localStorage).filter((key) => key.startsWith("sluice.draft ")).length`);
    await page.getByRole("button", { name: "Your recent changes" }).click();
    await expect.poll(kept).toBe(40);
    const names = await page.evaluate(`["old", "new 19", "new 20", "new 59"].map(
      (place) => localStorage.getItem("sluice.draft somebody " + place) !== null)`);
    expect(names).toEqual([false, false, true, true]);
    await page.getByText("Nothing yet.").waitFor();
  });

  test("is asked about in other words where the browser keeps nothing", async () => {
    const { page } = await hub.open("partnerFull", settings("Moss Garden"));
    await page.evaluate("Storage.prototype.setItem = () => { throw new Error('full'); }");
    await chooseSchedule(page, "Latest", "3 weeks");
    await page.getByText("Not saved yet").waitFor();
    await page.getByRole("link", { name: "Audit" }).click();
    await question(page)
      .getByText(/It is lost if you leave/)
      .waitFor();
    expect(await question(page).getByRole("button", { name: "Leave and keep the change" }).count()).toBe(0);
    await question(page).getByRole("button", { name: "Leave and drop the change" }).click();
    await page.getByRole("heading", { level: 1, name: "Audit" }).waitFor();
  });

  test("never has a password in it", async () => {
    const { page } = await hub.open("partnerFull", "/account");
    await page.getByLabel("Current password").fill("a secret that nobody may keep");
    await page.getByLabel("New password").fill("another secret that nobody may keep");
    const all = await page.evaluate("JSON.stringify([{ ...localStorage }, { ...sessionStorage }])");
    expect(all).not.toContain("secret");
  });
});

describe("leaving a change that is not saved", () => {
  test.each([
    ["another tab of the customer", (page: Page) => page.getByRole("link", { name: "Users" }).click()],
    ["a link at the left", (page: Page) => page.getByRole("link", { name: "Audit" }).click()],
    ["Back", (page: Page) => page.goBack({ waitUntil: "commit" }).catch(() => null)],
  ])("by %s is asked about; one stays, or leaves and finds it again", async (_what, go) => {
    const { page, watched } = await hub.open("partnerFull", "/customers");
    await page.getByRole("heading", { level: 1, name: "Customers" }).waitFor();
    const id = hub.ids.organizations.get("Delta Foods");
    await page.goto(`${hub.server.url}/customers/${id}`);
    await page.getByRole("link", { name: "Organization Settings", exact: true }).last().click();
    await chooseSchedule(page, "Latest", "3 weeks");
    const here = page.url();
    void go(page);
    await question(page).waitFor();
    expect(await findAccessibilityFaults(page)).toEqual([]);
    await question(page).getByRole("button", { name: "Stay" }).click();
    await question(page).waitFor({ state: "detached" });
    await page.getByText("Not saved yet").waitFor();
    expect(page.url()).toBe(here);
    void go(page);
    await question(page).getByRole("button", { name: "Leave and keep the change" }).click();
    await page.waitForURL((url) => url.href !== here);
    await page.getByRole("button", { name: "Your recent changes" }).click();
    await page.getByRole("dialog").getByRole("link", { name: "Delta Foods" }).click();
    await isFound(page);
    // What was found and left as it is does not make the page ask again.
    await page.getByRole("link", { name: "Audit" }).click();
    await page.getByRole("heading", { level: 1, name: "Audit" }).waitFor();
    expect(watched.complaints).toEqual([]);
  });

  test("can drop it", async () => {
    const { page } = await begin("Granite Works");
    await page.getByRole("link", { name: "Audit" }).click();
    await question(page).getByRole("button", { name: "Leave and drop the change" }).click();
    await page.getByRole("heading", { level: 1, name: "Audit" }).waitFor();
    await page.getByRole("button", { name: "Your recent changes" }).click();
    await page.getByText("Nothing yet.").waitFor();
  });

  test("by a reload is asked about by the browser, once", async () => {
    const { page } = await begin("Hazel Media");
    const asked: string[] = [];
    page.on("dialog", (dialog) => {
      asked.push(dialog.type());
      void dialog.accept();
    });
    await page.reload();
    await isFound(page);
    await page.getByRole("heading", { level: 1 }).click();
    await page.reload();
    await isFound(page);
    expect(asked).toEqual(["beforeunload"]);
  });

  test("is not asked about when another platform's builds are looked at on the same page", async () => {
    const { page } = await begin("Tamarind Labs");
    await page.getByRole("button", { name: /^Download/ }).click();
    await page.waitForURL(/download=/);
    await page.getByRole("dialog").waitFor();
    expect(await question(page).count()).toBe(0);
  });
});
