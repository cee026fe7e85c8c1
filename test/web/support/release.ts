import type { Page } from "playwright-core";
import { read, type Visitor } from "../../../src/api/demo/visitor.ts";

/** A release of the API, with the fields that the tests of the page look at. */
export interface Release {
  readonly id: string;
  readonly version: string;
  readonly state: string;
  readonly automaticAt: string;
  readonly critical: { readonly reason: string; readonly scope: string } | null;
}

/** The panel beside the list that shows a release. */
export const panelOf = (page: Page, version: string) =>
  page.getByRole("complementary", { name: version, exact: true });

/** The id of a version in the calendar; throws if it is not there. */
export async function idOfRelease(vendor: Visitor, version: string): Promise<string> {
  const { items } = await read<{ items: Release[] }>(vendor, "/v1/releases?max=1000");
  const found = items.find((release) => release.version === version);
  if (!found) throw new Error(`${version} is not in the calendar`);
  return found.id;
}
