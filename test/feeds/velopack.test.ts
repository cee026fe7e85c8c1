import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Build } from "../../src/catalog/build.ts";
import { calendarOfChannel, readChannel } from "../../src/catalog/velopack-channel.ts";
import type { InstalledApp, Outcome } from "./clients/updater-client.ts";
import { realVelopackClient } from "./clients/velopack-client.ts";
import { parseAssets, velopackSimulator } from "./clients/velopack-simulator.ts";
import { anEntry } from "./feed-server.ts";
import { ACME, type FeedsServer, kept, keptDelta, released, startFeedsServer } from "./feeds-server.ts";

let server: FeedsServer;

beforeAll(async () => {
  server = await startFeedsServer();
  return server.close;
});
beforeEach(() => {
  server.requests.length = 0;
});

const LINUX = { platform: "linux", arch: "x64", version: "46.1.0-5" } as const;
const base = `/feeds/velopack/${ACME.id}`;
const build = (text: string, change: Partial<Build> = {}) =>
  kept(server, text, { ...LINUX, format: "nupkg", fileName: "App-46.2.0-7-linux-full.nupkg", ...change });
const ask = (client = velopackSimulator(), app: InstalledApp = LINUX) =>
  client.ask({ server: server.url, organization: ACME.id }, app);
const bytesOf = (outcome: Outcome) =>
  outcome.kind === "update" ? Buffer.from(outcome.bytes).toString() : outcome;

async function assets(file: string) {
  const answer = await fetch(server.url + base + file);
  return ((await answer.json()) as { Assets: { FileName: string }[] }).Assets;
}
const namesOf = async (file: string) => (await assets(file)).map(({ FileName }) => FileName);

/** Both clients against a list that a test writes, and what lies beside it. */
async function askWrong(list: unknown, setting: { readonly allowDowngrade?: boolean } = {}) {
  const address = () => `${server.url}/elsewhere/wrong`;
  const text = JSON.stringify(list);
  server.files.set("/elsewhere/wrong/releases.linux.json?localVersion=46.1.0-5&id=App", Buffer.from(text));
  server.files.set(
    "/elsewhere/wrong/releases.linux.json?localVersion=46.1.0-5&id=App&stagingId=5c1a",
    Buffer.from(text),
  );
  server.files.set("/elsewhere/wrong/App.nupkg", Buffer.from("other"));
  return {
    real: await ask(realVelopackClient({ ...setting, address })),
    simulated: await ask(velopackSimulator({ ...setting, address })),
  };
}

const asset = (change: object) => ({
  ...{ PackageId: "App", Version: "46.2.0-7", Type: "Full", FileName: "App.nupkg" },
  ...{ SHA1: "d0941e68da8f38151ff86a61fc59f7c5cf9fcaa2", Size: 5, ...change },
});

describe("the simulator of Velopack and the real client", () => {
  test("both take the highest whole package that they can read", async () => {
    const Assets = [asset({}), asset({ Version: "46.9.0.5" }), asset({ Version: "46.0.0" })];
    const update = { kind: "update", version: "46.2.0-7" };
    expect(await askWrong({ Assets })).toMatchObject({ real: update, simulated: update });
  });

  test("both go down where their app allows it, and stay otherwise", async () => {
    const list = { Assets: [asset({ Version: "46.0.0" })] };
    expect(await askWrong(list)).toEqual({ real: { kind: "stay" }, simulated: { kind: "stay" } });
    const down = { kind: "update", version: "46.0.0" };
    expect(await askWrong(list, { allowDowngrade: true })).toMatchObject({ real: down, simulated: down });
  });

  test("both take for an error what is no list, and an address for a name", async () => {
    for (const list of [
      "",
      { Assets: 1 },
      { Assets: [asset({ FileName: "https://cdn.example.org/App.nupkg" })] },
    ]) {
      expect(await askWrong(list)).toMatchObject({ real: { kind: "error" }, simulated: { kind: "error" } });
    }
  });

  test("take other bytes: the newer one refuses them, the older one verifies nothing", async () => {
    const wrong = { real: { kind: "update" }, simulated: { kind: "error" } };
    expect(await askWrong({ Assets: [asset({ SHA1: "00" })] })).toMatchObject(wrong);
    expect(await askWrong({ Assets: [asset({ SHA256: "00" })] })).toMatchObject(wrong);
    expect(await askWrong({ Assets: [asset({ Size: 4 })] })).toMatchObject(wrong);
  });
});

describe("the list", () => {
  test("has the decided package with what its updater reads", async () => {
    const newest = build("newest");
    const { release, builds } = released("46.2.0.7", newest);
    server.publish({ release: { ...release, notes: "What is *new*" }, builds });
    expect(await assets("/RELEASES.Linux.JSON?localVersion=46.1.0-5")).toEqual([
      {
        PackageId: "App",
        Version: "46.2.0-7",
        Type: "Full",
        FileName: "App-46.2.0-7-linux-full.nupkg",
        SHA1: newest.proofs.sha1?.toUpperCase(),
        SHA256: newest.sha256?.toUpperCase(),
        Size: 6,
        NotesMarkdown: "What is *new*",
      },
    ]);
  });

  test("is empty, in these bytes, for stay", async () => {
    server.publish();
    const answer = await fetch(`${server.url}${base}/releases.win.json?localVersion=46.1.0`);
    expect([answer.status, await answer.text()]).toEqual([200, '{"Assets":[]}']);
  });

  test("is empty where no version was said, as the updater may go down (R5)", async () => {
    server.publish(released("46.2.0.7", build("newest")));
    const dotnet = { language: "dotnet", hasPackage: false, allowDowngrade: true } as const;
    expect(await ask(velopackSimulator(dotnet), { ...LINUX, version: "47.0.0" })).toEqual({ kind: "stay" });
    const address = () => `${server.url}${base}/version/46.1.0-5`;
    expect(await ask(velopackSimulator({ ...dotnet, address }))).toMatchObject({ kind: "update" });
  });

  test("announces the version that the package was made with", async () => {
    const updaters = { velopack: { version: "2026.3.1" } };
    server.publish(released("46.2.0.7", build("newest", { updaters })));
    expect(await ask()).toMatchObject({ kind: "update", version: "2026.3.1" });
    const running = { ...LINUX, version: "2026.3.1" };
    expect(await ask(realVelopackClient({ allowDowngrade: true }), running)).toEqual({ kind: "stay" });
    expect(server.check({ updater: "velopack", ...running }).action).toBe("stay");
  });

  test("names a package anew whose name is no plain one", async () => {
    server.publish(
      released(
        "46.2.0.7",
        build("newest", { fileName: "My App (1).nupkg", updaters: { velopack: { packageId: "My.App" } } }),
      ),
    );
    expect(await namesOf("/releases.linux.json?localVersion=46.1.0-5")).toEqual([
      "My.App-46.2.0-7-full.nupkg",
    ]);
    expect(bytesOf(await ask(realVelopackClient()))).toBe("newest");
  });

  test("has another name for each of two packages that have the same one", async () => {
    const arm64 = build("for arm64", { arch: "arm64" });
    const x64 = build("for x64");
    server.publish(released("46.2.0.7", arm64, x64));
    const address = (channel: string) => ({ explicitChannel: channel, address: () => server.url + base });
    expect(bytesOf(await ask(realVelopackClient(address("linux-arm64"))))).toBe("for arm64");
    expect(bytesOf(await ask(realVelopackClient(address("linux"))))).toBe("for x64");
  });
});

describe("channels", () => {
  test.each([
    ["win", { platform: "win", arch: null, isPlain: true }],
    ["osx", { platform: "mac", arch: null, isPlain: true }],
    ["Linux-ARM64", { platform: "linux", arch: "arm64", isPlain: true }],
    ["win-x86", { platform: "win", arch: "other", isPlain: true }],
    ["osx-arm64-beta", { platform: "mac", arch: "arm64", isPlain: false }],
    ["stable", { platform: null, arch: null, isPlain: false }],
    ["win-win", { platform: "win", arch: null, isPlain: false }],
    ["constructor", { platform: null, arch: null, isPlain: false }],
  ])("%s says %o", (name, expected) => {
    expect(readChannel(name)).toEqual({ name: name.toLowerCase(), ...expected });
  });

  test("that builds name have these builds alone; all others have the rest", async () => {
    const beta = build("of beta", { updaters: { velopack: { channel: "beta" } } });
    const plain = build("of linux", { fileName: "App-46.1.9-full.nupkg" });
    server.publish(released("46.2.0.7", beta), released("46.1.9", plain));
    const onChannel = (explicitChannel: string) =>
      ask(realVelopackClient({ explicitChannel, allowDowngrade: true }));
    expect(bytesOf(await onChannel("beta"))).toBe("of beta");
    expect(bytesOf(await onChannel("BETA"))).toBe("of beta");
    expect(bytesOf(await onChannel("linux"))).toBe("of linux");
    expect(await onChannel("nightly")).toEqual({ kind: "stay" });
    expect(await onChannel("win-x86")).toEqual({ kind: "stay" });
  });

  test("of their own are told apart by names, also where files have the same one", async () => {
    const fileName = "App-46.2.0-7-full.nupkg";
    const beta = build("of beta", { fileName, updaters: { velopack: { channel: "Beta" } } });
    server.publish(released("46.2.0.7", beta, build("of linux", { fileName })));
    expect(await namesOf("/releases.beta.json?localVersion=46.1.0&os=linux")).toEqual([
      "App-46.2.0-7-beta-full.nupkg",
    ]);
    expect(bytesOf(await ask(realVelopackClient({ explicitChannel: "beta" })))).toBe("of beta");
    expect(bytesOf(await ask(realVelopackClient()))).toBe("of linux");
  });

  test("that nobody heard of are not kept, however many are asked for", () => {
    const calendar = [anEntry("46.2.0.7", [])];
    expect(calendarOfChannel(readChannel("a"), calendar)).toBe(calendar);
    expect(calendarOfChannel(readChannel("win"), calendar)).toBe(calendar);
  });

  test("say the platform of an address without one, and are told apart from other machines", async () => {
    const win = build("for Windows", { platform: "win", fileName: "App-46.2.0-7-full.nupkg" });
    server.publish(released("46.2.0.7", win, build("for Linux")));
    const address = () => server.url + base;
    const onWindows = { platform: "win", arch: "x64", version: "46.1.0-5" } as const;
    expect(bytesOf(await ask(realVelopackClient({ address }), onWindows))).toBe("for Windows");
    expect(bytesOf(await ask(realVelopackClient({ address })))).toBe("for Linux");
  });
});

describe("deltas", () => {
  const WHOLE = "the whole package of the newest release, which is large".repeat(9);
  const chain = (length: number) =>
    Array.from({ length }, (_, index) => {
      const [from, to] = [`46.1.${index}`, `46.1.${index + 1}`];
      const text = `from ${from}\n${index + 1 === length ? "deltas" : ""}`;
      const delta = keptDelta(server, text, { from, fileName: `App-${to}-delta.nupkg` });
      return released(to, build(WHOLE + to, { fileName: `App-${to}-full.nupkg`, companions: [delta] }));
    }).reverse();
  const running = { ...LINUX, version: "46.1.0" };

  test("are listed as the whole chain, and lead to the release", async () => {
    server.publish(...chain(10));
    expect(await namesOf("/releases.linux.json?localVersion=46.1.0")).toHaveLength(11);
    expect(bytesOf(await ask(velopackSimulator(), running))).toBe("deltas");
    expect(bytesOf(await ask(realVelopackClient(), running))).toBe(`${WHOLE}46.1.10`);
  });

  test("are left out where there are more than ten, or a link is of a release that is not out", async () => {
    server.publish(...chain(11));
    expect(await namesOf("/releases.linux.json?localVersion=46.1.0")).toHaveLength(1);
    const [last, middle, first] = chain(3);
    if (!last || !middle || !first) throw new Error("the chain is too short");
    server.publish(last, { ...middle, release: { ...middle.release, state: "withdrawn" } }, first);
    expect(await namesOf("/releases.linux.json?localVersion=46.1.0")).toHaveLength(1);
    expect(bytesOf(await ask(velopackSimulator(), running))).toBe(`${WHOLE}46.1.3`);
  });

  test("that were tampered with are followed by the whole package", async () => {
    server.publish(...chain(2));
    for (const [digest, bytes] of server.files) {
      if (Buffer.from(bytes).toString() === "from 46.1.1\ndeltas")
        server.files.set(digest, Buffer.from("no"));
    }
    expect(bytesOf(await ask(velopackSimulator(), running))).toBe(`${WHOLE}46.1.2`);
  });
});

test("a list is read in any capitals, as its updater does", () => {
  expect(parseAssets('{"assets":[{"version":"1.0.0","TYPE":"full","filename":"a","size":1}]}')).toHaveLength(
    1,
  );
  expect(parseAssets("{}")).toEqual([]);
});
