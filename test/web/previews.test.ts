import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Locator, Page } from "playwright-core";
import { beforeAll, describe, expect, test } from "vitest";
import { findAccessibilityFaults } from "./support/axe.ts";
import { type Hub, openHub } from "./support/hub.ts";
import type { Who } from "./support/people.ts";
import { chooseSchedule } from "./support/schedule.ts";

let hub: Hub;

beforeAll(async () => {
  hub = await openHub();
  return () => hub.close();
});

const PREVIEWS = /\/preview$|dryRun=true/;

/** A dialog with a preview: how a person comes to it, and what its button says. */
interface Previewed {
  readonly who: Who;
  readonly path: () => string;
  readonly enter: (page: Page, dialog: Locator) => Promise<void>;
  readonly save: string;
}

const customer = (name: string) => () => `/customers/${hub.ids.organizations.get(name)}/settings`;
const press = (name: string | RegExp) => (page: Page) => page.getByRole("button", { name }).first().click();

/** Presses a step in the panel that stands beside the list of releases. */
const step =
  (name: string, fill: (dialog: Locator) => Promise<void> = async () => undefined) =>
  async (page: Page) => {
    await page.getByRole("complementary").getByRole("button", { name, exact: true }).click();
    await fill(page.getByRole("dialog").last());
  };

/** Every dialog of the page that shows what a change will do. */
const DIALOGS: Readonly<Record<string, Previewed>> = {
  "a customer's settings": {
    who: "partnerFull",
    path: customer("Acorn Books"),
    enter: async (page) => {
      await chooseSchedule(page, "Latest", "3 weeks");
      await press("Review and save")(page);
    },
    save: "Save",
  },
  "a return to the partner's schedule": {
    who: "partnerFull",
    path: customer("Violet Pharma"),
    enter: press(/^Return to/),
    save: "Save",
  },
  "a partner's settings": {
    who: "partnerFull",
    path: () => "/settings",
    enter: async (page) => {
      await chooseSchedule(page, "Slow", "3 weeks");
      await press("Review and save")(page);
    },
    save: "Save",
  },
  "a schedule for many": {
    who: "partnerFull",
    path: () => "/customers?q=Acorn",
    enter: async (page) => {
      await page.getByRole("checkbox", { name: "Select Acorn Books" }).check();
      await press("Assign schedule")(page);
      await press("See what this will do")(page);
    },
    save: "Save",
  },
  "asking another partner": {
    who: "partnerFull",
    path: customer("Cobalt Mining"),
    enter: press(/^Ask Alpine Voice/),
    save: "Send the request",
  },
  "planning a release": {
    who: "vendor",
    path: () => "/releases",
    enter: async (page, dialog) => {
      await press("Plan a release")(page);
      await dialog.getByRole("textbox", { name: "Version" }).fill("48.1.0.50000");
    },
    save: "Plan it",
  },
  "publishing a release": {
    who: "vendor",
    path: () => release("planned"),
    enter: step("Publish"),
    save: "Publish",
  },
  "pausing a release": {
    who: "vendor",
    path: () => release("published"),
    enter: step("Pause"),
    save: "Pause",
  },
  "withdrawing a release": {
    who: "vendor",
    path: () => release("published"),
    enter: step("Withdraw"),
    save: "Withdraw",
  },
  "making a release critical": {
    who: "vendor",
    path: () => release("published"),
    enter: step("Make critical", (dialog) =>
      dialog.getByLabel("Why it cannot wait").fill("A hole is closed."),
    ),
    save: "Make critical",
  },
  "changing a release": {
    who: "vendor",
    path: () => release("published"),
    enter: step("Edit", (dialog) => dialog.getByLabel("Notes").fill("What is new.")),
    save: "Save",
  },
  "what may be run of a release": {
    who: "vendor",
    path: () => release("published"),
    enter: step("Change support", async (dialog) => {
      await dialog.getByText("Nobody goes past this version").click();
      await dialog.getByLabel("Why it has to be run first").fill("It moves the data.");
    }),
    save: "Save",
  },
  "the computers that a release is not offered to": {
    who: "vendor",
    path: () => release("published"),
    enter: step("Block computers", (dialog) =>
      dialog.getByLabel("Why they are blocked").fill("It does not start there."),
    ),
    save: "Save",
  },
};

let releases: readonly { readonly id: string; readonly state: string; readonly critical: unknown }[] = [];

beforeAll(async () => {
  const answer = await fetch(`${hub.server.url}/v1/releases?max=100`, {
    headers: { authorization: `Bearer ${hub.vendor.token}` },
  });
  releases = ((await answer.json()) as { items: typeof releases }).items;
});

function release(state: string): string {
  const found = releases.find((one) => one.state === state && one.critical === null);
  if (!found) throw new Error(`no release is ${state}`);
  return `/releases?release=${found.id}`;
}

describe.each(Object.entries(DIALOGS))("the dialog of %s", (_name, { who, path, enter, save }) => {
  test("does not save as long as its preview is not there, and not when that failed", async () => {
    const { page, watched } = await hub.open(who, path());
    let answer: (() => void) | undefined;
    const held = new Promise<void>((resolve) => {
      answer = resolve;
    });
    await page.route(PREVIEWS, async (route) => {
      await held;
      await route.fulfill({ status: 500, json: { message: "no", errors: [] } });
    });
    const dialog = page.getByRole("dialog").last();
    await enter(page, dialog);
    const button = dialog.getByRole("button", { name: save, exact: true });
    const saved: string[] = [];
    page.on("request", (request) => {
      if (request.method() !== "GET" && !PREVIEWS.test(request.url())) saved.push(request.url());
    });
    await dialog.getByText("Still being worked out …").waitFor();
    expect([await button.isDisabled(), await reasonOf(button)]).toEqual([true, "Still being worked out …"]);
    await page.keyboard.press("Enter");
    answer?.();
    await dialog.getByText(/could not be shown, so it cannot be saved/).waitFor();
    expect([await button.isDisabled(), await reasonOf(button)]).toEqual([
      true,
      "What this will do could not be shown, so it cannot be saved. Try again above.",
    ]);
    expect(await findAccessibilityFaults(page)).toEqual([]);
    await page.unroute(PREVIEWS);
    await dialog.getByRole("button", { name: "Try again" }).first().click();
    await expect.poll(() => button.isEnabled()).toBe(true);
    expect(saved).toEqual([]);
    watched.forgive(/status of 500/);
    expect(watched.complaints).toEqual([]);
  });
});

/** What screen readers say of a button beside its name. */
async function reasonOf(button: Locator): Promise<string | null> {
  const id = await button.getAttribute("aria-describedby");
  return id === null ? null : button.page().locator(`[id="${id}"]`).textContent();
}

describe("a dialog that shows a preview", () => {
  const page = join(import.meta.dirname, "..", "..", "src", "web");
  const files = readdirSync(page, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(".tsx"))
    .map((entry) => [entry.name, readFileSync(join(entry.parentPath, entry.name), "utf8")] as const);
  /** What the page asks the server for to show what a change will do. */
  const asked = /import \{[^}]*\b(preview[A-Z]\w*|\w+PreviewQuery)\b[^}]*\} from "\.\.\/data\//;

  test("has its buttons from SaveActions, itself or through SaveDialog or EndsDialog", () => {
    const shown = /<(PreviewSummary|Consequences)\b/;
    const previewing = files.filter(([, text]) => asked.test(text) || shown.test(text));
    expect(previewing.length).toBeGreaterThan(4);
    const without = previewing.filter(([, text]) => !/<(Save(Actions|Dialog)|EndsDialog)\b/.test(text));
    expect(without.map(([name]) => name)).toEqual([]);
    for (const name of ["save-dialog.tsx", "ends-dialog.tsx"]) {
      expect(files.find(([found]) => found === name)?.[1], name).toContain("<SaveActions");
    }
  });

  test("is found by its imports", () => {
    expect(asked.test('import { previewThings } from "../data/things.ts";')).toBe(true);
    expect(asked.test('import { thingPreviewQuery } from "../data/things.ts";')).toBe(true);
    expect(asked.test('import { thingQuery } from "../data/things.ts";')).toBe(false);
  });
});
