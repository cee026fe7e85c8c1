import { describe, expect, test } from "vitest";
import { ID, useWorkbench } from "./workbench.ts";

const bench = useWorkbench();

describe("steps with releases", () => {
  test("are previewed: what a step would do is asked and told, and nothing is changed", async () => {
    const reached = { organizations: 2, users: 0, installations: 30 };
    const nobody = { organizations: 0, users: 0, installations: 0 };
    const at = "2026-06-01T00:00:00.000Z";
    const preview = {
      ...{ at, atOnce: nobody, changed: reached, unchanged: nobody, noLongerOffered: nobody },
      ...{ getting: nobody, losing: reached, truncated: false },
      arrivals: [{ ...reached, arrives: { before: "2026-06-25T00:00:00.000Z" } }],
      groups: [
        {
          ...{ ...reached, schedule: { cadence: "automatic" }, held: false },
          arrives: { before: "2026-06-25T00:00:00.000Z" },
          next: { before: { version: "46.6.1.35236", at: "2026-06-25T00:00:00.000Z" } },
        },
      ],
      first: [
        { id: ID, name: "Acorn Books" },
        { id: ID, name: "Dune Travel" },
      ],
      stranded: {
        before: { organizations: 0, installations: 0 },
        after: { organizations: 1, installations: 12 },
        first: [{ id: ID, name: "Acorn Books", installations: 12 }],
        truncated: false,
      },
    };
    bench.answer = ({ method, url }) =>
      method === "GET"
        ? { body: { items: [{ id: ID, version: "46.6.1.35236" }] } }
        : url.pathname.endsWith("/preview")
          ? { body: preview }
          : { status: 500, body: {} };
    for (const step of [["pause"], ["set", "--rollout-days", "3"], ["publish"]]) {
      const [command = "", ...options] = step;
      const { exit, out } = await bench.sluice("release", command, "46.6.1.35236", ...options, "--preview");
      expect(exit).toBe(0);
      expect(out).toContain("It changes something for 2 customers with 30 installations");
    }
    const created = await bench.sluice("release", "add", "46.9", "--automatic-at", "2026-10-06", "--preview");
    expect(created.out).toContain("2 customers with 30 installations would not get it any more (R19).");
    expect(created.out).toContain(
      "installations that cannot cross a floor: 0 -> 12 (R28)\n  Acorn Books: 12",
    );
    const lines = created.out.split("\n").map((line) => line.split(/ {2,}/));
    expect(lines).toContainEqual(["2026-06-25 UTC", "never", "2", "0", "30"]);
    expect(created.out).toContain("automatic: 2 customers\n  arrives: 2026-06-25 UTC -> never\n");
    const sent = bench.sent().filter(([method]) => method !== "GET");
    expect(sent.map(([, path]) => path)).toEqual([
      ...Array.from({ length: 3 }, () => `/v1/releases/${ID}/preview`),
      "/v1/releases/preview",
    ]);
    expect(sent[0]?.[2]).toEqual({ state: "paused" });
    expect(sent[3]?.[2]).toMatchObject({ version: "46.9", automaticAt: "2026-10-06" });
  });
});
