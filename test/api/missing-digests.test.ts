import { createHash, randomBytes } from "node:crypto";
import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { ok } from "../../src/result.ts";
import { changeStore } from "../../src/store/ledger/change.ts";
import { findBuilds } from "../../src/store/tables/build-table.ts";
import { VENDOR } from "../support/records.ts";
import { accepted, changingNothing, expectRefusal, get, send } from "./caller.ts";
import { tenancyGround } from "./tenancy-ground.ts";
import { useGround } from "./use-ground.ts";

const here = useGround(tenancyGround);

/** A build whose file is kept and of which only the two digests of its identity are known, as of an earlier server. */
async function oldBuild(): Promise<{ id: string; bytes: Uint8Array; path: string }> {
  const bytes = new Uint8Array(randomBytes(300_000));
  const said = { platform: "win", arch: "x64", format: "nupkg", fileName: "App-45.1.0-full.nupkg" };
  const path = `/v1/releases/${here.release}/builds?${new URLSearchParams(said)}`;
  const headers = { "content-type": "application/octet-stream" };
  const call = { method: "POST", path, raw: bytes, headers };
  const { id, sha256 } = accepted(await send(here.server, here.tokens.vendor_admin, call));
  const { store, follower } = here.server.context;
  await changeStore(store, { actor: VENDOR, now: here.server.context.clock }, async (change) => {
    const [before] = await findBuilds(change.database, [id]);
    if (!before) throw new Error("no build");
    await change.record({
      subject: "build",
      id,
      action: "add_build",
      before,
      after: { ...before, proofs: {} },
    });
    return ok(true);
  });
  await follower.catchUp();
  return { id, bytes, path: join(here.server.dataDirectory, "builds", sha256.slice(0, 2), sha256) };
}

const complete = (id: string) =>
  send(here.server, here.tokens.vendor_admin, { method: "POST", path: `/v1/builds/${id}/digests` });

const check = () => {
  const said = "platform=win&arch=x64&version=44.0.0&updater=velopack";
  return get(here.server, null, `/v1/updates/check?organization=${here.foreign}&${said}`);
};

test("a build of an earlier server gets the SHA-1 of its file, and with it the updaters that need it", async () => {
  const { id, bytes } = await oldBuild();
  expect(JSON.stringify(await check())).toContain("build_lacks_signature");
  const sha1 = createHash("sha1").update(bytes).digest("hex");
  expect(accepted(await complete(id)).sha1).toBe(sha1);
  expect((await check()).action).toBe("update");
  const { items } = await get(here.server, here.tokens.vendor_admin, "/v1/adminAudit/events?max=1");
  expect(items[0]).toMatchObject({ action: "add_digests", subjectId: id });
  await changingNothing(here.server, async () => accepted(await complete(id)));
});

test("a file that is damaged or gone gets none", async () => {
  const { id, bytes, path } = await oldBuild();
  await changingNothing(here.server, async () => {
    await writeFile(path, bytes.subarray(1));
    expectRefusal(await complete(id), 503, "builds_unreachable");
    await rm(path);
    expectRefusal(await complete(id), 503, "builds_unreachable");
  });
});

test("a build that is hosted elsewhere gets none", async () => {
  const hosted = {
    ...{ platform: "win", arch: "arm64", format: "exe", fileName: "Elsewhere.exe", size: 5 },
    ...{ url: "https://cdn.example.org/Elsewhere.exe", sha512: `${"A".repeat(86)}==` },
  };
  const path = `/v1/releases/${here.release}/builds`;
  const { id } = accepted(
    await send(here.server, here.tokens.vendor_admin, { method: "POST", path, body: hosted }),
  );
  expectRefusal(await complete(id), 400, "details_do_not_fit");
});
