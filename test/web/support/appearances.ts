import type { Page } from "playwright-core";
import { atDepth } from "../../support/depth.ts";
import { findAccessibilityFaults, RULES_OF_COLOUR } from "./axe.ts";

/** The rules by which a page is looked at again in other colours: those whose results can differ; in the soak, all. */
const RULES_AGAIN = atDepth({ gate: RULES_OF_COLOUR, soak: null });

/** The accessibility faults of the open page in light and in dark, as `findAccessibilityFaults` says them. */
export async function findFaultsInBoth(page: Page): Promise<readonly string[]> {
  await makeStill(page);
  const inLight = await findAccessibilityFaults(page);
  return [...inLight, ...(await findFaultsInDark(page))];
}

/** The same in forced colours, too. */
export async function findFaultsInAllColours(page: Page): Promise<readonly string[]> {
  const inBoth = await findFaultsInBoth(page);
  await page.emulateMedia({ forcedColors: "active" });
  const inForced = await findAccessibilityFaults(page, RULES_AGAIN);
  await page.emulateMedia({ forcedColors: "none" });
  return [...inBoth, ...inForced.map((fault) => `in forced colours: ${fault}`)];
}

async function findFaultsInDark(page: Page): Promise<readonly string[]> {
  const light = await page.evaluate("document.documentElement.className");
  await wear(page, "mds-theme-stable-darkWebex");
  const faults = await findAccessibilityFaults(page, RULES_AGAIN);
  await wear(page, String(light));
  return faults.map((fault) => `in dark: ${fault}`);
}

/** Gives the page another appearance, with every colour as it is at last. */
async function wear(page: Page, appearance: string): Promise<void> {
  await page.evaluate(`document.documentElement.className = ${JSON.stringify(appearance)}`);
  await makeStill(page);
}

/** Ends what fades in or changes its colour; what goes on for ever, such as a spinner, does. On a busy machine the end may never come by itself. */
async function makeStill(page: Page): Promise<void> {
  await page.evaluate(`(() => {
    const ends = (animation) => animation.effect?.getComputedTiming().endTime !== Infinity;
    for (const animation of document.getAnimations().filter(ends)) animation.finish();
  })()`);
}
