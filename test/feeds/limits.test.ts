import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Build, NO_EXTRAS } from "../../src/catalog/build.ts";
import { readOsVersion } from "../../src/catalog/os-version.ts";
import type { Platform } from "../../src/catalog/platform.ts";
import { formatVersion } from "../../src/catalog/version.ts";
import { FEEDS } from "../../src/feeds/feeds.ts";
import type { ConnectedApp } from "../../src/feeds/setup/setup.ts";
import { SETUPS } from "../../src/feeds/setup/setups.ts";
import { oldestKernel } from "../../src/feeds/system-version.ts";
import { anOrganization, at } from "../support/records.ts";
import { OMAHA_ID } from "./differential/played-world.ts";
import { TRUSTED } from "./differential/signing-protocols.ts";
import { type FeedApp, startFeedApp } from "./feed-app.ts";
import { aBuild } from "./feed-server.ts";
import { released } from "./released.ts";

const ACME = anOrganization({ name: "Acme" });
const PRODUCT = { updaters: { omaha: { appId: OMAHA_ID } } };
const NOW = at("2026-03-01");
const FLOOR = { floor: { reason: "It moves the data." } };

let app: FeedApp;
beforeAll(async () => {
  app = await startFeedApp("", TRUSTED);
});
afterAll(() => app.close());

function publish(...all: readonly ReturnType<typeof released>[]): void {
  const releases = all.map(({ release }) => release);
  const builds = all.flatMap((one) => one.builds);
  app.publish({ organizations: [ACME], releases, builds, product: PRODUCT, now: NOW });
}

/** The same release with other builds. */
function withBuilds(one: ReturnType<typeof released>, change: (build: Build) => Partial<Build>) {
  return { ...one, builds: one.builds.map((build) => ({ ...build, ...change(build) })) };
}

/** What an updater is answered, and why. */
async function ask(path: string, body?: unknown) {
  const answer = await fetch(app.url + path, {
    method: body === undefined ? "GET" : "POST",
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const reasons = (answer.headers.get("sluice-reasons") ?? "").split(", ");
  return { text: await answer.text(), reasons, headers: answer.headers };
}

const PLATFORM_OF: Readonly<Record<string, Platform>> = {
  sparkle: "mac",
  "squirrel-mac": "mac",
  apt: "linux",
};

const RUNNING = "46.3.0.1";

/** The first request that is decided of an app of a feed that runs 46.3; `pairs` stand behind the organization. */
function firstRequest(name: (typeof FEEDS)[number]["name"], pairs = "") {
  const organization = ACME.id + pairs;
  const said = { server: "", organization, user: null, key: null, arch: "x64", version: RUNNING } as const;
  const { path, body } = SETUPS[name].request({
    ...said,
    platform: PLATFORM_OF[name] ?? "win",
  } satisfies ConnectedApp);
  const second = Math.floor(NOW / 1000);
  const decided = path.replace("timestamp.json", `${second}.targets.json`);
  const text = body === undefined ? undefined : JSON.stringify(body).replace("APP ID", OMAHA_ID);
  return { path: decided, body: text === undefined ? undefined : JSON.parse(text) };
}

/** The same without the version that the app writes into the address. */
function withoutVersion(path: string): string {
  return path
    .replace(/\/version\/[^/?]+/, "")
    .replace(/([?&])version=[^&]*&?/, "$1")
    .replace(/[?&]$/, "");
}

describe.each(FEEDS.map((feed) => [feed.name, feed] as const))("a floor, to %s", (name, feed) => {
  beforeAll(() => publish(released("46.3.0.1"), released("46.5.0.1", FLOOR), released("46.7.0.1")));

  test("is reached by a step where it is known what runs, as the document says (R28)", async () => {
    const { path, body } = firstRequest(name);
    const { reasons, text, headers } = await ask(path, body);
    if (feed.runningFrom === "first_address") {
      expect(reasons).toContain("steps_not_applied");
      return;
    }
    expect(reasons).toContain("step_on_the_way");
    expect(text).not.toMatch(/46\.7/);
    const wait = headers.get("x-retry-after");
    if (wait !== null) expect(Number(wait)).toBeLessThanOrEqual(3_600);
  });

  test("is known only by what runs: where the address does not say it, the updater does, or it goes as the document says", async () => {
    const { path, body } = firstRequest(name);
    const { reasons } = await ask(withoutVersion(path), body);
    const isSaid = reasons.includes("step_on_the_way");
    const isDirect = reasons.includes("steps_not_applied");
    const stays = reasons.includes("version_unreadable");
    expect([isSaid, isDirect, stays].filter(Boolean)).toHaveLength(1);
    if (feed.runningFrom === "updater") expect(isSaid).toBe(true);
    else expect(isDirect ? "newest" : stays ? "stays" : "").toBe(feed.withoutVersion);
  });

  test("an installation that is managed elsewhere stays, by the path as by the query (R30)", async () => {
    const { path, body } = firstRequest(name, "/managed/1");
    expect((await ask(path, body)).reasons).toContain("managed_elsewhere");
    const { path: plain, body: same } = firstRequest(name);
    const asked = await ask(`${plain}${plain.includes("?") ? "&" : "?"}managed=1`, same);
    expect(asked.reasons).toContain("managed_elsewhere");
    expect(asked.headers.get("sluice-ignored")).toBeNull();
  });

  test("a system is read in the path in any capitals, and one that cannot be read is not said (R32)", async () => {
    const needs = readOsVersion("99");
    publish(
      released("46.3.0.1"),
      withBuilds(released("46.7.0.1"), () => ({ minimumOsVersion: needs })),
    );
    for (const [said, isTooOld] of [
      ["/osVersion/98.7", true],
      ["/osversion/98", true],
      ["/osVersion/99.0", false],
      ["/osVersion/Vista", false],
    ] as const) {
      const { path, body } = firstRequest(name, said);
      expect((await ask(path, body)).reasons.includes("os_too_old"), said).toBe(isTooOld);
    }
    publish(released("46.3.0.1"), released("46.5.0.1", FLOOR), released("46.7.0.1"));
  });
});

describe("an answer that can tell of some releases alone", () => {
  test("does not cross a floor that it cannot name: Omaha with a prefix", async () => {
    publish(released("45.9.0.1"), released("46.1.0.1", FLOOR), released("47.1.0.1"));
    const omaha = (prefix: string) => {
      const check = { updatecheck: { targetversionprefix: prefix } };
      const request = {
        protocol: "3.1",
        arch: "x64",
        os: { platform: "win", arch: "x64" },
        app: [{ appid: OMAHA_ID, version: "45.9.0.1", ...check }],
      };
      return ask(`/feeds/omaha/${ACME.id}`, { request });
    };
    expect((await omaha("")).reasons).toContain("step_on_the_way");
    const { reasons, text } = await omaha("47.");
    expect(reasons).toContain("floor_out_of_reach");
    expect(text).toContain('"noupdate"');
  });

  test("does not cross a floor that it cannot name: Tauri's file for every platform", async () => {
    const floor = released("46.1.0.1", FLOOR);
    const withoutMac = { ...floor, builds: floor.builds.filter(({ platform }) => platform !== "mac") };
    publish(released("45.9.0.1"), withoutMac, released("47.1.0.1"));
    const { reasons } = await ask(`/feeds/tauri/${ACME.id}/latest.json?version=45.9.0-1`);
    expect(reasons).toContain("floor_out_of_reach");
    expect((await ask(`/feeds/tauri/${ACME.id}/latest.json?version=46.1.0-1`)).reasons).toContain(
      "newest_eligible",
    );
  });

  test("is not for every platform while a release is blocked on one of them (R31)", async () => {
    const reason = "It crashes there.";
    const block = { platform: "mac", arch: null, osVersion: null, reason, until: at("2026-04-01") } as const;
    publish(released("46.1.0.1"), released("46.2.0.1", { blocks: [block] }));
    const all = await ask(`/feeds/tauri/${ACME.id}/latest.json?version=45.9.0-1`);
    expect(JSON.parse(all.text).version).toBe("46.1.0-1");
    const win = await ask(`/feeds/tauri/${ACME.id}/latest.json?target=windows&arch=x86_64&version=45.9.0-1`);
    expect(JSON.parse(win.text).version).toBe("46.2.0-1");
  });
});

test("a floor whose app the updater takes for older than what runs is never crossed (R5, R28)", async () => {
  const floor = withBuilds(released("46.5.0.1", FLOOR), () => ({ appVersion: "1.0.0" }));
  publish(released("46.3.0.1"), released("46.4.0.1"), floor, released("46.7.0.1"));
  const asked = { platform: "win", arch: "x64", updater: "electron" } as const;
  const check = (version: string) => app.check(ACME.id, { ...asked, version });
  const codes = (version: string) => check(version).reasons.map(({ code }) => code);
  expect(check("46.3.0-1")).toMatchObject({ action: "update", version: "46.4.0.1", final: true });
  expect(codes("46.3.0-1")).toContain("floor_out_of_reach");
  expect(check("46.4.0-1").action).toBe("stay");
  expect(codes("46.4.0-1")).toContain("floor_out_of_reach");
  const feed = await ask(`/feeds/electron/${ACME.id}/latest.yml?version=46.4.0-1&arch=x64`);
  expect(feed.text).toContain("stagingPercentage: 0");
});

describe("what a feed says of the systems of a build (R32)", () => {
  const limited = (change: Partial<Build>) => withBuilds(released("46.7.0.1"), () => change);

  test("is what each updater compares, in the numbers that it compares", async () => {
    const [least, most] = [readOsVersion("12.7"), readOsVersion("15")];
    publish(limited({ minimumOsVersion: least, maximumOsVersion: most }));
    const electron = (file: string) => ask(`/feeds/electron/${ACME.id}/${file}?version=46.3.0-1`);
    expect((await electron("latest-mac.yml")).text).toContain('minimumSystemVersion: "21.6.0"');
    expect((await electron("latest.yml")).text).toContain('minimumSystemVersion: "12.7.0"');
    expect((await electron("latest-linux.yml")).text).not.toContain("minimumSystemVersion");
    const sparkle = await ask(`/feeds/sparkle/${ACME.id}/appcast.xml?version=46.3.0.1`);
    // (This build has an item that the developer signed, which is sent as it is.)
    expect(sparkle.text).toBe("the item that the developer signed");
    const carries = { updaters: { sparkle: { edSignature: "s" }, winsparkle: { edSignature: "s" } } };
    publish(limited({ minimumOsVersion: least, maximumOsVersion: most, ...carries }));
    const own = (await ask(`/feeds/sparkle/${ACME.id}/appcast.xml?version=46.3.0.1`)).text;
    expect(own).toContain("<sparkle:minimumSystemVersion>12.7.0</sparkle:minimumSystemVersion>");
    expect(own).toContain("<sparkle:maximumSystemVersion>15.0.0</sparkle:maximumSystemVersion>");
    const windows = (await ask(`/feeds/winsparkle/${ACME.id}/appcast.xml?version=46.3.0.1`)).text;
    expect(windows).toContain("<sparkle:minimumSystemVersion>12.7.0</sparkle:minimumSystemVersion>");
  });

  test("is what the developer gave for the updater, if that was given", async () => {
    const updaters = {
      electron: { minimumSystemVersion: "20.0.0" },
      sparkle: { edSignature: "s", minimumSystemVersion: "11.3" },
      winsparkle: { edSignature: "s", minimumSystemVersion: "6.1" },
    };
    publish(limited({ minimumOsVersion: readOsVersion("12.7"), updaters }));
    const texts = await Promise.all(
      ["electron", "sparkle", "winsparkle"].map((name) => {
        const file = name === "electron" ? "latest-mac.yml" : "appcast.xml";
        return ask(`/feeds/${name}/${ACME.id}/${file}?version=46.3.0-1`);
      }),
    );
    const said = texts.map(({ text }) => /minimumSystemVersion(?:: "|>)([\d.]+)/.exec(text)?.[1]);
    expect(said).toEqual(["20.0.0", "11.3", "6.1"]);
  });

  test("leaves out files of another architecture on which the release is blocked, or which need another system", async () => {
    const one = released("46.7.0.1");
    const arm = one.builds
      .filter(({ platform }) => platform === "win")
      .map((build) => ({
        ...aBuild(Buffer.from("arm"), { ...build, ...NO_EXTRAS, updaters: build.updaters }),
        id: `${build.id}-arm`,
        arch: "arm64" as const,
      }));
    const both = { ...one, builds: [...one.builds, ...arm] };
    const files = async () => {
      const electron = await ask(
        `/feeds/electron/${ACME.id}/latest.yml?version=46.3.0-1&osVersion=10.0.19045`,
      );
      const winsparkle = await ask(
        `/feeds/winsparkle/${ACME.id}/appcast.xml?version=46.3.0.1&osVersion=10.0.19045`,
      );
      return [electron.text.split("- url:").length - 1, winsparkle.text.split("<enclosure").length - 1];
    };
    publish(both);
    expect(await files()).toEqual([2, 2]);
    const block = {
      platform: null,
      arch: "arm64",
      osVersion: null,
      reason: "It crashes.",
      until: null,
    } as const;
    publish({ ...both, release: { ...both.release, blocks: [block] } });
    expect(await files()).toEqual([1, 1]);
    publish(
      withBuilds(both, ({ arch }) =>
        arch === "arm64" ? { minimumOsVersion: readOsVersion("10.0.22000") } : {},
      ),
    );
    expect(await files()).toEqual([1, 1]);
  });

  test.each([
    ["win", "10.0.19045", "10.0.19045"],
    ["win", "10.0.19045.3803", "10.0.19045"],
    ["win", "10", "10.0.0"],
    ["mac", "10.15.7", "19.0.0"],
    ["mac", "10.16", "20.0.0"],
    ["mac", "11", "20.0.0"],
    ["mac", "12.0.1", "21.0.0"],
    ["mac", "12.4", "21.5.0"],
    ["mac", "12.7", "21.6.0"],
    ["mac", "13.2", "22.3.0"],
    ["mac", "14.4.1", "23.4.0"],
    ["mac", "15.7", "24.6.0"],
    ["mac", "26.1", "25.1.0"],
    ["mac", "16", null],
    ["linux", "22.04", null],
  ] as const)("%s %s is an os.release() of %s", (platform, least, kernel) => {
    const build = aBuild(Buffer.of(), { platform, minimumOsVersion: readOsVersion(least) });
    expect(oldestKernel(build)).toBe(kernel);
  });
});

test("the systems of a build stand in TUF's metadata, and Omaha is judged by the system that it says", async () => {
  const [least, most] = [readOsVersion("10.0.19045"), readOsVersion("10.0.22631")];
  const one = withBuilds(released("46.7.0.1"), () => ({ minimumOsVersion: least, maximumOsVersion: most }));
  publish(one);
  const second = Math.floor(NOW / 1000);
  const tuf = await ask(`/feeds/tuf/${ACME.id}/platform/win/metadata/${second}.targets.json`);
  expect(JSON.parse(tuf.text).signed.targets["win/x64/update"].custom).toMatchObject({
    version: formatVersion(one.release.version),
    minimumOsVersion: "10.0.19045",
    maximumOsVersion: "10.0.22631",
  });
  const omaha = async (version: string, path = "") => {
    const os = { platform: "Windows", arch: "x86_64", version };
    const request = { protocol: "3.1", os, app: [{ appid: OMAHA_ID, version: "1.0", updatecheck: {} }] };
    return (await ask(`/feeds/omaha/${ACME.id}${path}`, { request })).reasons;
  };
  expect(await omaha("10.0.17763.5329")).toContain("os_too_old");
  expect(await omaha("10.0.26100")).toContain("os_too_new");
  expect(await omaha("10.0.19045.3803")).toContain("newest_eligible");
  expect(await omaha("10.0.26100", "/osVersion/10.0.22631")).toContain("newest_eligible");
});
