import { describe, expect, test } from "vitest";
import { problem } from "./tiny-server.ts";
import { ID, useWorkbench } from "./workbench.ts";

const bench = useWorkbench();

describe("schedules", () => {
  const organization = {
    schedule: { cadence: "slow", deferralWeeks: 8 },
    governing: {
      rule: "R8",
      code: "organization_schedule",
      setBy: { id: "a", displayName: "Ann", role: "organization_full_admin", kind: "person" },
      setAt: "2026-03-01T00:00:00.000Z",
      since: "2026-03-01T00:00:00.000Z",
      partnerIds: [],
    },
    inherits: false,
    allowCustomerOverride: true,
    editable: false,
    notEditableReason: "role_read_only",
    next: { version: "46.6.1.35236", at: "2026-08-20T00:00:00.000Z", basis: "counted", isExact: true },
    installations: {
      total: 9,
      current: 7,
      offered: [{ version: "46.5.0.34711", installations: 2 }],
      newer: { installations: 3, oldest: "46.6.0.35000", newest: "46.6.0.35000" },
    },
  };
  const partner = {
    schedule: null,
    allowCustomerOverride: true,
    updatedAt: null,
    updatedBy: null,
    editable: true,
  };

  test("of an organization are shown with the rule, who set it and what comes next", async () => {
    bench.answer = () => ({ body: organization });
    expect((await bench.sluice("schedule", "get", "--organization", ID)).out).toBe(
      [
        "Schedule: slow, 8 weeks (R8, organization_schedule, set by Ann, since 2026-03-01 UTC)",
        "It does not inherit.",
        "Next: 46.6.1.35236, 2026-08-20 UTC",
        "Installations: 9, of which 7 run what they should",
        "Offered now: 46.5.0.34711, to 2",
        "3 of 9 already run newer than the releases of this schedule (46.6.0.35000)",
        "Customers may override: yes",
        "You may edit: no: Your role can see these settings but not change them; ask an administrator who can.",
        "",
      ].join("\n"),
    );
  });

  test("of many installations that have their own turns say that the day is the earliest", async () => {
    const next = { ...organization.next, isExact: false };
    bench.answer = () => ({ body: { ...organization, next } });
    const { out } = await bench.sluice("schedule", "get", "--organization", ID);
    expect(out).toContain("Next: 46.6.1.35236, 2026-08-20 UTC (at the earliest)\n");
  });

  test("are set and cleared where the settings lie", async () => {
    bench.answer = ({ url }) => ({ body: url.pathname.includes("partners") ? partner : organization });
    const base64 = Buffer.from(`ciscospark://us/ORGANIZATION/${ID}`).toString("base64");
    expect(
      (await bench.sluice("schedule", "set", "--organization", base64, "--cadence", "slow", "--weeks", "8"))
        .exit,
    ).toBe(0);
    expect((await bench.sluice("schedule", "set", "--partner", ID, "--cadence", "automatic")).exit).toBe(0);
    expect((await bench.sluice("schedule", "clear", "--organization", ID)).exit).toBe(0);
    expect((await bench.sluice("schedule", "clear", "--partner", ID)).exit).toBe(0);
    expect(bench.sent()).toEqual([
      [
        "PUT",
        `/v1/organizations/${ID}/release-settings`,
        { schedule: { cadence: "slow", deferralWeeks: 8 } },
      ],
      ["PUT", `/v1/partners/${ID}/release-settings`, { schedule: { cadence: "automatic" } }],
      ["DELETE", `/v1/organizations/${ID}/release-settings`, null],
      ["PUT", `/v1/partners/${ID}/release-settings`, { schedule: null }],
    ]);
  });
});

describe("explain", () => {
  test("asks with everything that was said, and tells the reasons and each rule", async () => {
    const entry = {
      sequence: 12,
      at: "2026-03-01T00:00:00.000Z",
      actor: { id: "a", displayName: "Ann", role: "x" },
    };
    bench.answer = () => ({
      body: {
        verdict: {
          action: "stay",
          version: "46.3.0.34324",
          final: true,
          support: { state: "ended", endsAt: "2026-06-01T00:00:00.000Z", expiresAt: null, enforced: false },
          reasons: [
            { code: "deferred", rule: "R4", version: "46.6.1.35236", eligibleAt: "2026-08-20T00:00:00.000Z" },
            { code: "organization_schedule", rule: "R8", schedule: { cadence: "slow", deferralWeeks: 8 } },
            { code: "of_tomorrow", rule: "R99" },
          ],
          nextCheckSeconds: 3600,
        },
        trace: [
          {
            rule: "R8",
            decided: "organization_decides",
            saw: {
              schedule: "slow:8",
              setBy: { id: "a", displayName: "Ann" },
              setAt: "2026-03-01T00:00:00.000Z",
            },
            entries: [{ ...entry, action: "change_organization_settings" }],
          },
          {
            rule: "R19",
            decided: "not_offered",
            saw: { releases: [{ version: "46.7", state: "paused", critical: null }] },
            entries: [],
          },
          {
            rule: "R31",
            decided: "not_for_some_computers",
            saw: {
              releases: [
                { version: "46.7", blocks: [{ reason: "no sound" }, { reason: "crashes" }] },
                { version: "46.6", blocks: [] },
              ],
            },
            entries: [],
          },
        ],
      },
    });
    const options = [
      "--version",
      "46.3.0.34324",
      "--platform",
      "win",
      "--user",
      "u",
      "--at",
      "2026-07-01",
      "--manual",
    ];
    expect((await bench.sluice("explain", "--organization", ID, ...options)).out).toBe(
      [
        "Stay on 46.3.0.34324.",
        "Support of what runs: ended; support ends 2026-06-01 UTC; something else decides when it is left.",
        "",
        "Because",
        "  R4   46.6.1.35236 is deferred until 2026-08-20 UTC.",
        "  R8   The organization's own schedule applies: slow, 8 weeks.",
        "  of_tomorrow",
        "",
        "Rule by rule",
        "  R8   organization decides",
        "       schedule: slow:8",
        "       setBy: Ann",
        "       setAt: 2026-03-01 UTC",
        "       ledger 12: change_organization_settings by Ann, 2026-03-01 UTC",
        "  R19  not offered",
        "       version 46.7, state paused",
        "  R31  not for some computers",
        "       version 46.7, blocks (reason no sound) (reason crashes)",
        "       version 46.6, blocks none",
        "",
      ].join("\n"),
    );
    expect(bench.server.arrived[0]?.url.pathname).toBe(`/v1/organizations/${ID}/explain`);
    expect(Object.fromEntries(bench.server.arrived[0]?.url.searchParams ?? [])).toEqual({
      version: "46.3.0.34324",
      platform: "win",
      arch: "x64",
      user: "u",
      at: "2026-07-01",
      manual: "true",
    });
  });
});

describe("the ledger", () => {
  test("is shown as columns, the filters are the server's", async () => {
    bench.answer = () => ({
      body: {
        items: [
          {
            sequence: 7,
            created: "2026-10-01T09:15:00.000Z",
            actor: { id: "a", displayName: "Ann", role: "vendor_admin" },
            action: "create_release",
            subject: "release",
            subjectId: ID,
            before: null,
            after: {},
            hash: "00",
          },
        ],
      },
    });
    const { out } = await bench.sluice(
      "ledger",
      "show",
      "--from",
      "2026-10-01",
      "--organization",
      ID,
      "--max",
      "5",
    );
    expect(out).toContain(`7      2026-10-01 09:15 UTC  Ann  create_release  release ${ID}`);
    expect(Object.fromEntries(bench.server.arrived[0]?.url.searchParams ?? [])).toEqual({
      from: "2026-10-01",
      orgId: ID,
      max: "5",
    });
  });
});

describe("what goes wrong", () => {
  test("a refusal of the server ends with 1 and keeps its sentence, its code and its tracking id", async () => {
    bench.answer = () => problem(403, "role_read_only", "Your role can see these settings, not change them.");
    expect(await bench.sluice("schedule", "clear", "--organization", ID)).toEqual({
      exit: 1,
      out: "",
      err: "sluice: Your role can see these settings, not change them. (403, tracking id T-1) [role_read_only]\n",
    });
  });

  test("who is not signed in is told how to sign in or give a token", async () => {
    bench.answer = () => problem(401, "not_signed_in", "Send a token.");
    expect((await bench.sluice("release", "list")).err).toContain(
      'Sign in with "sluice login", or put a token in SLUICE_TOKEN.',
    );
  });

  test("a database that is away, and a server that is none, end with 3", async () => {
    bench.answer = () => problem(503, "database_unreachable", "The database cannot be reached right now.");
    expect(await bench.sluice("release", "list")).toMatchObject({
      exit: 3,
      err: expect.stringContaining("[database_unreachable]"),
    });
    bench.answer = () => ({ body: "<html>hello</html>" });
    expect(await bench.sluice("release", "list")).toMatchObject({
      exit: 3,
      err: expect.stringContaining("[answer_not_understood]"),
    });
    bench.answer = () => ({ body: { hello: "world" } });
    expect(await bench.sluice("release", "list")).toMatchObject({
      exit: 3,
      err: expect.stringContaining("[answer_not_understood]"),
    });
  });

  test("a server that cannot be reached ends with 3 and says where it was looked for", async () => {
    await bench.server.close();
    const { exit, err } = await bench.sluice("release", "list");
    expect(exit).toBe(3);
    expect(err).toMatch(
      /^sluice: Cannot reach http:\/\/127\.0\.0\.1:\d+ \(.*ECONNREFUSED.*\)\. Start a server with "sluice serve"/,
    );
  });
});
