import { describe, expect, test } from "vitest";
import { ID, useWorkbench } from "./workbench.ts";

const bench = useWorkbench();

describe("year", () => {
  const day = (text: string) => `${text}T00:00:00.000Z`;
  const by = { id: "a", displayName: "Ann", role: "partner_full_admin", kind: "person" };
  const body = {
    from: day("2026-04-01"),
    to: day("2027-04-01"),
    now: day("2026-12-01"),
    offers: [
      { from: day("2026-05-01"), to: day("2026-06-02"), releaseId: null, version: null },
      { from: day("2026-06-02"), to: day("2027-04-01"), releaseId: ID, version: "46.3" },
    ],
    schedules: [
      {
        from: day("2026-05-01"),
        to: day("2026-07-01"),
        schedule: { cadence: "automatic" },
        code: "partner_default",
        held: false,
        by,
        sequence: 7,
      },
      {
        from: day("2026-07-01"),
        to: day("2027-04-01"),
        schedule: { cadence: "slow", deferralWeeks: 8 },
        code: "organization_schedule",
        held: true,
        by,
        sequence: 9,
      },
    ],
    events: [
      {
        at: day("2026-06-10"),
        kind: "paused",
        releaseId: ID,
        version: "46.3",
        dueBefore: day("2026-06-02"),
        dueAt: day("2026-06-02"),
        by: null,
        sequence: null,
      },
      {
        at: day("2026-06-20"),
        kind: "dates_changed",
        releaseId: ID,
        version: "46.4",
        dueBefore: null,
        dueAt: day("2026-08-01"),
        by,
        sequence: 8,
      },
    ],
  };

  test("tells what was offered and what happened, in the order of time", async () => {
    bench.answer = () => ({ body });
    expect((await bench.sluice("year", ID, "--from", "2026-04-01", "--platform", "mac")).out).toBe(
      [
        "From 2026-04-01 UTC to 2027-04-01 UTC; from 2026-12-01 UTC on as planned",
        "",
        "OFFERED  FROM            TO",
        "nothing  2026-05-01 UTC  2026-06-02 UTC",
        "46.3     2026-06-02 UTC  2027-04-01 UTC",
        "",
        "AT              WHAT HAPPENED                                                                 BY",
        "2026-05-01 UTC  schedule automatic                                                            Ann",
        "2026-06-10 UTC  46.3 paused                                                                   -",
        "2026-06-20 UTC  46.4 due 2026-08-01 UTC, before never                                         Ann",
        "2026-07-01 UTC  schedule automatic -> slow, 8 weeks; what was out already is held back (R15)  Ann",
        "",
      ].join("\n"),
    );
    expect(bench.server.arrived[0]?.url.pathname).toBe(`/v1/organizations/${ID}/year`);
    expect(Object.fromEntries(bench.server.arrived[0]?.url.searchParams ?? [])).toEqual({
      platform: "mac",
      arch: "x64",
      from: "2026-04-01",
    });
  });
});
