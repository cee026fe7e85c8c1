import { describe, expect, test } from "vitest";
import { make } from "../api/tenancy.ts";
import { useRealBench } from "./real-bench.ts";

const bench = useRealBench();
const headings = (out: string) => out.split("\n")[0]?.split(/ {2,}/);

describe("sluice organizations enrolment", () => {
  const enrolment = (...words: string[]) => bench.sluice("organizations", "enrolment", ...words);

  test("makes, requires, renews and ends keys, and says each time who had which", async () => {
    const id = await make(bench.server, "/v1/organizations", { name: "Enrolled", partnerIds: [] });
    expect((await enrolment("show", id)).out).toBe(
      "There is no enrolment key.\nAll installations are counted; 0 of 0 installations of the last 7 days had no key, and would not be counted if one were required.\n",
    );
    const early = await enrolment("require", id);
    expect([early.exit, early.err]).toEqual([1, expect.stringContaining("[enrolment_key_missing]")]);
    const made = await enrolment("make-key", id);
    expect(headings(made.out)).toEqual(["KEY", "MADE", "INSTALLATIONS IN 7 DAYS", "IN ADDRESSES"]);
    expect(made.out).toMatch(/^1 .* 0 +key=[\w-]{22}$/m);
    expect((await enrolment("require", id)).out).toMatch(/^Only installations with a key are counted; 0 /m);
    expect((await enrolment("make-key", id)).exit).toBe(0);
    const ended = await enrolment("end-key", id, "1", "--json");
    expect(JSON.parse(ended.out)).toMatchObject({ required: true, keys: [{ number: 2 }] });
    expect((await enrolment("require-none", id)).out).toMatch(/^All installations are counted/m);
  });

  test("names a number that is none", async () => {
    for (const number of ["0", "one", "1.5", "9999999999"]) {
      const { exit, err } = await enrolment("end-key", "6f1b0c52-0000-4000-8000-000000000001", number);
      expect([exit, err]).toEqual([2, expect.stringContaining("is no number of a key")]);
    }
  });
});
