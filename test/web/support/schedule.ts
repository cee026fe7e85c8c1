import type { Page } from "playwright-core";

/** Chooses a schedule in the fields of a page, as with a mouse. */
export async function chooseSchedule(page: Page, cadence: "Latest" | "Slow", weeks: string): Promise<void> {
  await page.getByText("Custom scheduled updates with deferrals").click();
  await choose(page, "Cadence", new RegExp(`^${cadence}`));
  await choose(page, "Deferrals", weeks);
}

/** Chooses an option of a list that opens under its button. */
export async function choose(page: Page, label: string, option: string | RegExp): Promise<void> {
  await page.getByRole("button", { name: new RegExp(label) }).click();
  const exact = typeof option === "string";
  await page.getByRole("option", { name: option, exact }).click();
  await page.getByRole("listbox").waitFor({ state: "detached" });
}

/** Reviews the preview of a change, and saves it. */
export async function reviewAndSave(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Review and save" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Save", exact: true }).click();
  await page.getByRole("dialog").waitFor({ state: "detached" });
}

/** Undoes the last change by the button in its message. */
export async function undo(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Undo" }).click();
  await page.getByText("Undone.").waitFor();
}

/** Records the bodies that the page sends from now on with this method, in order. */
export async function watchSent(page: Page, method: "PUT" | "PATCH"): Promise<() => Promise<unknown>> {
  await page.evaluate(`
    window.sentBodies = [];
    const send = window.fetch;
    window.fetch = async (request) => {
      if (request.method === "${method}") window.sentBodies.push(await request.clone().json());
      return send(request);
    };`);
  return () => page.evaluate("window.sentBodies");
}
