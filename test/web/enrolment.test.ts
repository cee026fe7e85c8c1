import { beforeAll, describe, expect, test } from "vitest";
import { read } from "../../src/api/demo/visitor.ts";
import { findAccessibilityFaults } from "./support/axe.ts";
import { type Hub, openHub } from "./support/hub.ts";
import { undo } from "./support/schedule.ts";
import { findUntranslated } from "./support/untranslated.ts";

let hub: Hub;

beforeAll(async () => {
  hub = await openHub();
  return () => hub.close();
});

interface Enrolment {
  readonly required: boolean;
  readonly keys: readonly { readonly number: number; readonly tag: string }[];
}

const NAME = "Sequoia Bank";
const settings = () => `/customers/${hub.ids.organizations.get(NAME)}/settings`;
const path = () => `/v1/organizations/${hub.ids.organizations.get(NAME)}/enrolment`;
const enrolment = () => read<Enrolment>(hub.vendor, path());

describe("enrolment keys", () => {
  test("a customer's administrator makes one, requires it after the page said who would be lost, renews and ends it", async () => {
    const { page, watched } = await hub.open("customerFull", settings());
    const section = page.getByRole("region", { name: "Enrolment keys" });
    await section.getByText("There is no enrolment key yet.").waitFor();
    const require = section.getByRole("switch", { name: "Count only installations with an enrolment key" });
    expect(await require.count()).toBe(0);
    await section.getByRole("button", { name: "Make an enrolment key" }).click();
    await section.getByText("Key 1", { exact: true }).waitFor();
    const [first] = (await enrolment()).keys;
    await section.getByText(`key=${first?.tag}`).waitFor();

    await require.click({ force: true });
    const dialog = page.getByRole("dialog", { name: "Count only installations with an enrolment key" });
    await dialog.getByText(/^\d+ of \d+ installations of the last 7 days had no key/).waitFor();
    expect(await findAccessibilityFaults(page)).toEqual([]);
    await dialog.getByRole("button", { name: "Require a key" }).click();
    await section.getByText("Every check of the last 7 days had a key.").waitFor();
    expect((await enrolment()).required).toBe(true);
    // The only key cannot be ended while one is required.
    expect(await section.getByRole("button", { name: /^End key/ }).count()).toBe(0);

    await section.getByRole("button", { name: "Make a new enrolment key" }).click();
    await section.getByText("Key 2", { exact: true }).waitFor();
    expect(await findAccessibilityFaults(page)).toEqual([]);
    await section.getByRole("button", { name: "End key 1" }).click();
    const ending = page.getByRole("dialog", { name: "End key 1" });
    await ending.getByText(/No installation had this key/).waitFor();
    await ending.getByRole("button", { name: "End key 1" }).click();
    await section.getByText("Key 1", { exact: true }).waitFor({ state: "detached" });
    expect((await enrolment()).keys).toMatchObject([{ number: 2 }]);
    expect(watched.complaints).toEqual([]);
  });

  test("no longer required, and required again by the undo of that", async () => {
    const { page } = await hub.open("vendor", settings());
    const section = page.getByRole("region", { name: "Enrolment keys" });
    const require = section.getByRole("switch", { name: "Count only installations with an enrolment key" });
    await require.waitFor();
    await require.click({ force: true });
    await page.getByText("All installations are counted.").waitFor();
    expect((await enrolment()).required).toBe(false);
    await undo(page);
    await section.getByText("Every check of the last 7 days had a key.").waitFor();
    expect((await enrolment()).required).toBe(true);
  });

  test("who may only read sees the keys, and why nothing can be changed", async () => {
    const { page } = await hub.open("customerReadOnly", settings(), { locale: "fr" });
    const section = page.getByRole("region", { name: "Clés d’inscription" });
    const require = section.getByRole("switch");
    await require.waitFor();
    expect(await require.isDisabled()).toBe(true);
    await section.getByText("Clé 2", { exact: true }).waitFor();
    expect(await section.getByRole("button", { name: /Créer|Mettre fin/ }).count()).toBe(0);
  });

  test("leave no text untranslated", async () => {
    const { page } = await hub.open("vendor", settings(), { locale: "en-XA" });
    await page.getByText(/^key=/).waitFor();
    expect(await findUntranslated(page, [/key=[\w-]{22}/g])).toEqual([]);
  });
});

describe("what is not counted", () => {
  test("is told on Adoption, and what to do", async () => {
    const id = hub.ids.organizations.get(NAME);
    const asked = `organization=${id}&platform=win&arch=x64&version=45.1.0.33112&installation=made-up`;
    expect((await fetch(`${hub.server.url}/v1/updates/check?${asked}`)).status).toBe(200);
    await hub.server.context.checkInWriter.flush();
    const { page } = await hub.open("vendor", `/adoption?customer=${id}`);
    await page.getByText("Checks without the enrolment key are not counted").waitFor();
    await page
      .getByText(/^1 check of the last 7 days had no enrolment key, which this customer requires/)
      .waitFor();
  });

  test("the audit says who required and ended which key", async () => {
    const { page } = await hub.open("vendor", "/audit");
    await page
      .getByText(new RegExp(`ended enrolment key 1 of ${NAME}`))
      .first()
      .waitFor();
    await page
      .getByText(new RegExp(`required an enrolment key for ${NAME}`))
      .first()
      .waitFor();
  });
});
