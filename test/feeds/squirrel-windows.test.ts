import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Build } from "../../src/catalog/build.ts";
import type { Companion } from "../../src/catalog/updaters.ts";
import { aRelease, at } from "../support/records.ts";
import {
  parseNugetVersion,
  parseReleases,
  releasesToApply,
  squirrelWindowsClient,
} from "./clients/squirrel-windows-client.ts";
import { ACME, type FeedsServer, kept, keptDelta, released, startFeedsServer } from "./feeds-server.ts";

let server: FeedsServer;

beforeAll(async () => {
  server = await startFeedsServer();
  return server.close;
});
beforeEach(() => {
  server.requests.length = 0;
});

const app = { platform: "win", arch: "x64" } as const;
const base = `/feeds/squirrel-windows/${ACME.id}`;
const ask = (version: string, client = squirrelWindowsClient()) =>
  client.ask({ server: server.url, organization: ACME.id }, { ...app, version });
const build = (text: string, fileName: string, change: Partial<Build> = {}) =>
  kept(server, text, { ...app, format: "nupkg", fileName, ...change });

async function get(path: string) {
  const answer = await fetch(server.url + path, { redirect: "manual" });
  return { status: answer.status, text: await answer.text(), location: answer.headers.get("location") };
}
const lines = async (path: string) => (await get(path)).text.trimEnd().split("\n");
const namesOf = async (path: string) => (await lines(path)).map((line) => line.split(" ")[1]);

describe("the simulator of Squirrel.Windows", () => {
  const sha1 = "A".repeat(40);
  const read = (text: string) => parseReleases(text, 0.5);
  const local = parseNugetVersion("46.1.0.5");

  test("takes the highest whole package, and stays on it or on something newer", () => {
    const remote = read(`\uFEFF${sha1} App-46.1.0.9-full.nupkg 9\n${sha1} App-46.2.0-full.nupkg 9\r\n`);
    expect(releasesToApply(local, remote).map(({ location }) => location)).toEqual(["App-46.2.0-full.nupkg"]);
    expect(releasesToApply(parseNugetVersion("46.2"), remote)).toEqual([]);
    expect(releasesToApply(parseNugetVersion("46.2.0-beta1"), remote)).toHaveLength(1);
  });

  test("applies every newer delta where they are smaller together, and needs a whole package of the highest", () => {
    const deltas = `${sha1} App-46.1.1-delta.nupkg 2\n${sha1} App-46.2.0-delta.nupkg 3\n`;
    expect(releasesToApply(local, read(`${deltas}${sha1} App-46.2.0-full.nupkg 9`))).toHaveLength(2);
    expect(releasesToApply(local, read(`${deltas}${sha1} App-46.2.0-full.nupkg 5`))).toHaveLength(1);
    expect(() => releasesToApply(local, read(deltas))).toThrow("at least one full release");
  });

  test("reads what stands behind the last dash as the version, and takes neither paths nor other lines", () => {
    expect(() => read(`${sha1} App-46.2.0-200-full.nupkg 9`)).toThrow("'200' is not a valid version");
    expect(() => read(`${sha1} builds/App-46.2.0-full.nupkg 9`)).toThrow(
      "absolute HTTP[s] URL, *or* a file name",
    );
    expect(() => read("no such organization")).toThrow("Invalid release entry");
    expect(() => parseNugetVersion("46.2.4294967296")).toThrow();
    expect(read(`${sha1} App-46.2.0-full.nupkg 9 # 40%`)).toEqual([]);
    expect(read(`${sha1} App-46.2.0-full.nupkg 9 # 60%`)).toHaveLength(1);
  });

  test.each([
    ["an empty file", ""],
    ["a missing one", null],
    ["other bytes", `${"0".repeat(40)} App-46.2.0-full.nupkg 5\n`],
    ["another size", `${"0".repeat(40)} App-46.2.0-full.nupkg 4\n`],
  ])("takes %s for an error", async (_what, text) => {
    const path = "/elsewhere/wrong/RELEASES?id=App&localVersion=46.1&arch=amd64";
    for (const one of [path, path.toLowerCase()]) {
      if (text === null) server.files.delete(one);
      else server.files.set(one, Buffer.from(text));
    }
    server.files.set("/elsewhere/wrong/App-46.2.0-full.nupkg", Buffer.from("other"));
    const client = squirrelWindowsClient({ address: () => `${server.url}/elsewhere/wrong` });
    expect((await ask("46.1", client)).kind).toBe("error");
  });
});

describe("RELEASES", () => {
  test("has one line: digest, name and size of the decided package", async () => {
    const newest = build("newest", "App-46.2.0.7-full.nupkg");
    server.publish(
      released("46.2.0.7", newest),
      released("46.1.0.5", build("older", "App-46.1.0.5-full.nupkg")),
    );
    const sha1 = newest.proofs.sha1?.toUpperCase();
    expect(await get(`${base}/RELEASES?localVersion=46.1.0.5&arch=amd64`)).toMatchObject({
      status: 200,
      text: `${sha1} App-46.2.0.7-full.nupkg 6\n`,
    });
  });

  test.each([
    ["46.2.0.7", "46.2.0.7"],
    ["46.9", "46.9"],
    ["47.0.0-beta1", "47.0.0-beta1"],
    ["47.0.0-rc.1", "47.0.0-rc1"],
    ["47.0.0-0.1", "0.0.0.0"],
    ["4294967296.0", "0.0.0.0"],
    ["banana", "0.0.0.0"],
  ])("for what stays on %s names %s", async (running, named) => {
    server.publish(released("46.2.0.7", build("newest", "App-46.2.0.7-full.nupkg")));
    expect(await lines(`${base}/RELEASES?localVersion=${running}`)).toEqual([
      `${"0".repeat(40)} NoUpdate-${named}-full.nupkg 1`,
    ]);
  });

  test("for what stays names what is installed, whatever version the address says", async () => {
    server.publish();
    const names = await namesOf(`${base}/version/46.9/RELEASES?localVersion=46.1`);
    expect(names).toEqual(["NoUpdate-46.1-full.nupkg"]);
  });

  test("offers a fresh installation, which says no version, what there is", async () => {
    server.publish(released("46.2.0.7", build("newest", "App-46.2.0.7-full.nupkg")));
    const fresh = squirrelWindowsClient({ isInstalled: false });
    expect(await ask("0.0", fresh)).toMatchObject({ kind: "update", version: "46.2.0.7" });
    expect(server.requests[0]).toBe(`GET ${base}/arch/x64/RELEASES`);
  });

  test.each([
    ["App-46.2.0-7-full.nupkg", {}],
    ["App-46.2.0-full.nupkg", {}],
    ["App 46.2.0.7.nupkg", { updaters: { "squirrel-windows": { packageId: "App" } } }],
    ["Setup.NUPKG", { updaters: { "squirrel-windows": { packageId: "App" } } }],
  ])("announces %s under a name that the updater reads right", async (fileName, change) => {
    server.publish(released("46.2.0.7", build("newest", fileName, change)));
    expect(await namesOf(`${base}/RELEASES`)).toEqual(["App-46.2.0.7-full.nupkg"]);
    expect(await ask("46.1.0.5")).toMatchObject({ kind: "update", version: "46.2.0.7" });
  });

  test("announces a label without its dots, as the package has it, and stays where that runs", async () => {
    const newest = build("newest", "App-47.0.0-rc1-full.nupkg", { appVersion: "47.0.0-rc.1" });
    server.publish(released("47.0.0.1", newest));
    expect(await ask("46.1.0.5")).toMatchObject({ kind: "update", version: "47.0.0-rc1" });
    expect(await ask("47.0.0-rc.1")).toEqual({ kind: "stay" });
  });

  test("takes the architecture of the path for right, and the updater's own word for it", async () => {
    const both = [
      build("for x64", "App-46.2.0.7-full.nupkg"),
      build("for arm64", "App-46.2.0.7-full.nupkg", { arch: "arm64" }),
    ];
    server.publish(released("46.2.0.7", ...both));
    const arm64 = squirrelWindowsClient().ask(
      { server: server.url, organization: ACME.id },
      { platform: "win", arch: "arm64", version: "46.1" },
    );
    expect(await arm64).toMatchObject({ kind: "update", bytes: new Uint8Array(Buffer.from("for arm64")) });
    expect(await ask("46.1")).toMatchObject({ bytes: new Uint8Array(Buffer.from("for x64")) });
    const plain = squirrelWindowsClient({ address: () => server.url + base });
    expect(await ask("46.1", plain)).toMatchObject({ bytes: new Uint8Array(Buffer.from("for x64")) });
    expect(await namesOf(`${base}/RELEASES?localVersion=46.1&arch=x86`)).toEqual([
      "NoUpdate-46.1-full.nupkg",
    ]);
  });

  test("is found in small letters too, with its packages and all that was said", async () => {
    server.publish(released("46.2.0.7", build("newest", "App-46.2.0.7-full.nupkg")));
    const path = `${base}/ARCH/X64/RELEASES?id=App&localVersion=46.2.0.7`;
    expect(await lines(path.toLowerCase())).toEqual(await lines(path));
    expect(
      await lines(path.toUpperCase().replace("/FEEDS/SQUIRREL-WINDOWS", "/feeds/squirrel-windows")),
    ).toEqual(await lines(path));
    expect((await get(`${base}/app-46.2.0.7-full.nupkg`)).status).toBe(302);
  });
});

describe("a package beside the feed", () => {
  test("is sent on to its bytes, and not kept by caches", async () => {
    const newest = build("newest", "App-46.2.0.7-full.nupkg");
    server.publish(released("46.2.0.7", newest));
    const answer = await fetch(`${server.url}${base}/App-46.2.0.7-full.nupkg`, { redirect: "manual" });
    expect(answer.headers.get("location")).toBe(
      `${server.url}/builds/${newest.sha256}/App-46.2.0.7-full.nupkg`,
    );
    expect(answer.headers.get("cache-control")).toBe("no-store");
  });

  test.each([
    ["planned", "2026-02-01"],
    ["paused", "2026-02-01"],
    ["withdrawn", "2026-02-01"],
    ["published", "2026-03-02"],
  ] as const)("cannot be guessed of a release that is %s for %s", async (state, day) => {
    const release = aRelease("46.3.0.1", { state, automaticAt: at(day) });
    server.publish({ release, builds: [build("not out", "App-46.3.0.1-full.nupkg")] });
    expect((await get(`${base}/App-46.3.0.1-full.nupkg`)).status).toBe(404);
  });

  test("has the beginning of its digest in its name where the same version was built twice", async () => {
    const first = build("built once", "App-46.2.0.7-full.nupkg", { addedAt: at("2026-02-01") });
    const second = build("built again", "App-46.2.0.7-full.nupkg", { addedAt: at("2026-02-02") });
    server.publish(released("46.2.0.7", first, second));
    expect(await namesOf(`${base}/RELEASES`)).toEqual([
      `${second.proofs.sha1?.slice(0, 8)}-App-46.2.0.7-full.nupkg`,
    ]);
    const found = await ask("46.1");
    expect(found).toMatchObject({ kind: "update", version: "46.2.0.7" });
    expect(found.kind === "update" && Buffer.from(found.bytes).toString()).toBe("built again");
  });
});

describe("deltas", () => {
  const WHOLE = "the whole package of 46.3, which is large".repeat(5);
  const delta = (from: string, to: string, whole = WHOLE.slice(0, 30)) =>
    keptDelta(server, `from ${from}\n${whole}`, { from, fileName: `App-${to}-delta.nupkg` });
  const publish = (last: readonly Companion[], middle: readonly Companion[]) =>
    server.publish(
      released("46.3.0.1", build(WHOLE, "App-46.3.0.1-full.nupkg", { companions: last })),
      released("46.2.0.1", build("46.2", "App-46.2.0.1-full.nupkg", { companions: middle })),
      released("46.1.0.1", build("46.1", "App-46.1.0.1-full.nupkg")),
    );
  const listed = () => namesOf(`${base}/RELEASES?localVersion=46.1.0.1`);

  test("are listed as the whole chain from what runs, and lead to the release", async () => {
    publish([delta("46.2.0.1", "46.3.0.1")], [delta("46.1.0.1", "46.2.0.1")]);
    expect(await listed()).toEqual([
      "App-46.2.0.1-delta.nupkg",
      "App-46.3.0.1-delta.nupkg",
      "App-46.3.0.1-full.nupkg",
    ]);
    expect(await ask("46.1.0.1")).toMatchObject({ kind: "update", version: "46.3.0.1" });
    expect(server.requests.some((one) => one.includes("-full.nupkg"))).toBe(false);
  });

  test("are listed as the smallest of several chains", async () => {
    publish([delta("46.2.0.1", "46.3.0.1"), delta("46.1.0.1", "46.3.0.1")], [delta("46.1.0.1", "46.2.0.1")]);
    expect(await listed()).toEqual(
      ["46.3.0.1-delta", "46.3.0.1-full"].map((one) => expect.stringContaining(one)),
    );
  });

  test("are not listed where a link is missing, or all together are no smaller than the whole", async () => {
    publish([delta("46.2.0.1", "46.3.0.1")], []);
    expect(await listed()).toEqual(["App-46.3.0.1-full.nupkg"]);
    publish([delta("46.1.0.1", "46.3.0.1", WHOLE)], []);
    expect(await listed()).toEqual(["App-46.3.0.1-full.nupkg"]);
    publish([delta("46.3.0.1", "46.3.0.1"), delta("46.4.0.1", "46.3.0.1")], []);
    expect(await listed()).toEqual(["App-46.3.0.1-full.nupkg"]);
  });

  test("that lead nowhere are followed by the whole package", async () => {
    publish([delta("46.2.0.1", "46.3.0.1")], [delta("46.1.0.1", "46.2.0.1")]);
    for (const [digest, bytes] of server.files) {
      if (Buffer.from(bytes).toString().startsWith("from 46.2"))
        server.files.set(digest, Buffer.from("tampered"));
    }
    const found = await ask("46.1.0.1");
    expect(found.kind === "update" && Buffer.from(found.bytes).toString()).toBe(WHOLE);
  });
});
