import { Secret, TOTP } from "otpauth";
import type { Page } from "playwright-core";
import { beforeAll, describe, expect, test } from "vitest";
import { read } from "../../src/api/demo/visitor.ts";
import { findAccessibilityFaults } from "./support/axe.ts";
import { type Hub, openHub } from "./support/hub.ts";
import type { Login } from "./support/people.ts";

let hub: Hub;

beforeAll(async () => {
  hub = await openHub();
  return () => hub.close();
});

/** Fills in the first step of the sign-in. */
async function signIn(page: Page, { email, password }: Login): Promise<void> {
  await page.getByLabel("E-mail address").fill(email);
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
}

/** The code that an authenticator app with this key shows now. */
function codeOf(key: string): string {
  const totp = new TOTP({ secret: Secret.fromBase32(key.replaceAll(" ", "")) });
  return totp.generate({ timestamp: hub.server.context.now() });
}

test("an invited person opens the link elsewhere, sets a password that the server accepts, and has the role", async () => {
  const inviting = await hub.open("partnerFull", "/people");
  await inviting.page.getByRole("button", { name: "Invite administrator" }).click();
  const dialog = inviting.page.getByRole("dialog", { name: "Invite administrator" });
  await dialog.getByLabel("Name", { exact: true }).fill("Ida Invited");
  await dialog.getByLabel("E-mail address").fill("ida@example.net");
  await dialog.getByRole("radio", { name: /Partner administrator, read-only/ }).check({ force: true });
  await dialog.getByRole("button", { name: "Make the invitation" }).click();
  const link = new URL((await dialog.getByText(/\/welcome#/).textContent()) ?? "");
  const { page, watched } = await hub.open("nobody", `${link.pathname}${link.hash}`, { ownProfile: true });
  await page.getByRole("heading", { name: "Welcome, Ida Invited" }).waitFor();
  expect(await findAccessibilityFaults(page)).toEqual([]);
  await page.getByLabel("New password").fill("short");
  await page.getByText("5 of at least 12 characters").waitFor();
  await page.getByLabel("New password").fill("password1234");
  await page.getByRole("button", { name: "Set password and sign in" }).click();
  await page.getByRole("alert").getByText("easy to guess").waitFor();
  watched.forgive(/status of 4\d\d/);
  await page.getByLabel("New password").fill("an umbrella beside quiet rivers");
  await page.getByRole("button", { name: "Set password and sign in" }).click();
  await page.waitForURL(/\/customers(\?|$)/);
  await page.getByRole("button", { name: "Ida Invited" }).click();
  await page.getByText("Partner administrator, read-only").waitFor();
  expect(watched.complaints).toEqual([]);
  const again = await hub.open("nobody", `${link.pathname}${link.hash}`);
  await again.page.getByRole("alert").getByText("This link does not work any more").waitFor();
});

test("a recovery link is made in the panel of a person, and sets a new password", async () => {
  const { email } = await hub.login("customerReadOnly");
  const { items } = await read<{ items: { id: string }[] }>(hub.vendor, `/v1/administrators?q=${email}`);
  const id = items[0]?.id ?? "";
  const { page } = await hub.open("customerFull", "/people");
  await page.getByRole("button", { name: "Rosa Reader" }).click();
  await page
    .getByRole("dialog", { name: "Rosa Reader" })
    .getByRole("button", { name: /recovery link/ })
    .click();
  const dialog = page.getByRole("dialog", { name: "A recovery link for Rosa Reader?" });
  await dialog.getByRole("button", { name: "Make the link" }).click();
  const link = new URL((await dialog.getByText(/\/welcome#/).textContent()) ?? "");
  const opened = await hub.open("nobody", `${link.pathname}${link.hash}`, { ownProfile: true });
  await opened.page.getByLabel("New password").fill("seven lanterns under the bridge");
  await opened.page.getByRole("button", { name: "Set password and sign in" }).click();
  await opened.page.getByRole("heading", { level: 1, name: "Sequoia Bank" }).waitFor();
  expect(id).not.toBe("");
});

test("giving access asks for the password in place ten minutes after the sign-in, and then goes on", async () => {
  const { password } = await hub.login("customerFull");
  const { page, watched } = await hub.open("customerFull", "/people", { ownProfile: true });
  await page.getByRole("button", { name: "Invite administrator" }).click();
  const dialog = page.getByRole("dialog", { name: "Invite administrator" });
  await dialog.getByLabel("Name", { exact: true }).fill("Petra Proved");
  await dialog.getByLabel("E-mail address").fill("petra@example.net");
  await dialog.getByRole("radio", { name: /read-only/ }).check({ force: true });
  const ahead = hub.server.context.now() - Date.now();
  hub.server.setClockBy(() => ahead + 10 * 60_000);
  try {
    await dialog.getByRole("button", { name: "Make the invitation" }).click();
    const question = page.getByRole("dialog", { name: "Is it you?" });
    await question.getByText("This gives or takes away access").waitFor();
    expect(await findAccessibilityFaults(page)).toEqual([]);
    await question.getByLabel("Current password").fill("not the password");
    await question.getByRole("button", { name: "Go on" }).click();
    await question.getByRole("alert").getByText("The current password is not right.").waitFor();
    await question.getByLabel("Current password").fill(password);
    await question.getByRole("button", { name: "Go on" }).click();
    await dialog.getByText(/\/welcome#/).waitFor();
    expect(await question.count()).toBe(0);
    watched.forgive(/status of 403/);
    expect(watched.complaints).toEqual([]);
  } finally {
    hub.server.setClockBy(() => ahead);
  }
});

test("who closes that question is told why nothing was done, and keeps what was entered", async () => {
  const { page } = await hub.open("customerFull", "/people", { ownProfile: true });
  await page.getByRole("button", { name: "Invite administrator" }).click();
  const dialog = page.getByRole("dialog", { name: "Invite administrator" });
  await dialog.getByLabel("Name", { exact: true }).fill("Nora Never");
  await dialog.getByLabel("E-mail address").fill("nora@example.net");
  await dialog.getByRole("radio", { name: /read-only/ }).check({ force: true });
  const ahead = hub.server.context.now() - Date.now();
  hub.server.setClockBy(() => ahead + 10 * 60_000);
  try {
    await dialog.getByRole("button", { name: "Make the invitation" }).click();
    await page.getByRole("dialog", { name: "Is it you?" }).getByRole("button", { name: "Close" }).click();
    await dialog.getByRole("alert").getByText("you did not confirm that it is you").waitFor();
    expect(await dialog.getByLabel("Name", { exact: true }).inputValue()).toBe("Nora Never");
  } finally {
    hub.server.setClockBy(() => ahead);
  }
});

describe("an authenticator app", () => {
  test("is set up with a QR code and a key, and then asked for; a recovery code stands once in its place", async () => {
    const login = await hub.login("partnerReadOnly");
    const { page, watched } = await hub.open("partnerReadOnly", "/account");
    await page.getByText("You sign in with the password alone.").waitFor();
    await page.getByRole("button", { name: "Set up an authenticator app" }).click();
    const dialog = page.getByRole("dialog", { name: "Set up an authenticator app" });
    await dialog.getByLabel("Current password").fill(login.password);
    await dialog.getByRole("button", { name: "Go on" }).click();
    await dialog.getByRole("img", { name: "QR code of the key below" }).waitFor();
    const key = (await dialog.locator("code").textContent()) ?? "";
    expect(await findAccessibilityFaults(page)).toEqual([]);
    await dialog.getByLabel("Code of the authenticator app").fill(codeOf(key));
    await dialog.getByRole("button", { name: "Confirm" }).click();
    const codes = dialog.getByRole("list", { name: "Recovery codes" }).getByRole("listitem");
    await codes.first().waitFor();
    expect(await codes.count()).toBe(10);
    const [first = ""] = await codes.allTextContents();
    expect(await findAccessibilityFaults(page)).toEqual([]);
    await dialog.getByRole("button", { name: "I have stored them" }).click();
    await page.getByText("10 recovery codes are left").waitFor();
    expect(watched.complaints).toEqual([]);

    const other = await hub.open("nobody", "/sign-in", { ownProfile: true });
    await signIn(other.page, login);
    await other.page.getByRole("heading", { name: "Second step" }).waitFor();
    expect(await findAccessibilityFaults(other.page)).toEqual([]);
    await other.page.getByLabel("Code of the authenticator app").fill("000000");
    await other.page.getByRole("button", { name: "Sign in" }).click();
    await other.page.getByRole("alert").getByText("The code is wrong").waitFor();
    await other.page.getByRole("button", { name: "Use another way" }).click();
    await other.page.getByRole("button", { name: "Use a recovery code" }).click();
    await other.page.getByLabel("Recovery code").fill(first);
    await other.page.getByRole("button", { name: "Sign in" }).click();
    await other.page.waitForURL(/\/customers(\?|$)/);

    // Somebody who lost the phone is helped by an administrator.
    const helping = await hub.open("partnerFull", "/people");
    await helping.page
      .getByRole("row")
      .filter({ hasText: "Rhea Reader" })
      .getByText("Authenticator app")
      .waitFor();
    await helping.page.getByRole("button", { name: "Rhea Reader" }).click();
    await helping.page.getByRole("button", { name: "Remove second factor" }).click();
    const ask = helping.page.getByRole("dialog", { name: "Remove the second factor of Rhea Reader?" });
    await ask.getByRole("button", { name: "Remove second factor" }).click();
    await helping.page.getByText("The second factor of Rhea Reader is removed.").waitFor();
    await other.page.waitForURL(/\/sign-in/);
    await signIn(other.page, login);
    await other.page.waitForURL(/\/customers(\?|$)/);
  });
});

describe("a passkey", () => {
  test("is added in the browser, and signs in alone", async () => {
    const url = hub.server.url.replace("127.0.0.1", "localhost");
    const login = await hub.login("helpDesk");
    const { page, watched } = await hub.open("nobody", "/sign-in?next=/account", { url, ownProfile: true });
    const devices = await page.context().newCDPSession(page);
    await devices.send("WebAuthn.enable");
    await devices.send("WebAuthn.addVirtualAuthenticator", {
      options: {
        protocol: "ctap2",
        transport: "internal",
        hasResidentKey: true,
        hasUserVerification: true,
        isUserVerified: true,
        automaticPresenceSimulation: true,
      },
    });
    await signIn(page, login);
    await page.getByRole("button", { name: "Add a passkey" }).click();
    const dialog = page.getByRole("dialog", { name: "Add a passkey" });
    await dialog.getByLabel("Current password").fill(login.password);
    await dialog.getByLabel("Name").fill("my laptop");
    await dialog.getByRole("button", { name: "Go on" }).click();
    await dialog.getByRole("button", { name: "I have stored them" }).click();
    await page.getByText("my laptop").first().waitFor();
    await page.getByRole("button", { name: "Hannah Help" }).click();
    await page.getByRole("menuitem", { name: "Sign out" }).click();
    await page.waitForURL(/\/sign-in/);
    await page.getByRole("button", { name: "Use a passkey" }).click();
    await page.getByRole("heading", { level: 1, name: "Customers" }).or(page.getByRole("alert")).waitFor();
    expect(await page.getByRole("alert").allTextContents()).toEqual([]);
    watched.forgive(/Clear-Site-Data/);
    expect(watched.complaints).toEqual([]);
  });
});

describe("sessions", () => {
  test("are named in plain words, and one that is ended leaves its tab at the sign-in", async () => {
    const first = await hub.open("lockedCustomer", "/account");
    const second = await hub.open("nobody", "/sign-in?next=/account", { ownProfile: true });
    await signIn(second.page, await hub.login("lockedCustomer"));
    await second.page.getByText("This one").waitFor();
    await second.page
      .getByText(/Chrome.* \d+ on Linux/)
      .first()
      .waitFor();
    await second.page.getByRole("button", { name: "End", exact: true }).last().click();
    await second.page.getByText("Ended.").waitFor();
    await second.page.getByRole("button", { name: "End all others" }).click();
    await expect.poll(() => second.page.getByRole("button", { name: "End", exact: true }).count()).toBe(0);
    await first.page.getByRole("button", { name: "Sign in", exact: true }).waitFor();
  });

  test("of others are ended by an administrator of their level", async () => {
    const theirs = await hub.open("partnerLimited", "/account");
    await theirs.page.getByText("This one").waitFor();
    const loads: string[] = [];
    theirs.page.on("request", (request) => {
      if (request.isNavigationRequest()) loads.push(new URL(request.url()).pathname);
    });
    const { page, watched } = await hub.open("partnerFull", "/people");
    await page.getByRole("button", { name: "Lia Limited" }).click();
    const panel = page.getByRole("dialog", { name: "Lia Limited" });
    await panel.getByRole("heading", { name: "Sessions" }).waitFor();
    const all = panel.getByRole("button", { name: "End all sessions" });
    const end = panel.getByRole("button", { name: "End", exact: true });
    await end.first().waitFor();
    await ((await all.count()) > 0 ? all : end.first()).click();
    await theirs.page.getByRole("button", { name: "Sign in", exact: true }).waitFor();
    expect(loads).toEqual(["/sign-in"]);
    await panel.getByText("Not signed in anywhere.").waitFor();
    expect(watched.complaints).toEqual([]);
  });
});
