import { beforeAll, expect, test } from "vitest";
import { read } from "../../src/api/demo/visitor.ts";
import { findAccessibilityFaults } from "./support/axe.ts";
import { type Hub, openHub } from "./support/hub.ts";

let hub: Hub;

beforeAll(async () => {
  hub = await openHub();
  return () => hub.close();
});

interface Organization {
  readonly name: string;
  readonly customerNumbers: readonly { readonly number: string }[];
}

const find = async (q: string) =>
  (await read<{ items: readonly Organization[] }>(hub.vendor, `/v1/organizations?q=${q}`)).items;

test("a partner's administrator enters a customer with its number, finds it by that, and changes it", async () => {
  const { page, watched } = await hub.open("partnerFull", "/customers");
  await page.getByRole("button", { name: "Create customer" }).click();
  const creating = page.getByRole("dialog", { name: "Create customer" });
  await creating.getByRole("textbox", { name: "Name of the customer" }).fill("Numbered Bakery");
  await creating.getByRole("textbox", { name: "Customer number (optional)" }).fill("CRM-10042");
  expect(await findAccessibilityFaults(page)).toEqual([]);
  await creating.getByRole("button", { name: "Create customer" }).click();
  await creating.waitFor({ state: "detached" });
  await page.goto(`${hub.server.url}/customers?q=crm-100`);
  await page.getByRole("row", { name: "Numbered Bakery" }).getByText("CRM-10042").waitFor();
  const [organization] = await find("CRM-10042");
  const { id } = organization as unknown as { readonly id: string };

  await page.getByRole("row", { name: "Numbered Bakery" }).getByText("CRM-10042").click();
  const panel = page.getByRole("complementary", { name: "Numbered Bakery" });
  await panel.getByRole("button", { name: "Copy customer number CRM-10042" }).waitFor();
  await page.goto(`${hub.server.url}/customers/${id}`);
  await page.getByRole("button", { name: "Copy customer number CRM-10042" }).waitFor();
  expect(await findAccessibilityFaults(page)).toEqual([]);

  await page.goto(`${hub.server.url}/customers/${id}/settings`);
  const section = page.getByRole("region", { name: "Customer number" });
  await section.getByText("CRM-10042").waitFor();
  await section.getByRole("button", { name: "Change customer number" }).click();
  const changing = page.getByRole("dialog", { name: "Change customer number" });
  await changing.getByRole("textbox", { name: "Customer number" }).fill("CRM-10043");
  expect(await findAccessibilityFaults(page)).toEqual([]);
  await changing.getByRole("button", { name: "Save" }).click();
  await section.getByText("CRM-10043").waitFor();
  expect((await find("CRM-10043")).map(({ name }) => name)).toEqual(["Numbered Bakery"]);
  await page.goto(`${hub.server.url}/audit?customer=${id}`);
  await page
    .getByText(/gave the customer Numbered Bakery the customer number CRM-10043/)
    .first()
    .waitFor();
  expect(watched.complaints).toEqual([]);
});

test("a customer's administrator is shown no customer number", async () => {
  const id = hub.ids.organizations.get("Sequoia Bank");
  const { page } = await hub.open("customerFull", `/customers/${id}/settings`);
  await page.getByRole("region", { name: "Enrolment keys" }).waitFor();
  expect(await page.getByRole("region", { name: "Customer number" }).count()).toBe(0);
  await page.goto(`${hub.server.url}/customers/${id}`);
  await page.getByRole("button", { name: `Copy the id ${id}` }).waitFor();
  expect(await page.getByRole("button", { name: /Copy customer number/ }).count()).toBe(0);
});
