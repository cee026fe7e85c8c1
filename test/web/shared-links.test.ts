import { beforeAll, describe, expect, test } from "vitest";
import { read } from "../../src/api/demo/visitor.ts";
import { type Hub, openHub } from "./support/hub.ts";

let hub: Hub;

beforeAll(async () => {
  hub = await openHub();
  return () => hub.close();
});

describe("a link that somebody sends", () => {
  test("to an answer carries its whole question and its moment, and opens as the same answer for another person", async () => {
    const path = `/customers/${hub.ids.organizations.get("Sequoia Bank")}/why?platform=mac&arch=arm64&version=46.6.1.35236`;
    const { page, watched } = await hub.open("helpDesk", path, { ownProfile: true });
    // An hour later, when the customer has long been there.
    await page.clock.setSystemTime(new Date("2026-11-22T13:00:00Z"));
    await page.reload();
    await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
    const verdict = page.getByRole("heading", { name: /^Stays on 46\.6\.1\.35236/ });
    await verdict.waitFor();
    await page.getByRole("button", { name: "Copy a link to this answer" }).click();
    await page.getByText("Copied.").waitFor();
    const link = new URL(String(await page.evaluate("navigator.clipboard.readText()")));
    expect(link.searchParams.get("at")).toMatch(/^2026-11-22T13:/);
    expect(link.searchParams.get("platform")).toBe("mac");

    const other = await hub.open("customerReadOnly", link.pathname + link.search);
    await other.page
      .getByRole("heading", { name: /Stays on 46\.6\.1\.35236, the newest that may run/ })
      .waitFor();
    expect(await other.page.getByRole("button", { name: /Platform/ }).textContent()).toContain("macOS");
    expect([...watched.complaints, ...other.watched.complaints]).toEqual([]);
  });

  test("to an answer about a customer that one may not see tells nothing", async () => {
    const { page, watched } = await hub.open(
      "customerFull",
      `/customers/${hub.ids.organizations.get("Iris Optics")}/why`,
    );
    await page.getByRole("heading", { name: "Not found" }).waitFor();
    expect(await page.getByText("Iris Optics").count()).toBe(0);
    watched.forgive(/status of 404/);
    expect(watched.complaints).toEqual([]);
  });

  test("to a release opens its panel over the same part of the calendar", async () => {
    const { items } = await read<{ items: { id: string; version: string }[] }>(
      hub.vendor,
      "/v1/releases?max=1000",
    );
    const old = items.find(({ version }) => version === "44.3.0.28993");
    const { page, watched } = await hub.open("customerReadOnly", `/releases?period=all&release=${old?.id}`);
    await page.getByRole("complementary", { name: "44.3.0.28993" }).getByText("Automatic date").waitFor();
    await page.keyboard.press("Escape");
    await page.waitForURL("**/releases?period=all");
    expect(watched.complaints).toEqual([]);
  });

  test("is gone on with after signing in", async () => {
    const path = `/customers/${hub.ids.organizations.get("Sequoia Bank")}/why?version=46.6.1.35236`;
    const { page, watched } = await hub.open("nobody", path);
    const { email, password } = await hub.login("customerFull");
    await page.getByRole("textbox", { name: "E-mail" }).fill(email);
    await page.getByLabel("Password", { exact: true }).fill(password);
    await page.getByRole("button", { name: "Sign in", exact: true }).click();
    await page.getByRole("heading", { name: /^Stays on 46\.6\.1\.35236/ }).waitFor();
    expect(watched.complaints).toEqual([]);
  });

  test("with nonsense in it opens as if that was not there", async () => {
    const base = `/customers/${hub.ids.organizations.get("Sequoia Bank")}/why`;
    const { page, watched } = await hub.open("helpDesk", `${base}?at=soon&platform=amiga&version=new&user=`);
    await page.getByRole("heading", { name: /^A new installation gets/ }).waitFor();
    expect(await page.getByRole("button", { name: /Platform/ }).textContent()).toContain("Windows");
    await page.goto(`${hub.server.url}/releases?period=never&step=burn&release=`);
    await page.getByRole("row", { name: /46\.11\.0\.38200/ }).waitFor();
    expect(await page.getByRole("complementary").count()).toBe(0);
    expect(watched.complaints).toEqual([]);
  });
});
