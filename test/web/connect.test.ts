import { beforeAll, describe, expect, test } from "vitest";
import { findAccessibilityFaults } from "./support/axe.ts";
import { type Hub, openHub } from "./support/hub.ts";

let hub: Hub;

beforeAll(async () => {
  hub = await openHub();
  return () => hub.close();
});

const connectOf = (name: string, query = "") =>
  `/customers/${hub.ids.organizations.get(name)}/connect${query}`;

describe("connect an app", () => {
  test("the vendor chooses a framework, reads its lines with the customer's address, and sees what the app is told and why", async () => {
    const id = hub.ids.organizations.get("Sequoia Bank");
    const { page, watched } = await hub.open("vendor", connectOf("Sequoia Bank", "?version=46.5.0-34818"));
    const lines = page.getByRole("region", { name: "main.js" });
    await lines
      .getByText(`/feeds/electron/${id}/?version=\${encodeURIComponent(app.getVersion())}`)
      .waitFor();
    await page.getByRole("status").getByText("It is offered 46.6.1.35236.").waitFor();
    await page.getByRole("region", { name: "The answer" }).getByText('version: "46.6.1-35236"').waitFor();
    await page.getByText("The organization’s own schedule counts: Slow, 8 weeks.").waitFor();
    expect(await findAccessibilityFaults(page)).toEqual([]);
    expect(watched.complaints).toEqual([]);
  });

  test("what is chosen stands in the address, and the answer follows it", async () => {
    const { page, watched } = await hub.open("vendor", connectOf("Sequoia Bank"));
    await page.getByRole("button", { name: /Platform/ }).click();
    await page.getByRole("option", { name: "macOS" }).click();
    await page.waitForURL("**/connect?platform=mac");
    await page.getByText("GET ").getByText("/latest-mac.yml").waitFor();
    await page.getByRole("textbox", { name: "Version of the app" }).fill("46.6.1-35236");
    await page.keyboard.press("Enter");
    await page.getByRole("status").getByText("It stays on 46.6.1.35236.").waitFor();
    expect(watched.complaints).toEqual([]);
  });

  test("what builds must carry is said with the way to give it, and an app stays where they lack it", async () => {
    const { page, watched } = await hub.open("vendor", connectOf("Sequoia Bank", "?updater=tauri"), {
      width: 400,
    });
    await page.getByText("Each build must carry: updaters.tauri.signature.").waitFor();
    await page.getByRole("status").getByText("It stays on 1.0.0.").waitFor();
    await page.getByText("lacks what these updaters need: tauri.").waitFor();
    expect(
      await page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"),
    ).toBe(0);
    await page.getByRole("link", { name: "the release", exact: true }).click();
    await page.waitForURL("**/releases");
    expect(watched.complaints).toEqual([]);
  });

  test("digests are no work of the developer, so nothing is asked of builds that need only them", async () => {
    const { page } = await hub.open("vendor", connectOf("Sequoia Bank"));
    await page.getByText("Builds need nothing but their file.").waitFor();
  });

  test("only the vendor has the page among a customer's pages", async () => {
    const tabs = async (who: "vendor" | "partnerFull") => {
      const { page } = await hub.open(who, connectOf("Sequoia Bank").replace(/\/connect$/, ""));
      const bar = page.getByRole("navigation", { name: "This customer" });
      await bar.getByRole("link", { name: "Why this version?" }).waitFor();
      return bar.getByRole("link", { name: "Connect an app" }).count();
    };
    expect([await tabs("vendor"), await tabs("partnerFull")]).toEqual([1, 0]);
  });
});
