import type { Page } from "playwright-core";
import { beforeAll, describe, expect, test } from "vitest";
import { read } from "../../src/api/demo/visitor.ts";
import { findAccessibilityFaults } from "./support/axe.ts";
import { type Hub, openHub } from "./support/hub.ts";
import { choose, undo } from "./support/schedule.ts";
import { findUntranslated } from "./support/untranslated.ts";

let hub: Hub;

beforeAll(async () => {
  hub = await openHub();
  return () => hub.close();
});

const address = (name: string, part = "") => `/customers/${hub.ids.organizations.get(name)}${part}`;
const settingsOf = (name: string) =>
  read<{ schedule: object; conflict?: object }>(
    hub.vendor,
    `/v1${address(name).replace("customers", "organizations")}/release-settings`,
  );
const bannerOf = (page: Page) =>
  page.getByRole("note").filter({ hasText: "Two partners set different schedules" });
const save = (page: Page, name: string) =>
  page.getByRole("dialog").getByRole("button", { name, exact: true }).click();

describe("a conflict between partners (R10)", () => {
  test("the form is about what one's own company says, beside what applies; the other's word fills it", async () => {
    const { page, watched } = await hub.open("partnerFull", address("Basalt Roads", "/settings"));
    const form = page.getByRole("radiogroup", { name: "What Northwind Telecom says for this customer" });
    await form.getByRole("radio", { name: /Custom/, checked: true }).waitFor();
    await page.getByText("In force meanwhile: Automatic.").waitFor();
    await page.getByRole("button", { name: "Say the same as Alpine Voice" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByText("The conflict between the partners ends.").waitFor();
    await dialog.getByRole("button", { name: "Cancel" }).click();
    await page.getByRole("button", { name: "No deferral Deferrals" }).waitFor();
    await page.getByRole("button", { name: /Slow.* Cadence/ }).waitFor();
    await page.getByRole("button", { name: "Say the same as Alpine Voice" }).click();
    await save(page, "Save");
    await bannerOf(page).waitFor({ state: "detached" });
    expect(await settingsOf("Basalt Roads")).toMatchObject({
      schedule: { cadence: "slow", deferralWeeks: 0 },
    });
    await undo(page);
    await bannerOf(page).waitFor();
    expect(watched.complaints).toEqual([]);
  });

  test("a partner asks in it, the other one sees that it waits, and accepts after the ordinary preview", async () => {
    const asking = await hub.open("partnerFull", address("Basalt Roads"));
    await bannerOf(asking.page).getByRole("button", { name: "Ask Alpine Voice" }).click();
    const dialog = asking.page.getByRole("dialog", { name: "Ask Alpine Voice to set the same schedule?" });
    await choose(asking.page, "Deferrals", "2 weeks");
    await dialog.getByRole("textbox", { name: "Note (optional)" }).fill("<b>Same</b> for both?");
    await dialog.getByText("The conflict between the partners ends.").waitFor();
    expect(await findAccessibilityFaults(asking.page)).toEqual([]);
    await save(asking.page, "Send the request");
    await asking.page.getByText("The request to Alpine Voice is sent.").waitFor();
    await bannerOf(asking.page)
      .getByText(/You asked Alpine Voice on .* to set Latest, 2 weeks/)
      .waitFor();
    expect(await bannerOf(asking.page).getByRole("button", { name: "Ask Alpine Voice" }).count()).toBe(0);

    const asked = await hub.open("lockingPartner", "/overview");
    await asked.page.getByRole("heading", { name: "1 request waits for your answer" }).waitFor();
    await asked.page.getByText("Basalt Roads: Northwind Telecom asks for Latest, 2 weeks").waitFor();
    await asked.page.getByRole("link", { name: "Basalt Roads" }).first().click();
    await bannerOf(asked.page).getByText("“<b>Same</b> for both?”").waitFor();
    expect(await findAccessibilityFaults(asked.page)).toEqual([]);

    const vendor = await hub.open("vendor", address("Basalt Roads"));
    await bannerOf(vendor.page)
      .getByText(/Northwind Telecom asked Alpine Voice on .* to set Latest, 2 weeks/)
      .waitFor();
    expect(await vendor.page.getByRole("button", { name: "Accept" }).count()).toBe(0);

    await bannerOf(asked.page).getByRole("button", { name: "Accept" }).click();
    await asked.page.getByRole("dialog").getByText("The conflict between the partners ends.").waitFor();
    await save(asked.page, "Accept");
    await asked.page.getByText("The request of Northwind Telecom is accepted.").waitFor();
    for (const { page } of [asking, asked, vendor]) await bannerOf(page).waitFor({ state: "detached" });
    expect(await settingsOf("Basalt Roads")).toMatchObject({
      schedule: { cadence: "latest", deferralWeeks: 2 },
    });
    await asking.page
      .getByText(
        "Alpine Voice accepted the request of Northwind Telecom to set Latest, 2 weeks for Basalt Roads",
      )
      .first()
      .waitFor();
    await undo(asked.page);
    for (const { page } of [asking, asked, vendor]) await bannerOf(page).waitFor();
    expect(await bannerOf(asked.page).getByRole("button", { name: "Accept" }).count()).toBe(0);
    expect((await settingsOf("Basalt Roads")).conflict).toBeDefined();
    for (const { watched } of [asking, asked, vendor]) expect(watched.complaints).toEqual([]);
  });

  test("a request is declined with a note, asked again from the customer's panel, and withdrawn", async () => {
    const asking = await hub.open(
      "partnerFull",
      `/customers?customer=${hub.ids.organizations.get("Cobalt Mining")}`,
    );
    await asking.page.getByRole("button", { name: "Ask Alpine Voice" }).click();
    await save(asking.page, "Send the request");
    await asking.page.getByText("The request to Alpine Voice is sent.").waitFor();
    const asked = await hub.open("lockingPartner", address("Cobalt Mining", "/settings"), { locale: "fr" });
    await asked.page.getByRole("button", { name: "Refuser" }).click();
    await asked.page.getByRole("textbox", { name: "Message (facultatif)" }).fill("Not this year.");
    await save(asked.page, "Refuser");
    await asking.page.getByText(/Alpine Voice declined on .* the request of Northwind Telecom/).waitFor();
    await asking.page.getByText("“Not this year.”").waitFor();
    await asking.page.getByRole("button", { name: "Ask Alpine Voice" }).click();
    await save(asking.page, "Send the request");
    await asking.page.getByRole("button", { name: "Withdraw the request" }).click();
    await asking.page.getByText("The request to Alpine Voice is withdrawn.").waitFor();
    await asking.page.getByRole("button", { name: "Ask Alpine Voice" }).waitFor();
    expect((await settingsOf("Cobalt Mining")).conflict).toBeDefined();
    expect(asking.watched.complaints).toEqual([]);
  });

  test("every text of it is a message", async () => {
    const { page } = await hub.open("partnerFull", address("Cobalt Mining"), { locale: "en-XA" });
    await page
      .getByRole("button", { name: /Alpine Voice/ })
      .last()
      .click();
    await page.getByRole("dialog").getByRole("textbox").waitFor();
    expect(await findUntranslated(page)).toEqual([]);
  });

  test("a partner that cannot change its settings is not asked, and it is said why (R13)", async () => {
    const { page } = await hub.open("partnerFull", address("Dune Travel"));
    const button = bannerOf(page).getByRole("button", { name: "Ask Harbour Networks" });
    expect(await button.isDisabled()).toBe(true);
    await page.getByText("Harbour Networks cannot change its settings at the moment.").waitFor();
  });

  test("the vendor ends it with what one of them set", async () => {
    const { page } = await hub.open("vendor", address("Dune Travel"));
    await page.getByRole("button", { name: "Use the schedule of Harbour Networks" }).click();
    await page.getByRole("dialog").getByText("The conflict between the partners ends.").waitFor();
    await save(page, "Save");
    await page.getByText("Set by Cisco for this organization.").waitFor();
    await undo(page);
    await bannerOf(page).waitFor();
  });
});
