import { beforeEach, describe, expect, test } from "vitest";
import { ACME, TufWorld } from "./tuf-world.ts";

interface Signed {
  readonly version: number;
  readonly targets: Readonly<Record<string, { readonly custom: unknown }>>;
}

async function toMetadata(answer: Response) {
  return (await answer.json()) as { readonly signed: Signed };
}

let world: TufWorld;
beforeEach(() => {
  world = new TufWorld();
  return world.listen();
});

describe("the files of TUF", () => {
  const read = async (file: string) => toMetadata(await fetch(world.path(file)));
  const versionNow = async () => (await read("metadata/timestamp.json")).signed.version;
  const targetsOf = async (pairs: string) => {
    const { signed } = await read(`${pairs}metadata/${await versionNow()}.targets.json`);
    return Object.keys(signed.targets);
  };

  test.each([
    ["", ["win/x64/update", "win/arm64/update", "linux/x64/update"]],
    ["platform/win/", ["win/x64/update", "win/arm64/update"]],
    ["arch/x64/", ["win/x64/update", "linux/x64/update"]],
    ["platform/linux/arch/x64/format/deb/", ["linux/x64/update"]],
    ["platform/linux/arch/x64/format/rpm/", []],
    ["format/msi/", []],
    ["platform/beos/", []],
    ["arch/riscv64/", []],
    ["version/1.0.0/", ["win/x64/update", "win/arm64/update", "linux/x64/update"]],
    ["version/2.0.0.5/", []],
    ["version/banana/", []],
    ["VERSION/2.0.0.5/", []],
  ])("tell, with %j in the address, of %j", async (pairs, expected) => {
    expect(await targetsOf(pairs)).toEqual(expected);
  });

  test("say what the decision was, and by which reasons", async () => {
    const answer = await fetch(
      world.path(`version/1.0.0/platform/win/arch/x64/metadata/${await versionNow()}.targets.json`),
    );
    expect(answer.headers.get("sluice-reasons")).toBe("newest_eligible, vendor_default");
    const { signed } = await toMetadata(answer);
    expect(signed.targets["win/x64/update"]?.custom).toEqual({
      version: "2.0.0.5",
      platform: "win",
      arch: "x64",
      format: "exe",
      fileName: "App Setup.exe",
      organization: ACME.id,
    });
  });

  test("count one installation once, and only where its platform and architecture are said", async () => {
    const version = await versionNow();
    await fetch(world.path(`installation/pc-1/metadata/${version}.targets.json`));
    expect(world.context.checkIns.size).toBe(0);
    for (const file of ["timestamp.json", `${version}.snapshot.json`, `${version}.targets.json`]) {
      await fetch(world.path(`installation/pc-1/platform/win/arch/x64/metadata/${file}`));
    }
    expect(world.context.checkIns.size).toBe(1);
  });

  test.each([
    "metadata/2.root.json",
    "metadata/root.json",
    "metadata/targets.json",
    "metadata/0.root.json",
    "metadata/1.targets.json",
    "metadata/99999999999.targets.json",
    "metadata/99999999999.snapshot.json",
    "targets/win/x64/update",
    `targets/win/x64/${"0".repeat(64)}.update`,
    `targets/beos/x64/${"0".repeat(64)}.update`,
    "metadata",
    "nonsense/1/metadata/timestamp.json",
    "",
  ])("are not found by the name %j", async (file) => {
    expect((await fetch(world.path(file))).status).toBe(404);
  });

  test("are not found where the address has lost its organization", async () => {
    for (const lost of ["metadata/timestamp.json", "undefined", "timestamp.json"]) {
      expect((await fetch(`${world.host}/feeds/tuf/${lost}`)).status).toBe(404);
    }
  });

  test("are refused, with what to do, while there is no root", async () => {
    world.roots = [];
    const answer = await fetch(world.path("metadata/timestamp.json"));
    expect(answer.status).toBe(404);
    expect(await answer.json()).toMatchObject({
      errors: [{ code: "tuf_root_missing", description: expect.stringContaining("sluice tuf init") }],
    });
  });

  test("have an ETag, answer 304 to one that is known, and HEAD without a body", async () => {
    const url = world.path(`version/1.0.0/metadata/${await versionNow()}.targets.json`);
    const first = await fetch(url);
    const etag = first.headers.get("etag") ?? "";
    expect(first.headers.get("cache-control")).toBe("public, max-age=60");
    const again = await fetch(url, { headers: { "if-none-match": etag } });
    expect([again.status, await again.text()]).toEqual([304, ""]);
    const head = await fetch(url, { method: "HEAD" });
    expect([head.status, head.headers.get("etag"), await head.text()]).toEqual([200, etag, ""]);
    for (const file of ["metadata/timestamp.json", "metadata/1.root.json"]) {
      expect((await fetch(world.path(file), { method: "HEAD" })).status).toBe(200);
    }
    expect((await fetch(world.path("metadata/timestamp.json"))).headers.get("cache-control")).toBe(
      "no-cache",
    );
  });

  test("lead to the file of a build", async () => {
    const digest = world.digests[0] ?? "";
    const answer = await fetch(world.path(`targets/win/x64/${digest}.update`), { redirect: "manual" });
    expect([answer.status, answer.headers.get("location")]).toEqual([
      302,
      `${world.host}/builds/${digest}/App%20Setup.exe`,
    ]);
  });
});
