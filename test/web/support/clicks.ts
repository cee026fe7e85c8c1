import type { Page } from "playwright-core";

/** The key in the browser's storage under which the presses of a tab are counted, over its pages. */
const KEY = "test.presses";

/** What a person has pressed in one tab. */
export interface ClickCount {
  /** How often something was pressed since the count began. */
  readonly soFar: () => Promise<number>;
}

/**
 * Counts what a person presses in a tab from now on: with the pointer, or with Enter. Text that is typed does not count, and
 * a tab that is opened from this one has a count of its own.
 */
export async function countClicks(page: Page): Promise<ClickCount> {
  await page.addInitScript(COUNT);
  await page.evaluate(COUNT);
  await page.evaluate(`sessionStorage.removeItem("${KEY}")`);
  return { soFar: () => page.evaluate(`Number(sessionStorage.getItem("${KEY}") ?? 0)`) };
}

const COUNT = `{
  const more = ({ isTrusted }) => {
    if (isTrusted) sessionStorage.setItem("${KEY}", String(Number(sessionStorage.getItem("${KEY}") ?? 0) + 1));
  };
  // A page that another test used has the script already.
  if (!globalThis.countsPresses) {
    globalThis.countsPresses = true;
    addEventListener("pointerdown", more, { capture: true });
    addEventListener("keydown", (event) => event.key === "Enter" && more(event), { capture: true });
  }
}`;
