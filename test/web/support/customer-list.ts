import type { Page } from "playwright-core";
import { call } from "../../../src/api/demo/visitor.ts";
import type { Hub } from "./hub.ts";

export const grid = (page: Page, name = "Customers") => page.getByRole("grid", { name });

export const row = (page: Page, name: string) => grid(page).getByRole("row", { name });

/** Waits until the list shows this count. */
export const counted = (page: Page, count: number) =>
  page
    .getByRole("status")
    .filter({ hasText: new RegExp(`^${count} customers?$`) })
    .waitFor();

/** Makes customers for one test, so that the demo world stays as it is. */
export async function newCustomers(
  hub: Hub,
  names: readonly string[],
  partner = "Northwind Telecom",
): Promise<readonly string[]> {
  const partnerIds = [hub.ids.partners.get(partner)];
  const made = names.map((name) =>
    call<{ id: string }>(hub.vendor, "POST", "/v1/organizations", { name, partnerIds }),
  );
  return (await Promise.all(made)).map(({ id }) => id);
}
