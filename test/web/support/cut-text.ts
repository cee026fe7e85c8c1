import type { Page } from "playwright-core";

/** Elements that cut what they contain without a sign of it, as they are drawn; those that only screen readers read are left out. */
const FIND = `(() => {
  const isDrawn = (element) => {
    const { width, height } = element.getBoundingClientRect();
    const { visibility, clipPath } = getComputedStyle(element);
    return width > 1 && height > 1 && visibility === "visible" && clipPath === "none";
  };
  const isWider = (element) => element.scrollWidth > element.clientWidth + 1;
  const isCut = (element) => {
    const { overflowX, textOverflow } = getComputedStyle(element);
    const hides = overflowX === "hidden" || overflowX === "clip";
    return hides && textOverflow !== "ellipsis";
  };
  // Few are wider than their place, and styles take long to read.
  const wider = [...document.querySelectorAll("body *")].filter(isWider);
  const found = wider.filter((one) => isDrawn(one) && isCut(one));
  return found.map((one) => one.tagName.toLowerCase() + " " + one.textContent.slice(0, 60));
})()`;

/** The texts that the present page cuts, and by how much it is too wide for its window; empty if it fits. */
export async function findCut(page: Page): Promise<readonly string[]> {
  const cut: readonly string[] = await page.evaluate(FIND);
  const over = Number(
    await page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"),
  );
  return [...cut.map((text) => `cuts ${text}`), ...(over === 0 ? [] : [`is ${over} px too wide`])];
}
