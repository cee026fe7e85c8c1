import { beforeAll, expect, test } from "vitest";
import { atDepth } from "../support/depth.ts";
import { type Hub, openHub } from "./support/hub.ts";
import { importCustomers, nameOfCustomer } from "./support/many-customers.ts";

/** More than one change takes. */
const COUNT = atDepth({ gate: 12_000, soak: 100_000 });
const COUNTED = COUNT.toLocaleString("en");
/** One that is on no screen. */
const WANTED = atDepth({ gate: 7_321, soak: 73_211 });
let hub: Hub;

beforeAll(async () => {
  hub = await openHub();
  await importCustomers(hub.vendor, hub.ids.partners.get("Northwind Telecom") ?? "", COUNT);
  return () => hub.close();
});

test(`of ${COUNTED} customers only those in sight are on the page, and each knows its place among all`, async () => {
  const { page, watched } = await hub.open("vendor", "/customers?q=Customer%200");
  const grid = page.getByRole("grid", { name: "Customers" });
  await grid.getByRole("row", { name: nameOfCustomer(0) }).waitFor();
  expect(await grid.getAttribute("aria-rowcount")).toBe(String(COUNT + 1));
  expect(await grid.getByRole("row").count()).toBeLessThan(60);
  expect(await grid.getByRole("row", { name: nameOfCustomer(3) }).getAttribute("aria-rowindex")).toBe("5");
  expect(watched.complaints).toEqual([]);
});

test("row 5,000 comes by scrolling, and the rows before it go", async () => {
  const { page, watched } = await hub.open("vendor", "/customers?q=Customer%200");
  const grid = page.getByRole("grid", { name: "Customers" });
  await grid.getByRole("row", { name: nameOfCustomer(0) }).hover();
  const wanted = grid.getByRole("row", { name: nameOfCustomer(5_000) });
  // Less than what is on the screen, so that no row is passed over.
  while ((await wanted.count()) === 0) {
    await page.mouse.wheel(0, 700);
    await page.evaluate("new Promise((done) => requestAnimationFrame(done))");
  }
  expect(await wanted.getAttribute("aria-rowindex")).toBe("5002");
  expect(await grid.getByRole("row").count()).toBeLessThan(60);
  expect(watched.complaints).toEqual([]);
});

test(`customer ${WANTED} is found by name`, async () => {
  const { page, watched } = await hub.open("vendor", "/customers");
  await page
    .getByRole("searchbox", { name: "Search customers by name or number" })
    .fill(String(WANTED).padStart(6, "0"));
  await page.getByRole("row", { name: nameOfCustomer(WANTED) }).waitFor();
  await page.getByRole("status").getByText("1 customer", { exact: true }).waitFor();
  expect(watched.complaints).toEqual([]);
});

test("ten thousand are selected page by page; more than one change takes are refused with the reason", async () => {
  const { page, watched } = await hub.open("vendor", "/customers?q=Customer%2000");
  await page.getByRole("checkbox", { name: /customers loaded/ }).check();
  await page.getByRole("button", { name: "Select all 10,000 customers" }).click();
  await page.getByRole("status").getByText("10,000 selected").waitFor();
  expect(await page.getByRole("button", { name: "Assign schedule" }).isEnabled()).toBe(true);
  await page.getByRole("searchbox", { name: "Search customers by name or number" }).fill("Customer 0");
  const all = page.getByRole("button", { name: `Select all ${COUNTED} customers` });
  await all.waitFor();
  expect(await all.isDisabled()).toBe(true);
  await page.getByText("At most 10,000 customers at once.").waitFor();
  expect(watched.complaints).toEqual([]);
});
