import { createHash } from "node:crypto";
import type { Page } from "playwright-core";
import { beforeAll, describe, expect, test } from "vitest";
import { call, read } from "../../src/api/demo/visitor.ts";
import { type Hub, openHub } from "./support/hub.ts";
import { idOfRelease, panelOf, type Release } from "./support/release.ts";

let hub: Hub;

beforeAll(async () => {
  hub = await openHub();
  return () => hub.close();
});

/** A release of the test's own, so that none depends on what another one did. */
async function ownRelease(version: string, more: object = {}): Promise<Release> {
  return call<Release>(hub.vendor, "POST", "/v1/releases", {
    version,
    automaticAt: "2026-11-10T00:00:00Z",
    ...more,
  });
}

const releaseNow = ({ id }: Release) => read<Release>(hub.vendor, `/v1/releases/${id}`);

const idOf = (version: string) => idOfRelease(hub.vendor, version);

/** What a page asks its server for once it has heard of a change of this thing, until its own work on that has ended. */
async function followChanges(page: Page): Promise<(id: string) => Promise<readonly string[]>> {
  const session = await page.context().newCDPSession(page);
  const seen: { readonly change?: string; readonly asked?: string }[] = [];
  session.on("Network.eventSourceMessageReceived", ({ data }) => seen.push({ change: data }));
  session.on("Network.requestWillBeSent", ({ request }) => seen.push({ asked: request.url }));
  await session.send("Network.enable");
  return async (id) => {
    const at = () => seen.findIndex(({ change }) => change?.includes(id));
    await expect.poll(at, { timeout: 30_000 }).toBeGreaterThanOrEqual(0);
    // Behind all that the page began when it heard of it.
    await page.evaluate("new Promise((done) => setTimeout(done))");
    return seen.slice(at()).flatMap(({ asked }) => asked ?? []);
  };
}

describe("planning and changing", () => {
  test("a release is planned: what is wrong is said, what it will do is shown, then it is there", async () => {
    const { page, watched } = await hub.open("vendor", "/releases");
    await page.getByRole("button", { name: "Plan a release" }).click();
    const dialog = page.getByRole("dialog", { name: "Plan a release" });
    await dialog.getByRole("button", { name: "Plan it" }).click();
    await dialog.getByText("Enter the version.").waitFor();
    const version = dialog.getByRole("textbox", { name: "Version" });
    await version.fill("46.11.0.38200");
    await dialog.getByText("This version is in the calendar already.").waitFor();
    await version.fill("48.1.0.50000");
    await dialog.getByText("On the slow channel too").click();
    await dialog.getByRole("textbox", { name: "Notes" }).fill("Faster start.");
    await dialog.getByText("Customers for whom something changes").waitFor();
    await dialog.getByRole("button", { name: "Plan it" }).click();
    const panel = panelOf(page, "48.1.0.50000");
    await panel.getByText("Faster start.").waitFor();
    await panel.getByText("Planned").waitFor();
    const planned = await read<{ slowAt: string }>(hub.vendor, `/v1/releases/${await idOf("48.1.0.50000")}`);
    expect(planned.slowAt).toBe("2026-11-23T00:00:00.000Z");
    expect(watched.complaints).toEqual([]);
  });

  test("what planning will do is not asked for any more once it is done, however late that is heard", async () => {
    const { page, watched } = await hub.open("vendor", "/releases");
    const dialog = page.getByRole("dialog", { name: "Plan a release" });
    const askedAfter = await followChanges(page);
    // The page hears of the new release from the stream of events before it hears its own call answered.
    await page.route("**/v1/releases", async (route) => {
      if (route.request().method() !== "POST") return route.continue();
      const headers = { ...route.request().headers(), origin: hub.server.url };
      const response = await route.fetch({ headers });
      const { id } = (await response.json()) as Release;
      expect(await askedAfter(id)).toEqual([]);
      expect(await dialog.getByText("This version is in the calendar already.").count()).toBe(0);
      await route.fulfill({ response });
    });
    await page.getByRole("button", { name: "Plan a release" }).click();
    await dialog.getByRole("textbox", { name: "Version" }).fill("48.1.0.50001");
    await dialog.getByText("Customers for whom something changes").waitFor();
    await dialog.getByRole("button", { name: "Plan it" }).click();
    await panelOf(page, "48.1.0.50001").getByText("Planned").waitFor();
    expect(watched.complaints).toEqual([]);
  });

  test("a date has one ring around its field while the keyboard is in it, and none around its label", async () => {
    const { page } = await hub.open("vendor", "/releases?plan=true");
    const day = page
      .getByRole("dialog")
      .getByRole("spinbutton", { name: /^month/ })
      .first();
    await day.focus();
    await page.keyboard.press("ArrowUp");
    const ringed = await page.evaluate(`(() => {
      const around = [];
      for (let one = document.activeElement; one !== null; one = one.parentElement) around.push(one);
      const hasRing = ({ outlineStyle, outlineWidth }) => outlineStyle !== "none" && parseFloat(outlineWidth) > 0;
      const drawn = around.filter((one) => hasRing(getComputedStyle(one)));
      return drawn.map((one) => [one.getAttribute("role"), one.querySelector("label") !== null]);
    })()`);
    expect(ringed).toEqual([["group", false]]);
  });

  test("dates are moved by keyboard, in UTC, and moved back", async () => {
    const own = await ownRelease("48.2.0.1");
    const { page, watched } = await hub.open("vendor", `/releases?release=${own.id}`);
    await panelOf(page, own.version).getByRole("button", { name: "Edit" }).press("Enter");
    const dialog = page.getByRole("dialog", { name: "Edit 48.2.0.1" });
    await dialog.getByText("Nothing is changed yet.").waitFor();
    const field = dialog.getByRole("group", { name: "Automatic date" });
    expect(await field.textContent()).toContain("UTC");
    await field.getByRole("spinbutton", { name: /^day/ }).press("ArrowUp");
    await dialog.getByRole("heading", { name: "What this will do" }).waitFor();
    const save = dialog.getByRole("button", { name: "Save" });
    // A press, unlike a click, does not wait until the preview is there and it can be pressed.
    await expect.poll(() => save.isEnabled(), { timeout: 10_000 }).toBe(true);
    await save.press("Enter");
    await page.getByText("Version 48.2.0.1 is changed.").waitFor();
    expect((await releaseNow(own)).automaticAt).toBe("2026-11-11T00:00:00.000Z");
    await page.getByRole("button", { name: "Undo" }).click();
    await page.getByText("Undone.").waitFor();
    expect((await releaseNow(own)).automaticAt).toBe("2026-11-10T00:00:00.000Z");
    expect(watched.complaints).toEqual([]);
  });

  test("a slow date before the automatic one is said at the field, and cannot be saved", async () => {
    const own = await ownRelease("48.2.0.2", { slowAt: "2026-11-10T00:00:00Z" });
    const { page, watched } = await hub.open("vendor", `/releases?release=${own.id}&step=edit`);
    const dialog = page.getByRole("dialog", { name: "Edit 48.2.0.2" });
    await dialog
      .getByRole("group", { name: "Slow date" })
      .getByRole("spinbutton", { name: /^day/ })
      .press("ArrowDown");
    await dialog.getByText("The slow channel never gets a release before automatic.").waitFor();
    expect(await dialog.getByRole("button", { name: "Save" }).isDisabled()).toBe(true);
    expect(watched.complaints).toEqual([]);
  });

  test("published, paused and resumed, each with what it does first; the last step is undone", async () => {
    const own = await ownRelease("48.2.0.3");
    const { page, watched } = await hub.open("vendor", `/releases?release=${own.id}`);
    const panel = panelOf(page, own.version);
    const step = async (name: string, done: string) => {
      await panel.getByRole("button", { name, exact: true }).click();
      const dialog = page.getByRole("dialog", { name: `${name} ${own.version}` });
      await dialog.getByText("Customers offered another version at once").waitFor();
      await dialog.getByRole("button", { name, exact: true }).click();
      await page.getByText(done).first().waitFor();
    };
    await panel.getByText("Date passed").waitFor();
    await step("Publish", `Version ${own.version} is published.`);
    await step("Pause", `Version ${own.version} is paused.`);
    expect((await releaseNow(own)).state).toBe("paused");
    await step("Resume", `Version ${own.version} is offered again.`);
    await page
      .getByRole("alertdialog")
      .filter({ hasText: "is offered again" })
      .getByRole("button", { name: "Undo" })
      .click();
    await expect.poll(async () => (await releaseNow(own)).state).toBe("paused");
    expect(watched.complaints).toEqual([]);
  });

  test("publishing without builds says that nobody would get it", async () => {
    const own = await ownRelease("48.2.0.4");
    const { page, watched } = await hub.open("vendor", `/releases?release=${own.id}&step=publish`);
    const dialog = page.getByRole("dialog", { name: "Publish 48.2.0.4" });
    await dialog.getByRole("note").getByText("No builds yet").waitFor();
    await dialog.getByRole("button", { name: "Add builds" }).click();
    await page.getByRole("dialog", { name: "Builds of 48.2.0.4" }).waitFor();
    expect(watched.complaints).toEqual([]);
  });

  test("withdrawing is for good: it is said before, and there is no way back after", async () => {
    const own = await ownRelease("48.2.0.5", { state: "published" });
    const { page, watched } = await hub.open("vendor", `/releases?release=${own.id}`);
    await panelOf(page, own.version).getByRole("button", { name: "Withdraw" }).click();
    const dialog = page.getByRole("dialog", { name: "Withdraw 48.2.0.5" });
    await dialog.getByText("This is final").waitFor();
    await dialog.getByText("Customers no longer offered it").waitFor();
    await dialog.getByRole("button", { name: "Withdraw" }).click();
    await panelOf(page, own.version).getByText("A withdrawn release stays withdrawn.").waitFor();
    expect(await page.getByRole("button", { name: "Undo" }).count()).toBe(0);
    expect((await releaseNow(own)).state).toBe("withdrawn");
    expect(watched.complaints).toEqual([]);
  });

  test("critical needs its reason and its scope, is seen by customers, and is taken back", async () => {
    const own = await ownRelease("48.2.0.6", { state: "published" });
    const { page, watched } = await hub.open("vendor", `/releases?release=${own.id}`);
    await panelOf(page, own.version).getByRole("button", { name: "Make critical" }).click();
    const dialog = page.getByRole("dialog", { name: "Make 48.2.0.6 critical" });
    const confirm = dialog.getByRole("button", { name: "Make critical" });
    await dialog.getByText("Write down why it cannot wait.").waitFor();
    expect(await confirm.isDisabled()).toBe(true);
    await dialog.getByRole("textbox", { name: "Why it cannot wait" }).fill("CVE-2026-1: remote code");
    await dialog.getByText("Everybody", { exact: true }).click();
    await dialog.getByText(/it at once only because it is critical/).waitFor();
    await confirm.click();
    await panelOf(page, own.version).getByText("Critical for everybody").waitFor();
    const seen = await hub.open("customerReadOnly", `/releases?release=${own.id}`);
    await seen.page.getByText("CVE-2026-1: remote code").waitFor();
    await panelOf(page, own.version).getByRole("button", { name: "Not critical any more" }).click();
    await page
      .getByRole("dialog", { name: /is not critical any more/ })
      .getByRole("button", { name: "Not critical any more" })
      .click();
    await page.getByText("Version 48.2.0.6 is not critical any more.").waitFor();
    expect((await releaseNow(own)).critical).toBeNull();
    expect([...watched.complaints, ...seen.watched.complaints]).toEqual([]);
  });

  test("what somebody else changed meanwhile is shown beside one's own, and nothing is overwritten unseen", async () => {
    const own = await ownRelease("48.2.0.7", { state: "published" });
    const { page, watched } = await hub.open("vendor", `/releases?release=${own.id}&step=pause`);
    const dialog = page.getByRole("dialog", { name: "Pause 48.2.0.7" });
    await dialog.getByText("What this will do").waitFor();
    await call(hub.vendor, "PATCH", `/v1/releases/${own.id}`, { state: "planned" });
    await dialog.getByText("Somebody else changed this release in the meantime.").waitFor();
    await dialog.getByText("What is there now").waitFor();
    await dialog.getByRole("button", { name: "Keep my changes" }).click();
    await dialog.getByRole("button", { name: "Pause", exact: true }).click();
    await page.getByText("Version 48.2.0.7 is paused.").waitFor();
    expect((await releaseNow(own)).state).toBe("paused");
    watched.forgive(/status of 412/);
    expect(watched.complaints).toEqual([]);
  });
});

describe("builds", () => {
  const bytes = Buffer.alloc(300_000, "sluice");

  test("several files are described by their names, sent, halted, gone on with, and have their digests", async () => {
    const own = await ownRelease("48.3.0.1");
    const { page, watched } = await hub.open("vendor", `/releases?release=${own.id}&step=builds`);
    const dialog = page.getByRole("dialog", { name: "Builds of 48.3.0.1" });
    const choosing = page.waitForEvent("filechooser");
    await dialog.getByRole("button", { name: "Choose files" }).click();
    await (await choosing).setFiles([
      { name: "App-48.3-arm64.dmg", mimeType: "application/octet-stream", buffer: bytes },
      { name: "App-48.3.AppImage", mimeType: "application/octet-stream", buffer: bytes },
    ]);
    const files = dialog.getByRole("list", { name: "Files to upload" }).locator(":scope > li");
    await files.nth(1).waitFor();
    expect(
      await files
        .nth(0)
        .getByRole("button", { name: /Platform/ })
        .textContent(),
    ).toContain("macOS");
    expect(
      await files
        .nth(0)
        .getByRole("button", { name: /Architecture/ })
        .textContent(),
    ).toContain("arm64");
    expect(
      await files
        .nth(1)
        .getByRole("button", { name: /Format/ })
        .textContent(),
    ).toContain("appimage");

    let isHeld = true;
    await page.route("**/v1/uploads/*", async (route) => {
      while (isHeld && route.request().method() === "PATCH")
        await new Promise((wait) => setTimeout(wait, 20));
      await route.continue().catch(() => undefined);
    });
    await dialog.getByRole("button", { name: "Upload 2 files" }).click();
    await files.nth(0).getByRole("progressbar").waitFor();
    await files.nth(0).getByRole("button", { name: "Pause the upload" }).click();
    await files
      .nth(0)
      .getByText(/halted/)
      .waitFor();
    isHeld = false;
    await files.nth(0).getByRole("button", { name: "Go on uploading" }).click();
    await files.nth(0).getByText("Uploaded.").waitFor();
    await files.nth(1).getByText("Uploaded.").waitFor();
    const sha256 = createHash("sha256").update(bytes).digest("hex");
    expect(await files.nth(0).textContent()).toContain(`SHA-256 ${sha256.slice(0, 16)}`);
    const { items } = await read<{ items: { releaseId: string; platform: string; sha256: string }[] }>(
      hub.vendor,
      "/v1/builds?max=1000",
    );
    const added = items.filter(({ releaseId }) => releaseId === own.id);
    expect(added.map(({ platform }) => platform).sort()).toEqual(["linux", "mac"]);
    expect(added.every((build) => build.sha256 === sha256)).toBe(true);
    watched.forgive(/net::ERR_(ABORTED|FAILED)/);
    expect(watched.complaints).toEqual([]);
  });

  test("a build hosted elsewhere is named by its address, its size and its digest", async () => {
    const own = await ownRelease("48.3.0.2");
    const { page, watched } = await hub.open("vendor", `/releases?release=${own.id}&step=builds`);
    const dialog = page.getByRole("dialog", { name: "Builds of 48.3.0.2" });
    await dialog.getByRole("button", { name: "Name a build that is hosted elsewhere" }).click();
    await dialog.getByRole("button", { name: "Add this build" }).click();
    await dialog.getByText("Enter the whole address of the file").waitFor();
    await dialog
      .getByRole("textbox", { name: "Address of the file" })
      .fill("https://files.example.com/App-48.3.msi");
    await page.reload();
    await dialog.getByText(/Your change from .* that is not saved yet/).waitFor();
    expect(await dialog.getByRole("textbox", { name: "Address of the file" }).inputValue()).toBe(
      "https://files.example.com/App-48.3.msi",
    );
    await dialog.getByRole("textbox", { name: "Size in bytes" }).fill("1234567");
    const sha512 = createHash("sha512").update(bytes).digest("base64");
    await dialog.getByRole("textbox", { name: "SHA-512 in base64" }).fill(sha512);
    await dialog.getByRole("button", { name: "Add this build" }).click();
    await page.getByText("App-48.3.msi is added.").waitFor();
    await dialog.getByRole("listitem").filter({ hasText: "App-48.3.msi" }).getByText("1.2 MB").waitFor();
    // The draft went with the form.
    await dialog.getByRole("button", { name: "Name a build that is hosted elsewhere" }).click();
    expect(await dialog.getByRole("textbox", { name: "Address of the file" }).inputValue()).toBe("");
    expect(watched.complaints).toEqual([]);
  });
});
