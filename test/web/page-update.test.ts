import type { Page } from "playwright-core";
import { beforeAll, describe, expect, test } from "vitest";
import { type CuttableLine, openLine } from "./support/cuttable-line.ts";
import { type Hub, openHub } from "./support/hub.ts";
import { chooseSchedule } from "./support/schedule.ts";

let hub: Hub;
let line: CuttableLine;

beforeAll(async () => {
  hub = await openHub();
  line = await openLine(hub.server.url);
  return async () => {
    await line.close();
    await hub.close();
  };
});

const settings = (name: string) => `/customers/${hub.ids.organizations.get(name)}/settings`;

/** The build that the page in the browser is of. */
const openBuild = (page: Page) =>
  page.evaluate('document.querySelector("meta[name=page-build]").getAttribute("content")');

/** What a server after an upgrade says: which build it sends, and which one it says that it sends. */
interface Upgraded {
  sent: string;
  said: string;
}

/** Answers as a server with another build of the page does; everything else stays. */
async function upgrade(page: Page, build: Upgraded): Promise<void> {
  await page.route("**/v1/configuration", async (route) => {
    const answer = await route.fetch();
    const body = { ...((await answer.json()) as object), page: build.said };
    await route.fulfill({ response: answer, json: body });
  });
  await page.route(/\/(customers|account|releases)[^.]*$/, async (route) => {
    if (route.request().resourceType() !== "document") return route.fallback();
    const answer = await route.fetch();
    const body = (await answer.text()).replace(/(name="page-build" content=")[^"]*/, `$1${build.sent}`);
    await route.fulfill({ response: answer, body });
  });
}

/** As when a server is stopped, and its next version started. */
async function restart(page: Page): Promise<void> {
  const opened = page.waitForResponse("**/v1/events");
  line.cut();
  line.mend();
  await opened;
}

describe("which build of the page a server sends", () => {
  test("is in the page, and in the configuration", async () => {
    const { page } = await hub.open("nobody", "/sign-in");
    const { page: said } = (await (await fetch(`${hub.server.url}/v1/configuration`)).json()) as {
      page: string;
    };
    expect(said).toMatch(/^[0-9a-f]{16}$/);
    expect(await openBuild(page)).toBe(said);
  });
});

describe("after an upgrade of the server", () => {
  test("an open page reloads by itself, says so, and a change that is not saved is there", async () => {
    const { page, watched } = await hub.open("partnerFull", settings("Acorn Books"), { url: line.url });
    await chooseSchedule(page, "Latest", "3 weeks");
    await upgrade(page, { sent: "new-build", said: "new-build" });
    await restart(page);
    await page.getByText("Partner Hub was updated.").waitFor();
    expect(await openBuild(page)).toBe("new-build");
    await page.getByText(/^Your change from .* that is not saved yet$/).waitFor();
    await page.getByRole("button", { name: "3 weeks Deferrals" }).waitFor();
    watched.forgive(/net::ERR/);
    expect(watched.complaints).toEqual([]);
  });

  test("it waits while a dialog is open", async () => {
    const { page } = await hub.open("vendor", "/releases", { url: line.url });
    await page.getByRole("button", { name: "Plan a release" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByRole("textbox", { name: "Version" }).fill("48.1.0.50000");
    await upgrade(page, { sent: "new-build", said: "new-build" });
    const told = page.waitForResponse("**/v1/configuration");
    await restart(page);
    await told;
    await dialog.getByRole("textbox", { name: "Version" }).fill("48.1.0.50001");
    expect(await openBuild(page)).not.toBe("new-build");
    await page.keyboard.press("Escape");
    await page.getByText("Partner Hub was updated.").waitFor();
  });

  test("it reloads once where servers of two versions answer in turns", async () => {
    const { page } = await hub.open("partnerFull", "/account", { url: line.url });
    const first = await openBuild(page);
    await upgrade(page, { sent: String(first), said: "new-build" });
    let loads = 0;
    page.on("load", () => loads++);
    const reloaded = page.waitForEvent("load");
    await restart(page);
    await reloaded;
    for (let times = 0; times < 2; times++) {
      await page.getByRole("heading", { name: "My account" }).waitFor();
      const told = page.waitForResponse("**/v1/configuration");
      await restart(page);
      await told;
    }
    await page.getByRole("button", { name: "Paul Partner" }).click();
    expect([loads, await openBuild(page)]).toEqual([1, first]);
    expect(await page.getByText("Partner Hub was updated.").count()).toBe(0);
  });

  test("a part of the page whose file is gone makes it reload once, and is there", async () => {
    const { page, watched } = await hub.open("partnerFull", "/account");
    await page.getByRole("heading", { name: "My account" }).waitFor();
    let isGone = true;
    page.on("request", (request) => {
      if (request.isNavigationRequest()) isGone = false;
    });
    await page.route("**/assets/audit-page*", (route) =>
      isGone ? route.fulfill({ status: 404, body: "" }) : route.continue(),
    );
    const reloaded = page.waitForEvent("load");
    await page.getByRole("link", { name: "Audit" }).click();
    await reloaded;
    await page.getByRole("heading", { level: 1, name: "Audit" }).waitFor();
    watched.forgive(/404/);
    expect(watched.complaints).toEqual([]);
  });

  test("a part that is missing for good is said, without reloading over and over", async () => {
    const { page } = await hub.open("partnerFull", "/account");
    await page.getByRole("heading", { name: "My account" }).waitFor();
    await page.route("**/assets/audit-page*", (route) => route.fulfill({ status: 404, body: "" }));
    let loads = 0;
    page.on("load", () => loads++);
    await page.getByRole("link", { name: "Audit" }).click();
    const asked = () => page.waitForResponse("**/v1/configuration");
    await page.getByText("This part of the page cannot be loaded.").waitFor();
    await asked();
    await page.waitForEvent("load");
    await page.getByText("This part of the page cannot be loaded.").waitFor();
    await asked();
    await asked();
    expect(loads).toBe(1);
    await page.unroute("**/assets/audit-page*");
    await page.getByRole("button", { name: "Try again" }).click();
    await page.getByRole("heading", { level: 1, name: "Audit" }).waitFor();
  });
});

describe("when the line is cut", () => {
  test("a page that could not be loaded comes by itself when it is back", async () => {
    const { page, watched } = await hub.open("partnerFull", "/account", { url: line.url });
    await page.getByRole("heading", { name: "My account" }).waitFor();
    line.cut();
    await page.getByRole("link", { name: "Audit" }).click();
    await page.getByRole("heading", { name: "This page could not be loaded" }).waitFor();
    line.mend();
    await page.getByRole("heading", { level: 1, name: "Audit" }).waitFor();
    watched.forgive(/net::ERR/);
    expect(watched.complaints).toEqual([]);
  });

  test("a part below a title that could not be loaded comes by itself, too", async () => {
    const { page, watched } = await hub.open(
      "partnerFull",
      `/customers/${hub.ids.organizations.get("Acorn Books")}`,
      { url: line.url },
    );
    await page.getByRole("heading", { level: 1, name: "Acorn Books" }).waitFor();
    await page.route(/\/v1\/organizations\/[^/]+\/(users|explain|installations)/, (route) => route.abort());
    await page.getByRole("link", { name: "Users", exact: true }).click();
    await page.getByRole("alert").getByText("The server cannot be reached.").waitFor();
    await page.unrouteAll();
    await page.getByText("This organization has no users yet").waitFor();
    watched.forgive(/net::ERR/);
    expect(watched.complaints).toEqual([]);
  });

  test("a page that answered with a fault is asked for again when the stream of changes opens", async () => {
    const { page } = await hub.open("partnerFull", "/account", { url: line.url });
    await page.getByRole("heading", { name: "My account" }).waitFor();
    await page.route("**/v1/adoption*", (route) => route.fulfill({ status: 503, body: "" }));
    await page.getByRole("link", { name: "Adoption" }).click();
    await page.getByRole("button", { name: "Try again" }).first().waitFor();
    await page.unrouteAll();
    await restart(page);
    await page.getByRole("heading", { level: 1, name: "Adoption" }).waitFor();
    await page.getByRole("button", { name: "Try again" }).first().waitFor({ state: "detached" });
  });
});
