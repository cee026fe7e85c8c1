import { beforeAll, describe, expect, test } from "vitest";
import { call, read } from "../../src/api/demo/visitor.ts";
import { findAccessibilityFaults } from "./support/axe.ts";
import { type Hub, openHub } from "./support/hub.ts";

let hub: Hub;

beforeAll(async () => {
  hub = await openHub();
  return () => hub.close();
});

const partnerId = (name: string) => hub.ids.partners.get(name) ?? "";
const organizationId = (name: string) => hub.ids.organizations.get(name) ?? "";

/** Enters somebody at Northwind Telecom, or where `scope` says. */
function enter(displayName: string, scope: object = {}) {
  const email = `${displayName.toLowerCase().replaceAll(" ", ".")}@example.net`;
  const body = {
    displayName,
    email,
    role: "partner_full_admin",
    partnerId: partnerId("Northwind Telecom"),
    ...scope,
  };
  return call<{ id: string; email: string; oneTimePassword: string }>(
    hub.vendor,
    "POST",
    "/v1/administrators",
    body,
  );
}

describe("the people of one's own level", () => {
  test("are listed with role and customers, are searched, and are not those of the level below", async () => {
    await enter("Olaf Order", { role: "partner_admin", organizationIds: [organizationId("Acorn Books")] });
    await enter("Cleo Client", {
      role: "organization_read_only",
      partnerId: undefined,
      organizationId: organizationId("Acorn Books"),
    });
    const { page, watched } = await hub.open("partnerFull", "/overview");
    await page.getByRole("link", { name: "People" }).click();
    await page.getByRole("heading", { level: 1, name: "People" }).waitFor();
    const row = page.getByRole("row").filter({ hasText: "Olaf Order" });
    await row.getByText("Partner administrator").waitFor();
    await row.getByText("1 customer").waitFor();
    await page.getByRole("searchbox", { name: "Search names and e-mail addresses" }).fill("olaf.or");
    await expect.poll(() => page.getByRole("row").count()).toBe(2);
    expect(new URL(page.url()).search).toBe("?q=olaf.or");
    await page.getByRole("searchbox", { name: "Search names and e-mail addresses" }).fill("Cleo");
    await page.getByText("No administrator has this in the name or e-mail address").waitFor();
    expect(watched.complaints).toEqual([]);
  });

  test("are not shown to roles that let nobody in, which read who does", async () => {
    for (const who of ["helpDesk", "partnerReadOnly", "partnerLimited"] as const) {
      const { page, watched } = await hub.open(who, "/people");
      await page.getByText("Administrators are managed by others here").waitFor();
      expect(await page.getByRole("link", { name: "People" }).count(), who).toBe(0);
      expect(watched.complaints, who).toEqual([]);
    }
    const { page } = await hub.open("customerReadOnly", "/people");
    await page.getByText("Administrators are managed by others here").waitFor();
    expect(await page.getByRole("link", { name: "Administrators" }).count()).toBe(0);
  });

  test("a change of a role says what it ends, keeps what is to be kept, and needs the reason", async () => {
    const { id, email, oneTimePassword } = await enter("Gina Giver");
    const first = await call<{ token: string }>(hub.vendor, "POST", "/v1/sessions", {
      email,
      password: oneTimePassword,
    });
    const hers = { url: hub.server.url, token: first.token };
    const newPassword = "a password of her own";
    const own = await call<{ token: string }>(hers, "PUT", "/v1/me/password", {
      currentPassword: oneTimePassword,
      newPassword,
    });
    for (const name of ["nightly export", "old script"]) {
      const token = { name, role: "partner_full_admin" };
      await call({ url: hub.server.url, token: own.token }, "POST", "/v1/tokens", token);
    }
    const { page, watched } = await hub.open("partnerFull", `/people?person=${id}`);
    const panel = page.getByRole("dialog", { name: "Gina Giver" });
    await panel.getByText(/^by .+ on /).waitFor();
    await panel.getByRole("button", { name: "Change", exact: true }).click();
    await panel.getByRole("radio", { name: /Partner help desk/ }).check({ force: true });
    await panel.getByRole("button", { name: "Review and save" }).click();
    const dialog = page.getByRole("dialog", { name: "Change Gina Giver?" });
    await dialog.getByText("Role: Partner help desk (was Partner full administrator).").waitFor();
    await dialog.getByText("2 things end with it").waitFor();
    await dialog.getByRole("checkbox", { name: /nightly export/ }).check({ force: true });
    const save = dialog.getByRole("button", { name: "Save" });
    await dialog.getByText("Say why, for the audit.").waitFor();
    expect(await save.isDisabled()).toBe(true);
    await dialog.getByLabel("Why it is kept").fill("runs every night");
    expect(await findAccessibilityFaults(page)).toEqual([]);
    await save.click();
    await page.getByText("Gina Giver is changed.").waitFor();
    await panel.getByText("Partner help desk").waitFor();
    await page.goto(`${hub.server.url}/people?show=tokens`);
    const kept = page.getByRole("row").filter({ hasText: "nightly export" });
    await kept.getByText("Paul Partner").waitFor();
    await kept.getByText("kept: runs every night").waitFor();
    expect(await page.getByRole("row").filter({ hasText: "old script" }).count()).toBe(0);
    expect(watched.complaints).toEqual([]);
  });

  test("the change cannot be made as long as its preview failed", async () => {
    const { id } = await enter("Fay Failed");
    const { page, watched } = await hub.open("partnerFull", `/people?person=${id}`);
    await page.route("**/preview", (route) => route.fulfill({ status: 500, body: "{}" }));
    await page.getByRole("button", { name: "Disable" }).click();
    const dialog = page.getByRole("dialog", { name: "Disable Fay Failed?" });
    await dialog.getByRole("alert").waitFor();
    expect(await dialog.getByRole("button", { name: "Disable" }).isDisabled()).toBe(true);
    await page.unrouteAll();
    await dialog.getByRole("button", { name: "Try again" }).click();
    await dialog.getByText("No access token, link or one-time password ends with this.").waitFor();
    await dialog.getByRole("button", { name: "Disable" }).click();
    await page.getByText("Fay Failed is disabled.").waitFor();
    await page.getByRole("dialog", { name: "Fay Failed" }).getByRole("button", { name: "Enable" }).waitFor();
    watched.forgive(/status of 500/);
    expect(watched.complaints).toEqual([]);
  });

  test("nobody changes their own role", async () => {
    const { page } = await hub.open("partnerFull", "/people");
    await page.getByRole("main").getByRole("button", { name: "Paul Partner" }).click();
    const panel = page.getByRole("dialog", { name: "Paul Partner" });
    await panel.getByRole("link", { name: "My account" }).waitFor();
    expect(await panel.getByRole("button", { name: "Remove" }).count()).toBe(0);
    await panel.getByRole("button", { name: "Change name or e-mail address" }).click();
    await panel.getByText("Nobody changes their own role; another administrator can.").waitFor();
    expect(await panel.getByRole("radio", { name: /Partner help desk/ }).isDisabled()).toBe(true);
  });
});

describe("a partner administrator", () => {
  test("is given assigned customers, found by a part of their names", async () => {
    const { page, watched } = await hub.open("partnerFull", "/people");
    await page.getByRole("button", { name: "Invite administrator" }).click();
    const dialog = page.getByRole("dialog", { name: "Invite administrator" });
    await dialog.getByLabel("Name", { exact: true }).fill("Asta Assigned");
    await dialog.getByLabel("E-mail address").fill("asta@example.net");
    await dialog.getByRole("radio", { name: /^Partner administrator(?!,)/ }).check({ force: true });
    await dialog.getByRole("button", { name: "Make the invitation" }).click();
    await dialog.getByText("Choose at least one customer.").waitFor();
    await dialog.getByRole("searchbox", { name: "Search customers to assign" }).fill("acorn");
    await dialog.getByRole("checkbox", { name: "Acorn Books" }).check({ force: true });
    await dialog.getByRole("searchbox", { name: "Search customers to assign" }).fill("violet");
    await dialog.getByRole("checkbox", { name: "Violet Pharma" }).check({ force: true });
    await dialog.getByText("Assigned customers: 2").waitFor();
    await dialog.getByRole("button", { name: "Take Violet Pharma off" }).click();
    await dialog.getByText("Assigned customers: 1").waitFor();
    expect(await findAccessibilityFaults(page)).toEqual([]);
    await dialog.getByRole("button", { name: "Make the invitation" }).click();
    await dialog.getByText("This is shown once").waitFor();
    await dialog.getByRole("button", { name: "Done" }).click();
    const row = page.getByRole("row").filter({ hasText: "Asta Assigned" });
    await row.getByText("1 customer").waitFor();
    const { items } = await read<{ items: { organizationIds: string[] }[] }>(
      hub.vendor,
      "/v1/administrators?q=asta@",
    );
    expect(items[0]?.organizationIds).toEqual([organizationId("Acorn Books")]);
    expect(watched.complaints).toEqual([]);
  });
});

describe("access tokens", () => {
  test("are made and shown once, work, and are revoked after it was said what ends with them", async () => {
    const { page, watched } = await hub.open("customerFull", "/people");
    await page.getByRole("heading", { level: 1, name: "Sequoia Bank" }).waitFor();
    await page.getByRole("button", { name: "Access tokens" }).click();
    await page.getByRole("button", { name: "Create access token" }).click();
    const dialog = page.getByRole("dialog", { name: "Create access token" });
    await dialog.getByLabel("Name", { exact: true }).fill("the nightly report");
    await dialog.getByRole("button", { name: "Create access token" }).click();
    const secret = (await dialog.getByText(/^slc_/).textContent()) ?? "";
    const me = await read<{ role: string }>({ url: hub.server.url, token: secret }, "/v1/me");
    expect(me.role).toBe("organization_read_only");
    await dialog.getByRole("button", { name: "Done" }).click();
    await page.getByRole("button", { name: "Revoke the nightly report" }).click();
    const revoke = page.getByRole("dialog", { name: "Revoke the nightly report?" });
    await revoke.getByText("No access token, link or one-time password ends with this.").waitFor();
    await revoke.getByRole("button", { name: "Revoke" }).click();
    await page.getByText("the nightly report is revoked.").waitFor();
    await expect.poll(() => page.getByRole("row").filter({ hasText: "the nightly report" }).count()).toBe(0);
    const answer = await fetch(`${hub.server.url}/v1/me`, { headers: { authorization: `Bearer ${secret}` } });
    expect(answer.status).toBe(401);
    expect(await page.content()).not.toContain(secret);
    expect(watched.complaints).toEqual([]);
  });
});

describe("the vendor", () => {
  test("adds a partner, lets its first administrator in, renames it and removes it", async () => {
    const { page, watched } = await hub.open("vendor", "/settings");
    await page.getByRole("button", { name: "Add partner" }).click();
    const dialog = page.getByRole("dialog", { name: "Add partner" });
    await dialog.getByLabel("Name of the partner").fill("Coastal Cloud");
    await dialog.getByRole("button", { name: "Add partner" }).click();
    await page.getByRole("heading", { level: 1, name: "Coastal Cloud" }).waitFor();
    await page
      .getByRole("navigation", { name: "Pages of this partner" })
      .getByRole("link", { name: "People" })
      .click();
    await page.getByText("Nobody is here yet").waitFor();
    await page.getByRole("button", { name: "Invite administrator" }).click();
    const invite = page.getByRole("dialog", { name: "Invite administrator" });
    await invite.getByLabel("Name", { exact: true }).fill("Pia Partner");
    await invite.getByLabel("E-mail address").fill("pia@example.net");
    await invite.getByRole("radio", { name: /Partner full administrator/ }).check({ force: true });
    await invite.getByRole("button", { name: "Make the invitation" }).click();
    await invite.getByText("This is shown once").waitFor();
    await invite.getByRole("button", { name: "Done" }).click();
    await page.getByRole("row").filter({ hasText: "Pia Partner" }).waitFor();
    await page
      .getByRole("navigation", { name: "Pages of this partner" })
      .getByRole("link", { name: "Settings" })
      .click();
    await page.getByLabel("Name of the partner").fill("Coastal Networks");
    await page.getByRole("button", { name: "Save the name" }).click();
    await page.getByRole("heading", { level: 1, name: "Coastal Networks" }).waitFor();
    await page.getByRole("button", { name: "Remove partner" }).click();
    const remove = page.getByRole("dialog", { name: "Remove Coastal Networks?" });
    await remove.getByRole("button", { name: "Remove partner" }).click();
    await page.getByText("Coastal Networks is removed.").waitFor();
    await page.getByRole("heading", { level: 1, name: "Settings" }).waitFor();
    expect(await page.getByRole("link", { name: "Coastal Networks" }).count()).toBe(0);
    watched.forgive(/status of 404/);
    expect(watched.complaints).toEqual([]);
  });

  test("a partner that serves customers stays, and it is said why", async () => {
    const { page } = await hub.open("vendor", `/settings/${partnerId("Northwind Telecom")}`);
    await page.getByRole("button", { name: "Remove partner" }).click();
    const remove = page.getByRole("dialog", { name: "Remove Northwind Telecom?" });
    await remove
      .getByRole("alert")
      .getByText(/still serves \d+ organizations/)
      .waitFor();
    expect(await remove.getByRole("button", { name: "Remove partner" }).isDisabled()).toBe(true);
  });
});
