import { writeFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { type Arrived, problem, type Told } from "./tiny-server.ts";
import { ID, useWorkbench } from "./workbench.ts";

const bench = useWorkbench();

const BLOCK = { platform: null, arch: null, osVersion: null, reason: "no sound", until: null };
const MAC = { ...BLOCK, platform: "mac", arch: "x64", reason: "crashes", until: "2026-11-01T00:00:00.000Z" };
const RELEASE = {
  id: ID,
  version: "46.5",
  automaticAt: "2026-06-25T00:00:00.000Z",
  slowAt: null,
  rolloutDays: 0,
  critical: null,
  notes: "",
  state: "published",
  floor: { reason: "moves the database" },
  supportEndsAt: "2026-12-01T00:00:00.000Z",
  expiresAt: "2027-02-03T00:00:00.000Z",
  warnDays: 30,
  expiryReason: "a leak",
  blocks: [BLOCK, MAC],
};
const PATH = `/v1/releases/${ID}`;

/** Lists a release, shows it with its tag, and changes it. */
function holding(release: object = RELEASE) {
  return ({ method, url, body }: Arrived): Told => {
    if (method === "GET" && url.pathname === "/v1/releases") return { body: { items: [release] } };
    const headers = { etag: '"v1"' };
    return method === "GET"
      ? { body: release, headers }
      : { body: { ...release, ...JSON.parse(body) }, headers };
  };
}

const changes = () => bench.sent().filter(([method]) => method !== "GET");

describe("release add and release set", () => {
  test("plan a release with its limits", async () => {
    bench.answer = ({ body }) => ({
      status: 201,
      body: { ...RELEASE, ...JSON.parse(body), state: "planned" },
    });
    const { out, exit } = await bench.sluice(
      ...["release", "add", "47.0", "--automatic-at", "2026-11-03", "--floor", "moves the database"],
      ...["--support-ends-at", "2027-06-01", "--expires-at", "2027-12-01", "--warn-days", "60"],
    );
    expect({ out, exit }).toEqual({ out: "47.0 is planned, automatic from 2026-11-03 UTC.\n", exit: 0 });
    const body = {
      version: "47.0",
      automaticAt: "2026-11-03",
      floor: { reason: "moves the database" },
      supportEndsAt: "2027-06-01",
      expiresAt: "2027-12-01",
      warnDays: 60,
    };
    expect(bench.sent()).toEqual([["POST", "/v1/releases", body]]);
  });

  test("change only what is said, and take back what --no- says", async () => {
    bench.answer = holding();
    await bench.sluice(
      "release",
      "set",
      "46.5",
      "--expires-at",
      "2026-10-20",
      "--reason",
      "its certificate ends",
    );
    const back = ["--no-floor", "--no-support-ends-at", "--no-expires-at", "--no-slow-at", "--no-critical"];
    await bench.sluice("release", "set", "46.5.0", ...back);
    expect(changes()).toEqual([
      ["PATCH", PATH, { expiresAt: "2026-10-20", expiryReason: "its certificate ends" }],
      ["PATCH", PATH, { floor: null, supportEndsAt: null, expiresAt: null, slowAt: null, critical: null }],
    ]);
  });

  test.each([
    [["set", "46.5"], "changes_missing"],
    [["set", "46.5", "--expires-at", "soon"], "instant_malformed"],
    [["set", "46.5", "--support-ends-at", "soon"], "instant_malformed"],
    [["set", "46.5", "--warn-days", "some"], "warn_days_malformed"],
    [["add", "46.5", "--floor", "x"], "automatic_at_missing"],
  ])("%j is refused before anything is sent", async (words, code) => {
    bench.answer = holding();
    expect(await bench.sluice("release", ...words)).toMatchObject({
      exit: 2,
      err: expect.stringContaining(`[${code}]`),
    });
    expect(bench.sent()).toEqual([]);
  });

  test("show everything that is said of a release", async () => {
    bench.answer = holding();
    const { out } = await bench.sluice("release", "show", "46.5");
    expect(out.split("\n").map((line) => line.trimEnd().split(/ {2,}/))).toEqual([
      ["version", "46.5"],
      ["state", "published"],
      ["automatic from", "2026-06-25 UTC"],
      ["slow from", "-"],
      ["rollout", "-"],
      ["critical", "-"],
      ["floor", "moves the database"],
      ["support ends", "2026-12-01 UTC"],
      ["expires", "2027-02-03 UTC (a leak)"],
      ["warning", "30 days before it expires"],
      ["notes", "-"],
      [""],
      ["Not offered to"],
      ["NUMBER", "PLATFORM", "ARCH", "SYSTEM", "UNTIL", "REASON"],
      ["1", "any", "any", "any", "-", "no sound"],
      ["2", "mac", "x64", "any", "2026-11-01 UTC", "crashes"],
      [""],
    ]);
    expect(JSON.parse((await bench.sluice("release", "show", "46.5", "--json")).out)).toEqual(RELEASE);
    const [heading, line] = (await bench.sluice("release", "list")).out.split("\n");
    expect(heading).toContain("EXPIRES         BLOCKS  CRITICAL  FLOOR");
    expect(line).toContain("2027-02-03 UTC  2       -         moves the database");
  });
});

describe("blocks", () => {
  const ADD = ["block", "add", "46.5", "--reason", "no camera"];
  const CAMERA = { ...BLOCK, reason: "no camera" };

  test("are added behind the others, on the condition that nobody changed the release meanwhile", async () => {
    bench.answer = holding();
    const options = [
      "--platform",
      "win",
      "--arch",
      "arm64",
      "--os-from",
      "10.0.22631",
      "--os-below",
      "10.0.26100",
    ];
    const { out, exit } = await bench.sluice(...ADD, ...options, "--until", "2026-12-24");
    const added = {
      platform: "win",
      arch: "arm64",
      osVersion: { from: "10.0.22631", below: "10.0.26100" },
      reason: "no camera",
      until: "2026-12-24",
    };
    expect(exit).toBe(0);
    expect(changes()).toEqual([["PATCH", PATH, { blocks: [BLOCK, MAC, added] }]]);
    expect(bench.server.arrived.at(-1)?.headers["if-match"]).toBe('"v1"');
    expect(out).toContain(
      "3       win       arm64  from 10.0.22631 below 10.0.26100  2026-12-24 UTC  no camera",
    );
  });

  test("of two people are both kept: who comes second reads the release again", async () => {
    const theirs = { ...RELEASE, blocks: [...RELEASE.blocks, { ...BLOCK, reason: "theirs" }] };
    let tried = 0;
    bench.answer = (arrived) => {
      if (arrived.method === "PATCH" && ++tried === 1)
        return problem(412, "changed_meanwhile", "Changed meanwhile.");
      return holding(tried === 0 ? RELEASE : theirs)(arrived);
    };
    expect((await bench.sluice(...ADD)).exit).toBe(0);
    expect(changes().at(-1)).toEqual(["PATCH", PATH, { blocks: [...theirs.blocks, CAMERA] }]);
  });

  test("are given up with the server's refusal if somebody always comes first", async () => {
    const told = holding();
    bench.answer = (arrived) =>
      arrived.method === "PATCH" ? problem(412, "changed_meanwhile", "Changed meanwhile.") : told(arrived);
    expect(await bench.sluice(...ADD)).toMatchObject({
      exit: 1,
      err: expect.stringContaining("[changed_meanwhile]"),
    });
    expect(changes()).toHaveLength(5);
  });

  test("are listed with their numbers, and removed by them", async () => {
    bench.answer = holding();
    expect((await bench.sluice("block", "list", "46.5")).out).toContain(
      "2       mac       x64   any     2026-11-01 UTC",
    );
    const { out } = await bench.sluice("block", "remove", "46.5", "1");
    expect(changes()).toEqual([["PATCH", PATH, { blocks: [MAC] }]]);
    expect(out).toMatch(/^46\.5 no longer has this block:\n.*\n1 +any +any +any +- +no sound\n$/);
    for (const number of ["0", "3", "first"]) {
      const refused = await bench.sluice("block", "remove", "46.5", number);
      expect(refused).toMatchObject({ exit: 2, err: expect.stringContaining("blocks 1 to 2; see") });
    }
    bench.answer = holding({ ...RELEASE, blocks: [] });
    expect((await bench.sluice("block", "list", "46.5")).out).toContain("46.5 has no block");
  });

  test("that moved meanwhile are removed where they are, and never another one", async () => {
    let tried = 0;
    bench.answer = (arrived) => {
      if (arrived.method === "PATCH" && ++tried === 1)
        return problem(412, "changed_meanwhile", "Changed meanwhile.");
      return holding(tried === 0 ? RELEASE : { ...RELEASE, blocks: [CAMERA, BLOCK, MAC] })(arrived);
    };
    await bench.sluice("block", "remove", "46.5", "2");
    expect(changes().at(-1)).toEqual(["PATCH", PATH, { blocks: [CAMERA, BLOCK] }]);
  });

  test.each([
    [["--platform", "ios"], "platform_unknown"],
    [["--arch", "ia32"], "arch_unknown"],
    [["--until", "soon"], "instant_malformed"],
  ])("%j is refused before anything is sent", async (words, code) => {
    expect(await bench.sluice(...ADD, ...words)).toMatchObject({
      exit: 2,
      err: expect.stringContaining(`[${code}]`),
    });
    expect(bench.sent()).toEqual([]);
  });

  test("need a reason", async () => {
    const { exit, err } = await bench.sluice("block", "add", "46.5");
    expect([exit, err]).toEqual([2, expect.stringContaining("--reason")]);
  });
});

test("A calendar is imported with its limits", async () => {
  const limits = {
    floor: { reason: "moves the database" },
    expiresAt: "2027-02-03",
    warnDays: 7,
    blocks: [{ platform: "mac", reason: "crashes" }],
  };
  const line = { version: "46.5", automaticAt: "2026-06-25", slow: false };
  writeFileSync(`${bench.folder}/c.json`, JSON.stringify({ releases: [{ ...line, ...limits }] }));
  bench.answer = ({ method }) =>
    method === "GET" ? { body: { items: [RELEASE] } } : { body: { created: 0, changed: 1, unchanged: 0 } };
  expect((await bench.sluice("calendar", "import", `${bench.folder}/c.json`)).exit).toBe(0);
  const sent = { version: "46.5", automaticAt: RELEASE.automaticAt, slowAt: null, ...limits };
  expect(changes()).toEqual([["POST", "/v1/imports/calendar", { releases: [sent] }]]);
});

test("Explain passes on the version of the system, and whether something else updates", async () => {
  bench.answer = () => problem(404, "not_found", "There is no such organization.");
  const options = ["--organization", ID, "--version", "46.1", "--platform", "win"];
  await bench.sluice("explain", ...options, "--os-version", "10.0.19045", "--managed");
  const asked = bench.server.arrived[0]?.url.searchParams;
  expect([asked?.get("osVersion"), asked?.get("managed")]).toEqual(["10.0.19045", "true"]);
});
