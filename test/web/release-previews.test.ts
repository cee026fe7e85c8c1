import { beforeAll, describe, expect, test } from "vitest";
import { call, read } from "../../src/api/demo/visitor.ts";
import { type Hub, openHub } from "./support/hub.ts";
import { panelOf, type Release } from "./support/release.ts";

let hub: Hub;

beforeAll(async () => {
  hub = await openHub();
  return () => hub.close();
});

/** A release far ahead of all others and behind many that come before it, on automatic and latest alone. */
async function farRelease(version: string, more: object = {}): Promise<Release> {
  const body = { version, automaticAt: "2027-11-02T09:00:00Z", state: "published", ...more };
  return call<Release>(hub.vendor, "POST", "/v1/releases", body);
}

interface Foreseen {
  readonly changed: { readonly organizations: number };
  readonly losing: { readonly organizations: number };
  readonly arrivals: readonly {
    readonly arrives: { readonly before?: string; readonly after?: string };
    readonly organizations: number;
    readonly installations: number;
  }[];
}

const foresee = (id: string, change: object) =>
  call<Foreseen>(hub.vendor, "POST", `/v1/releases/${id}/preview`, change);

describe("the preview of a step", () => {
  test("with a release behind the next one says when for how many, and that a pause takes it from them", async () => {
    const own = await farRelease("49.1.0.1");
    const foreseen = await foresee(own.id, { state: "paused" });
    expect(foreseen.losing.organizations).toBeGreaterThan(5);
    const { page, watched } = await hub.open("vendor", `/releases?release=${own.id}&step=pause`);
    const dialog = page.getByRole("dialog", { name: `Pause ${own.version}` });
    const said = `${foreseen.losing.organizations} customers due from Nov 2, 2027 will not get it until you resume.`;
    await dialog.getByText(said).waitFor();
    expect(await dialog.getByText("Nothing changes for anybody").count()).toBe(0);
    const rows = dialog.getByRole("table", { name: "When customers get it" }).locator("tbody tr");
    expect(await rows.count()).toBe(foreseen.arrivals.length);
    const first = await rows.first().locator("td").allTextContents();
    const [arrival] = foreseen.arrivals;
    expect(first[0]).toBe("Nov 2, 2027, 09:00 UTC");
    expect(first[1]).toBe("Never");
    expect(first[2]).toMatch(new RegExp(`^${arrival?.organizations}`));
    expect(first[3]).toBe(String(arrival?.installations));
    expect(watched.complaints).toEqual([]);
  });

  test("that makes it critical says how much earlier it comes", async () => {
    const own = await farRelease("49.1.0.2");
    const { page, watched } = await hub.open("vendor", `/releases?release=${own.id}&step=critical`);
    const dialog = page.getByRole("dialog", { name: `Make ${own.version} critical` });
    await dialog.getByRole("textbox", { name: "Why it cannot wait" }).fill("A hole");
    await dialog.getByText("Everybody", { exact: true }).click();
    const table = dialog.getByRole("table", { name: "When customers get it" });
    await table.getByText("14 days earlier").waitFor();
    const groups = dialog.getByRole("listitem").filter({ hasText: "Latest, 2 weeks" });
    await groups.getByText("Nov 16, 2027, 09:00 UTC → Nov 2, 2027, 09:00 UTC").waitFor();
    expect(watched.complaints).toEqual([]);
  });

  test("that changes nothing says so, and when it comes all the same", async () => {
    const own = await farRelease("49.1.0.3");
    const { page, watched } = await hub.open("vendor", `/releases?release=${own.id}&step=edit`);
    const dialog = page.getByRole("dialog", { name: `Edit ${own.version}` });
    await dialog.getByRole("textbox", { name: "Notes" }).fill("Faster start.");
    await dialog.getByText("Nothing changes for anybody. It comes as it would without this step:").waitFor();
    const rows = dialog.getByRole("table", { name: "When customers get it" }).locator("tbody tr");
    const [before, after] = await rows.first().locator("td").allTextContents();
    expect([before, after]).toEqual(["Nov 2, 2027, 09:00 UTC", "Nov 2, 2027, 09:00 UTC"]);
    expect(watched.complaints).toEqual([]);
  });

  test("that fails keeps the step from being made; nothing is saved", async () => {
    const own = await farRelease("49.1.0.4");
    const { page, watched } = await hub.open("vendor", `/releases?release=${own.id}`);
    let isBroken = true;
    await page.route("**/preview", (route) =>
      isBroken ? route.fulfill({ status: 500, json: {} }) : route.fallback(),
    );
    await panelOf(page, own.version).getByRole("button", { name: "Pause" }).click();
    const dialog = page.getByRole("dialog", { name: `Pause ${own.version}` });
    await dialog.getByText("What this will do could not be shown").waitFor();
    const confirm = dialog.getByRole("button", { name: "Pause", exact: true });
    expect(await confirm.isDisabled()).toBe(true);
    isBroken = false;
    await dialog.getByRole("button", { name: "Try again" }).click();
    await dialog.getByText(/will not get it until you resume/).waitFor();
    expect(await confirm.isDisabled()).toBe(false);
    expect((await read<Release & { state: string }>(hub.vendor, `/v1/releases/${own.id}`)).state).toBe(
      "published",
    );
    watched.forgive(/status of 500/);
    expect(watched.complaints).toEqual([]);
  });

  test("moves no field when it arrives, and a plan waits for it", async () => {
    const { page, watched } = await hub.open("vendor", "/releases");
    let release: () => void = () => undefined;
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    await page.route("**/releases/preview", async (route) => {
      await held;
      await route.fallback();
    });
    await page.getByRole("button", { name: "Plan a release" }).click();
    const dialog = page.getByRole("dialog", { name: "Plan a release" });
    const version = dialog.getByRole("textbox", { name: "Version" });
    await version.waitFor();
    const top = async () => Math.round((await version.boundingBox())?.y ?? -1);
    const before = await top();
    await version.fill("49.1.0.5");
    await dialog.getByText("Still being worked out").waitFor();
    expect(await dialog.getByRole("button", { name: "Plan it" }).isDisabled()).toBe(true);
    release();
    await dialog.getByText("Customers for whom something changes").waitFor();
    expect(await dialog.getByRole("button", { name: "Plan it" }).isDisabled()).toBe(false);
    expect(await top()).toBe(before);
    expect(watched.complaints).toEqual([]);
  });
});

test("a paused release says that nobody new gets it, with the dates that it has once it is resumed", async () => {
  const own = await farRelease("49.1.0.6", { state: "paused" });
  const { page, watched } = await hub.open("partnerFull", `/releases?release=${own.id}&period=all`);
  const panel = panelOf(page, own.version);
  await panel.getByText("Paused: nobody new gets it. Once resumed:").waitFor();
  await panel.getByText("Nov 2, 2027").first().waitFor();
  await page.keyboard.press("Escape");
  await page
    .getByRole("cell", { name: /Once resumed:/ })
    .first()
    .waitFor();
  await page.getByText("Only once it is resumed or published").waitFor();
  expect(watched.complaints).toEqual([]);
});
