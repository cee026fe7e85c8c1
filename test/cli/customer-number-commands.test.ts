import { expect, test } from "vitest";
import { get } from "../api/caller.ts";
import { make } from "../api/tenancy.ts";
import { VENDOR_TOKEN } from "../support/running-server.ts";
import { useRealBench } from "./real-bench.ts";

const bench = useRealBench();
const organizations = (...words: string[]) => bench.sluice("organizations", ...words);

test("sluice organizations gives, shows, changes and removes a customer number", async () => {
  const partner = await make(bench.server, "/v1/partners", { name: "Numbering" });
  const made = await organizations("create", "Numbered", "--partner", partner, "--number", "K-1", "--json");
  const { id } = JSON.parse(made.out);
  expect((await organizations("show", id)).out).toContain(`Customer number: K-1 (of partner ${partner})`);
  expect((await organizations("list", "--query", "k-1")).out).toContain("Numbered");
  expect((await organizations("number", "set", id, "K-2")).out).toBe(
    "Numbered has the customer number K-2\n",
  );
  expect((await organizations("number", "remove", id)).out).toBe("Numbered has no customer number\n");
  expect((await get(bench.server, VENDOR_TOKEN, `/v1/organizations/${id}`)).customerNumbers).toEqual([]);
});

test("it asks whose number it is where no partner or several serve the customer", async () => {
  const one = await make(bench.server, "/v1/partners", { name: "One" });
  const two = await make(bench.server, "/v1/partners", { name: "Two" });
  const id = await make(bench.server, "/v1/organizations", { name: "Both", partnerIds: [one, two] });
  const asked = await organizations("number", "set", id, "K-3");
  expect([asked.exit, asked.err]).toEqual([2, expect.stringContaining("2 partners serve the organization")]);
  expect((await organizations("number", "set", id, "K-3", "--partner", two)).exit).toBe(0);
  const refused = await organizations("create", "None", "--number", "K-4");
  expect([refused.exit, refused.err]).toEqual([
    2,
    expect.stringContaining("--number is that of one partner"),
  ]);
});
