import type { Page } from "playwright-core";
import { expect } from "vitest";
import { atDepth } from "../../support/depth.ts";

/** How a page is reached: loaded from the server, or from another page, as by a link. */
export type Way = "loaded" | "linked";

/** The way of a test that visits many addresses, apart from those that it loads in any case; in the soak all are loaded. */
export const USUAL_WAY: Way = atDepth({ gate: "linked", soak: "loaded" });

/** The router goes there, and has it on the page. */
const FOLLOW = `async (path) => {
  const router = window.__TSR_ROUTER__;
  history.pushState({}, "", path);
  const isThere = () => router.state.status === "idle" && router.state.resolvedLocation?.href === router.latestLocation.href;
  do await new Promise((resolve) => setTimeout(resolve, 10)); while (!isThere());
}`;

/** Goes to an address of the server of an open page. A link costs a quarter of the CPU time of loading the page. */
export async function visit(page: Page, path: string, way: Way = USUAL_WAY): Promise<void> {
  if (way === "loaded") await page.goto(new URL(path, page.url()).href);
  else await page.evaluate(`(${FOLLOW})(${JSON.stringify(path)})`);
}

/** Waits until nothing that the open page shows is loading any more, in whichever language. */
export async function untilLoaded(page: Page): Promise<void> {
  const loading = page.getByRole("status", { name: /^(Loading|Chargement|Laden|\[Lóádíñg\])$/ });
  await expect.poll(() => loading.count(), { timeout: 10_000 }).toBe(0);
}
