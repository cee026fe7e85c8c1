import { createHash, randomBytes } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { type Arrived, problem, type Told } from "./tiny-server.ts";
import { ID, useWorkbench } from "./workbench.ts";

const SLOW = {
  id: ID,
  version: "46.6.1.35236",
  automaticAt: "2026-06-25T00:00:00.000Z",
  slowAt: "2026-07-01T08:30:00.000Z",
  rolloutDays: 0,
  critical: null,
  notes: "",
  state: "published",
  floor: null,
  supportEndsAt: null,
  expiresAt: null,
  warnDays: 30,
  expiryReason: null,
  blocks: [],
};
const PLANNED = {
  ...SLOW,
  id: ID.replace(/1$/, "2"),
  version: "46.7",
  slowAt: null,
  rolloutDays: 7,
  state: "planned",
};

const bench = useWorkbench();

const listing =
  (...items: object[]) =>
  (arrived: Arrived): Told =>
    arrived.method === "GET" ? { body: { items } } : { body: { ...items[0], ...JSON.parse(arrived.body) } };

describe("releases", () => {
  test("are listed as columns, the newest version first, or as the API's JSON", async () => {
    bench.answer = listing(SLOW, PLANNED);
    const table = await bench.sluice("release", "list");
    expect(table.out.split("\n").map((line) => line.split(/ {2,}/))).toEqual([
      [
        ...["VERSION", "STATE", "AUTOMATIC", "SLOW", "ROLLOUT"],
        ...["SUPPORT ENDS", "EXPIRES", "BLOCKS", "CRITICAL", "FLOOR"],
      ],
      ["46.7", "planned", "2026-06-25 UTC", "-", "7 days", "-", "-", "-", "-", "-"],
      [
        ...["46.6.1.35236", "published", "2026-06-25 UTC", "2026-07-01 08:30 UTC", "-"],
        ...["-", "-", "-", "-", "-"],
      ],
      [""],
    ]);
    expect(bench.server.arrived[0]?.headers.authorization).toBe("Bearer secret-of-a-test");
    const json = await bench.sluice("release", "list", "--json");
    expect(JSON.parse(json.out)).toEqual({ items: [PLANNED, SLOW] });
  });

  test("of every page are listed; the next page is asked of the same server", async () => {
    bench.answer = ({ url }) =>
      url.searchParams.get("after") === "x"
        ? { body: { items: [PLANNED] } }
        : {
            body: { items: [SLOW] },
            headers: { link: `<http://elsewhere.invalid/v1/other?max=1000&after=x>; rel="next"` },
          };
    const { out, exit } = await bench.sluice("release", "list", "--json");
    expect(exit).toBe(0);
    expect(JSON.parse(out).items).toHaveLength(2);
    expect(bench.sent().map(([, path]) => path)).toEqual(["/v1/releases", "/v1/releases"]);
  });

  test("are published, paused, resumed and withdrawn by their version, however it is written", async () => {
    bench.answer = listing(SLOW);
    for (const [command, version] of [
      ["publish", "46.6.1-35236"],
      ["pause", "46.6.1.35236"],
      ["resume", "46.6.1.35236"],
      ["withdraw", "46.6.1.35236"],
    ] as const) {
      expect((await bench.sluice("release", command, version)).exit).toBe(0);
    }
    const path = `/v1/releases/${ID}`;
    expect(bench.sent().filter(([method]) => method !== "GET")).toEqual([
      ["PATCH", path, { state: "published" }],
      ["PATCH", path, { state: "paused" }],
      ["PATCH", path, { state: "published" }],
      ["PATCH", path, { state: "withdrawn" }],
    ]);
  });

  test("that are new are created with their dates; without a date they are refused before anything is sent", async () => {
    bench.answer = listing();
    const refused = await bench.sluice("release", "publish", "46.9");
    expect(refused).toMatchObject({ exit: 2, err: expect.stringContaining("[automatic_at_missing]") });
    bench.answer = ({ method, body }) =>
      method === "GET" ? { body: { items: [] } } : { status: 201, body: { ...SLOW, ...JSON.parse(body) } };
    const options = ["--automatic-at", "2026-10-06", "--slow-at", "2026-10-20", "--rollout-days", "3"];
    const made = await bench.sluice(
      "release",
      "publish",
      "46.9",
      ...options,
      "--critical",
      "a crash",
      "--scope",
      "all",
    );
    expect(made).toMatchObject({ exit: 0, out: "46.9 is published, automatic from 2026-10-06 UTC.\n" });
    expect(bench.sent().at(-1)).toEqual([
      "POST",
      "/v1/releases",
      {
        version: "46.9",
        state: "published",
        automaticAt: "2026-10-06",
        slowAt: "2026-10-20",
        rolloutDays: 3,
        critical: { reason: "a crash", scope: "all" },
      },
    ]);
  });

  test("that do not exist are refused with 1", async () => {
    bench.answer = listing(SLOW);
    expect(await bench.sluice("release", "pause", "1.2")).toMatchObject({
      exit: 1,
      err: expect.stringContaining("[release_unknown]"),
    });
  });
});

describe("builds", () => {
  const build = {
    id: ID,
    releaseId: ID,
    addedAt: SLOW.automaticAt,
    sha256: null,
    version: SLOW.version,
    manifestUrl: "/m",
  };

  test("are streamed to the server with their digest and what they are for", async () => {
    const bytes = randomBytes(300_000).toString("hex");
    const file = join(bench.folder, "App-46.6.1-arm64.dmg");
    writeFileSync(file, bytes);
    bench.answer = ({ method, url, body }) => {
      if (method === "GET") return { body: { items: [SLOW] } };
      const query = Object.fromEntries(url.searchParams);
      return { status: 201, body: { ...build, ...query, size: body.length, url: "/builds/x" } };
    };
    const { exit, out, err } = await bench.sluice("build", "add", "--release", "46.6.1.35236", file);
    expect({ exit, err }).toEqual({ exit: 0, err: "" });
    expect(out).toBe("App-46.6.1-arm64.dmg: added to 46.6.1.35236 for mac arm64 dmg, 600.0 kB\n");
    const upload = bench.server.arrived.at(-1);
    expect(upload?.body === bytes).toBe(true);
    expect(upload?.headers).toMatchObject({
      "content-type": "application/octet-stream",
      "content-length": "600000",
    });
    expect(Object.fromEntries(upload?.url.searchParams ?? [])).toEqual({
      platform: "mac",
      arch: "arm64",
      format: "dmg",
      fileName: "App-46.6.1-arm64.dmg",
      sha512: createHash("sha512").update(bytes).digest("base64"),
    });
  });

  test("hosted elsewhere are recorded with their size and digest, and not sent", async () => {
    const file = join(bench.folder, "App.exe");
    writeFileSync(file, "bytes");
    bench.answer = ({ method, body }) =>
      method === "GET"
        ? { body: { items: [SLOW] } }
        : { status: 201, body: { ...build, ...JSON.parse(body) } };
    const url = "https://cdn.example.org/App.exe";
    expect((await bench.sluice("build", "add", "--release", "46.6.1.35236", "--url", url, file)).exit).toBe(
      0,
    );
    expect(bench.sent().at(-1)?.[2]).toEqual({
      platform: "win",
      arch: "x64",
      format: "exe",
      fileName: "App.exe",
      size: 5,
      sha512: createHash("sha512").update("bytes").digest("base64"),
      url,
    });
  });

  test("are not sent at all where one of them is unclear", async () => {
    const [good, unclear] = [join(bench.folder, "App.exe"), join(bench.folder, "App.zip")];
    for (const file of [good, unclear]) writeFileSync(file, "bytes");
    bench.answer = listing(SLOW);
    expect(await bench.sluice("build", "add", "--release", "46.6.1.35236", good, unclear)).toMatchObject({
      exit: 2,
    });
    expect(bench.server.arrived).toEqual([]);
  });

  test("that the server refuses are named, with how many before it are in", async () => {
    const files = ["A.exe", "B.exe"].map((name) => join(bench.folder, name));
    for (const file of files) writeFileSync(file, "bytes");
    bench.answer = ({ method, url }) => {
      if (method === "GET") return { body: { items: [SLOW] } };
      const query = Object.fromEntries(url.searchParams);
      if (query.fileName === "B.exe")
        return problem(400, "digest_mismatch", "The bytes do not match the digest.");
      return { status: 201, body: { ...build, ...query, size: 5, url: "/builds/x" } };
    };
    const { exit, err } = await bench.sluice("build", "add", "--release", "46.6.1.35236", ...files);
    expect(exit).toBe(1);
    expect(err).toMatch(
      /^sluice: B\.exe: The bytes do not match the digest\..* The 1 before it was added\. \[digest_mismatch\]\n$/,
    );
  });
});

describe("the calendar", () => {
  test("is imported in one call; releases that are there keep their state, new ones are planned", async () => {
    const file = join(bench.folder, "calendar.csv");
    writeFileSync(file, "version,automaticAt,slowAt\n46.6.1.35236,2026-06-25,\n46.9,2026-09-01,2026-09-15\n");
    bench.answer = ({ method }) =>
      method === "GET" ? { body: { items: [SLOW] } } : { body: { created: 1, changed: 1, unchanged: 0 } };
    const { exit, out } = await bench.sluice("calendar", "import", file);
    expect({ exit, out }).toEqual({ exit: 0, out: "1 created, 1 changed, 0 unchanged.\n" });
    expect(bench.sent().at(-1)).toEqual([
      "POST",
      "/v1/imports/calendar",
      {
        releases: [
          { version: "46.6.1.35236", automaticAt: "2026-06-25T00:00:00.000Z", slowAt: null },
          {
            version: "46.9",
            automaticAt: "2026-09-01T00:00:00.000Z",
            slowAt: "2026-09-15T00:00:00.000Z",
            state: "planned",
          },
        ],
      },
    ]);
  });

  test("with a bad line is not imported, and the line is named", async () => {
    const file = join(bench.folder, "calendar.csv");
    writeFileSync(file, "version,automaticAt\n46.8,2026-08-04\n46.9,2026-13-01\n");
    const { exit, err } = await bench.sluice("calendar", "import", file);
    expect(exit).toBe(2);
    expect(err).toContain('line 3: automaticAt: "2026-13-01" is not a moment');
    expect(err).toContain("Nothing was imported. [calendar_invalid]");
    expect(bench.server.arrived).toEqual([]);
  });

  test("is shown by date", async () => {
    bench.answer = listing({ ...SLOW, automaticAt: "2026-12-01T00:00:00.000Z" }, PLANNED);
    const { out } = await bench.sluice("calendar", "show");
    expect(out.split("\n").map((line) => line.split(" ")[0])).toEqual([
      "VERSION",
      "46.7",
      "46.6.1.35236",
      "",
    ]);
  });
});
