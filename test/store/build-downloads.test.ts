import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import {
  type DownloadPage,
  insertBuildDownload,
  listBuildDownloads,
  type NewBuildDownload,
} from "../../src/store/tables/build-download-table.ts";
import { toActorReference } from "../../src/tenancy/actor.ts";
import { eachDatabase } from "../support/each-database.ts";
import { recordAll } from "../support/recorded.ts";
import { aBuild, aRelease, at, VENDOR } from "../support/records.ts";

eachDatabase("downloads of builds", (store) => {
  const enterBuilds = async (count: number) => {
    const release = aRelease("45.1");
    const builds = Array.from({ length: count }, () => aBuild(release.id));
    await recordAll(store(), [
      { subject: "release", id: release.id, before: null, after: release },
      ...builds.map((after) => ({ subject: "build", id: after.id, before: null, after }) as const),
    ]);
    return builds;
  };
  const enter = async (buildId: string, day: string, change: Partial<NewBuildDownload> = {}) => {
    const who = { actor: toActorReference(VENDOR), partnerId: null, address: "192.0.2.77" };
    const download = { id: randomUUID(), buildId, downloadedAt: at(day), ...who, ...change };
    await insertBuildDownload(store().database, download);
    return download;
  };
  const listed = async (page: Partial<DownloadPage> = {}) =>
    (await listBuildDownloads(store().database, { max: 100, ...page })).map(({ id }) => id);

  test("come back as they were recorded, but for the address: of it only the network is kept", async () => {
    const [build] = await enterBuilds(1);
    const { address: _, ...download } = await enter(build!.id, "2026-03-01", { partnerId: "p" });
    const found = await listBuildDownloads(store().database, { max: 1 });
    expect(found).toEqual([{ ...download, network: "192.0.2.0/24" }]);
    const rows = await store().database.selectFrom("build_downloads").selectAll().execute();
    expect(JSON.stringify(rows)).not.toContain("192.0.2.77");
  });

  test.each([
    ["203.0.113.9", "203.0.113.0/24"],
    ["::ffff:203.0.113.9", "203.0.113.0/24"],
    ["2001:db8:1:2:3:4:5:6", "2001:db8:1::/48"],
    ["fe80::1%eth0", "fe80::/48"],
    ["::1", "::/48"],
  ])("from %s are from the network %s", async (address, network) => {
    const [build] = await enterBuilds(1);
    await enter(build!.id, "2026-03-01", { address });
    expect(await listBuildDownloads(store().database, { max: 1 })).toMatchObject([{ network }]);
  });

  test("are listed the newest first, by build, time, partner and person", async () => {
    const [one, other] = await enterBuilds(2);
    const first = await enter(one!.id, "2026-03-01", { partnerId: "p" });
    const second = await enter(other!.id, "2026-03-02", { partnerId: "q" });
    const ann = { ...toActorReference(VENDOR), id: "ann" };
    const third = await enter(one!.id, "2026-03-03", { partnerId: "p", actor: ann });
    expect(await listed()).toEqual([third.id, second.id, first.id]);
    expect(await listed({ buildId: one!.id })).toEqual([third.id, first.id]);
    expect(await listed({ from: second.downloadedAt })).toEqual([third.id, second.id]);
    expect(await listed({ to: second.downloadedAt })).toEqual([second.id, first.id]);
    expect(await listed({ partnerId: "p" })).toEqual([third.id, first.id]);
    expect(await listed({ partnerId: "p", actorId: "ann" })).toEqual([third.id]);
  });

  test("come in pages that hold each once, also those of one instant", async () => {
    const [build] = await enterBuilds(1);
    for (let count = 0; count < 5; count++) await enter(build!.id, "2026-03-01");
    await enter(build!.id, "2026-02-01");
    const paged: string[] = [];
    let after: DownloadPage["after"];
    for (let page = 0; page < 3; page++) {
      const found = await listBuildDownloads(store().database, { max: 2, after });
      paged.push(...found.map(({ id }) => id));
      after = found.at(-1);
    }
    expect(paged).toEqual(await listed());
    expect(new Set(paged).size).toBe(6);
  });

  test("are forgotten after 400 days", async () => {
    const [build] = await enterBuilds(1);
    await enter(build!.id, "2025-01-01");
    const kept = await enter(build!.id, "2025-01-02");
    const now = await enter(build!.id, "2026-02-06");
    expect(await listed()).toEqual([now.id, kept.id]);
  });
});
