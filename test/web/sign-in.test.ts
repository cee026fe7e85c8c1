import { beforeAll, describe, expect, test } from "vitest";
import { call } from "../../src/api/demo/visitor.ts";
import { findFaultsInBoth } from "./support/appearances.ts";
import { findAccessibilityFaults } from "./support/axe.ts";
import { type Hub, type Opened, openHub } from "./support/hub.ts";
import type { Login, Who } from "./support/people.ts";

let hub: Hub;
const SUPPORT = "mailto:help@example.org?subject=Releases";

beforeAll(async () => {
  hub = await openHub({ supportUrl: SUPPORT });
  return () => hub.close();
});

async function fillIn({ page }: Opened, { email, password }: Login): Promise<void> {
  await page.getByLabel("E-mail address").fill(email);
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
}

describe("contact support", () => {
  test("is on the sign-in page, in the menu of the person, and in the reason that support can change (R13)", async () => {
    const signIn = await hub.open("nobody", "/sign-in");
    const link = signIn.page.getByRole("link", { name: "Contact support" });
    expect(await link.getAttribute("href")).toBe(SUPPORT);
    const { page, watched } = await hub.open("toggledPartner", "/settings");
    const reason = page.getByRole("radiogroup").getByRole("link", { name: "Contact support" });
    expect(await reason.first().getAttribute("href")).toBe(SUPPORT);
    expect(await findAccessibilityFaults(page)).toEqual([]);
    await page.getByRole("button", { name: "Toni Toggle" }).click();
    const item = page.getByRole("menuitem", { name: "Contact support" });
    expect(await item.getAttribute("href")).toBe(SUPPORT);
    expect(watched.complaints).toEqual([]);
  });

  test("is beside the number of a failed call", async () => {
    const opened = await hub.open("nobody", "/sign-in");
    const json = {
      message: "no",
      errors: [{ code: "internal", description: "no" }],
      trackingId: "SLUICE_1",
    };
    await opened.page.route("**/v1/sessions", (route) => route.fulfill({ status: 500, json }));
    await fillIn(opened, { email: "nobody@example.org", password: "not this one" });
    const alert = opened.page.getByRole("alert");
    await alert.getByText("SLUICE_1").waitFor();
    expect(await alert.getByRole("link", { name: "support" }).getAttribute("href")).toBe(SUPPORT);
  });
});

describe("signing in", () => {
  test.each([
    ["vendor", "/releases", "Releases"],
    ["partnerFull", "/customers", "Customers"],
    ["customerFull", "/customers/", "Sequoia Bank"],
  ] as const)("a person signs in and begins where the work is: %s at %s", async (who, path, heading) => {
    const opened = await hub.open("nobody", "/");
    await fillIn(opened, await hub.login(who as Who));
    await opened.page.waitForURL((url) => url.pathname.startsWith(path));
    await opened.page.getByRole("heading", { level: 1, name: heading }).waitFor();
    expect(opened.watched.complaints).toEqual([]);
  });

  test("who opened an address before signing in comes back to it", async () => {
    const opened = await hub.open("nobody", "/account");
    await fillIn(opened, await hub.login("partnerFull"));
    await opened.page.getByRole("heading", { name: "My account" }).waitFor();
    expect(new URL(opened.page.url()).pathname).toBe("/account");
  });

  test("an address elsewhere is never gone to", async () => {
    const opened = await hub.open("nobody", "/sign-in?next=//elsewhere.example/");
    await fillIn(opened, await hub.login("partnerFull"));
    await opened.page.waitForURL(/\/customers(\?|$)/);
  });

  test("a wrong password is said, in the person's language, and can be tried again", async () => {
    const { page, watched } = await hub.open("nobody", "/sign-in", { locale: "nl" });
    const { email, password } = await hub.login("partnerFull");
    await page.getByLabel("E-mailadres").fill(email);
    await page.getByLabel("Wachtwoord").fill("not this one");
    await page.getByRole("button", { name: "Aanmelden" }).click();
    await page.getByRole("alert").getByText("Het e-mailadres of het wachtwoord is onjuist.").waitFor();
    // It needs no number in the server's log.
    expect(await page.getByRole("alert").getByText("SLUICE_").count()).toBe(0);
    watched.forgive(/status of 401/);
    await page.getByLabel("Wachtwoord").fill(password);
    await page.keyboard.press("Enter");
    await page.waitForURL(/\/customers(\?|$)/);
    expect(watched.complaints).toEqual([]);
  });

  test.each([
    ["provider_groups_left_out", "en", /left out your groups/],
    ["provider_role_unknown", "fr", /n’a aucun rôle ici/],
    ["provider_clock_off", "nl", /klok/],
    ["made_up_code", "en", /went wrong/],
  ] as const)(
    "a sign-in that an identity provider ended with %s is explained (%s)",
    async (code, locale, words) => {
      const { page, watched } = await hub.open("nobody", `/sign-in?refused=${code}`, { locale });
      await page.getByRole("alert").getByText(words).waitFor();
      expect(watched.complaints).toEqual([]);
    },
  );

  test("language and appearance are chosen before it, and who helps somebody who forgot the password is said", async () => {
    const { page, watched } = await hub.open("nobody", "/sign-in", { ownProfile: true });
    await page.getByText("Forgotten password?").click();
    await page.getByText(/makes a recovery link for you/).waitFor();
    await page.getByRole("button", { name: /Appearance/ }).click();
    await page.getByRole("option", { name: "Dark" }).click();
    await expect.poll(() => page.evaluate("document.documentElement.className")).toMatch(/dark/);
    await page.getByRole("button", { name: /Language/ }).click();
    await page.getByRole("option", { name: "Français" }).click();
    await page.getByRole("heading", { name: "Connexion" }).waitFor();
    await page.reload();
    await page.getByRole("heading", { name: "Connexion" }).waitFor();
    expect(await page.evaluate("document.documentElement.className")).toMatch(/dark/);
    expect(await findAccessibilityFaults(page)).toEqual([]);
    expect(watched.complaints).toEqual([]);
  });

  test("nothing is sent as long as a field is empty, and each says what it wants", async () => {
    const { page, watched } = await hub.open("nobody", "/sign-in");
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.getByText("Enter your e-mail address.").waitFor();
    await page.getByText("Enter your password.").waitFor();
    expect(await findAccessibilityFaults(page)).toEqual([]);
    expect(watched.complaints).toEqual([]);
  });

  test("a one-time password is changed before anything else, by keyboard alone", async () => {
    const email = "new@example.com";
    const made = await call<{ oneTimePassword: string }>(hub.vendor, "POST", "/v1/administrators", {
      displayName: "Nora New",
      email,
      role: "partner_read_only",
      partnerId: hub.ids.partners.get("Northwind Telecom"),
    });
    const { page, watched } = await hub.open("nobody", "/");
    await page.getByLabel("E-mail address").waitFor();
    await page.keyboard.type(email);
    await page.keyboard.press("Tab");
    await page.keyboard.type(made.oneTimePassword);
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: "Set your own password" }).waitFor();
    await page.getByLabel("New password").focus();
    await page.keyboard.type("short");
    await page.keyboard.press("Enter");
    await page.getByRole("alert").getByText("at least 12 characters").waitFor();
    watched.forgive(/status of 4\d\d/);
    await page.getByLabel("New password").fill("a password of Nora's own");
    await page.keyboard.press("Enter");
    await page.waitForURL(/\/customers(\?|$)/);
    expect(watched.complaints).toEqual([]);
  });

  test("signing out ends the session on the server too", async () => {
    const { page } = await hub.open("partnerFull", "/account");
    const [cookie] = await page.context().cookies();
    await page.getByRole("button", { name: "Paul Partner" }).click();
    await page.getByRole("menuitem", { name: "Sign out" }).click();
    await page.waitForURL("**/sign-in");
    const answer = await fetch(`${hub.server.url}/v1/me`, {
      headers: { authorization: `Bearer ${cookie?.value}` },
    });
    expect(answer.status).toBe(401);
  });

  test("a session that ends while the page is open leads back to the sign-in, and from there to the same page", async () => {
    const opened = await hub.open("customerReadOnly", "/account");
    await opened.page.getByRole("heading", { name: "My account" }).waitFor();
    const [cookie] = await opened.page.context().cookies();
    await fetch(`${hub.server.url}/v1/sessions/current`, {
      method: "DELETE",
      headers: { authorization: `Bearer ${cookie?.value}` },
    });
    await opened.page.waitForURL("**/sign-in?next=*");
    await fillIn(opened, await hub.login("customerReadOnly"));
    await opened.page.getByRole("heading", { name: "My account" }).waitFor();
  });

  test("the page to sign in has no accessibility fault in light and dark", async () => {
    const { page, watched } = await hub.open("nobody", "/sign-in");
    await page.getByRole("button", { name: "Sign in" }).waitFor();
    await page.getByText("Release management for Webex App").waitFor();
    expect(await findFaultsInBoth(page)).toEqual([]);
    expect(watched.complaints).toEqual([]);
  });

  test("nothing moves for a person who wants less motion: another appearance has its colours at once", async () => {
    const { page } = await hub.open("nobody", "/sign-in");
    await page.getByRole("button", { name: "Sign in" }).waitFor();
    const colourBelow = (appearance: string) =>
      page.evaluate(`(() => {
        document.documentElement.className = "mds-theme-stable-${appearance}Webex";
        return [getComputedStyle(document.querySelector("h1")).color, document.getAnimations().length];
      })()`);
    const [light, dark] = [await colourBelow("light"), await colourBelow("dark")] as [string, number][];
    expect(dark?.[0]).not.toBe(light?.[0]);
    expect([light?.[1], dark?.[1]]).toEqual([0, 0]);
  });
});
