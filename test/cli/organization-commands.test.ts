import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { accepted, send } from "../api/caller.ts";
import { make, makeTenancy, type Tenancy } from "../api/tenancy.ts";
import { VENDOR_TOKEN } from "../support/running-server.ts";
import { useRealBench } from "./real-bench.ts";

let tenancy: Tenancy;
const bench = useRealBench(async ({ server }) => {
  tenancy = await makeTenancy(server);
});
const UNKNOWN = "6f1b0c52-0000-4000-8000-00000000dead";
const headings = (out: string) => out.split("\n")[0]?.split(/ {2,}/);
const put = async (path: string, schedule: object) =>
  accepted(await send(bench.server, VENDOR_TOKEN, { method: "PUT", path, body: { schedule } }));

describe("sluice organizations", () => {
  test("list shows what governs each and what comes next", async () => {
    const { out, exit } = await bench.sluice("organizations", "list");
    expect(exit).toBe(0);
    expect(headings(out)).toEqual(["NAME", "SCHEDULE", "GOVERNED BY", "NEXT", "ID"]);
    expect(out).toMatch(
      new RegExp(`^Acme +latest, 1 week +partner default \\(R6\\) +- +${tenancy.acme}$`, "m"),
    );
  });

  test("list is limited to a partner, a part of the name and a state", async () => {
    const names = async (...options: string[]) => {
      const { out } = await bench.sluice("organizations", "list", "--json", ...options);
      return JSON.parse(out).items.map((one: { name: string }) => one.name);
    };
    expect(await names("--partner", tenancy.alpha)).toEqual(["Acme", "Other"]);
    expect(await names("--query", "acm")).toEqual(["Acme"]);
    expect(await names("--state", "inherits", "--partner", tenancy.beta)).toEqual(["Foreign"]);
    expect((await bench.sluice("organizations", "list", "--state", "legacy")).out).toBe(
      "No organization matches.\n",
    );
  });

  test("list goes through every page", async () => {
    const path = join(bench.folder, "many.csv");
    writeFileSync(path, `name\n${Array.from({ length: 1005 }, (_, n) => `Many ${n}\n`).join("")}`);
    expect((await bench.sluice("import", "organizations", path)).exit).toBe(0);
    const { out } = await bench.sluice("organizations", "list", "--query", "many", "--json");
    const ids = JSON.parse(out).items.map((one: { id: string }) => one.id);
    expect(new Set(ids).size).toBe(1005);
  });

  test("show tells one organization with its settings", async () => {
    const { out, exit } = await bench.sluice("organizations", "show", tenancy.acme);
    expect(exit).toBe(0);
    expect(out).toMatch(
      new RegExp(`^Acme \\(${tenancy.acme}\\)\nPartners: ${tenancy.alpha}\nEntered: 2026-03-01`),
    );
    expect(out).toContain("Schedule: latest, 1 week (R6, partner_default");
    const json = JSON.parse((await bench.sluice("organizations", "show", tenancy.acme, "--json")).out);
    expect(json).toMatchObject({ organization: { name: "Acme" }, releaseSettings: { inherits: true } });
  });

  test("show of one outside of the caller's subtree is not found, with 1", async () => {
    const token = tenancy.tokens.partner_full_admin;
    expect(await bench.sluiceAs({ token }, "organizations", "show", tenancy.foreign)).toMatchObject({
      exit: 1,
      out: "",
      err: expect.stringContaining("[not_found]"),
    });
  });

  test("create enters one with its partners; who may not is refused with 1", async () => {
    const { alpha, beta, tokens } = tenancy;
    const args = ["organizations", "create", "New Ltd", "--partner", alpha, beta];
    const { out, exit } = await bench.sluice(...args);
    expect(exit).toBe(0);
    const id = /^New Ltd is entered: (\S+)\n$/.exec(out)?.[1] ?? "";
    const shown = JSON.parse((await bench.sluice("organizations", "show", id, "--json")).out);
    expect(shown.organization.partnerIds.sort()).toEqual([alpha, beta].sort());
    expect(await bench.sluiceAs({ token: tokens.partner_help_desk }, ...args)).toMatchObject({ exit: 1 });
  });
});

describe("sluice users", () => {
  test("create enters one, list shows all or those with a part of the name", async () => {
    const of = ["--organization", tenancy.acme];
    const made = await bench.sluice("users", "create", "Bob Hill", "--email", "bob@example.org", ...of);
    expect(made).toMatchObject({ exit: 0, out: expect.stringMatching(/^Bob Hill is entered: \S+\n$/) });
    const { out } = await bench.sluice("users", "list", ...of);
    expect(headings(out)).toEqual(["NAME", "E-MAIL", "ENTERED", "ID"]);
    expect(out).toMatch(
      /^Ann {7}ann@example\.org {2}2026-03-01 12:00 UTC {2}\S+\nBob Hill {2}bob@example\.org/m,
    );
    expect((await bench.sluice("users", "list", ...of, "--query", "bob")).out).not.toContain("Ann");
    expect((await bench.sluice("users", "list", ...of, "--query", "nobody")).out).toBe("No user matches.\n");
  });

  test("create with an address that is none is refused with 1", async () => {
    const args = ["users", "create", "Bob", "--email", "bob", "--organization", tenancy.acme];
    expect(await bench.sluice(...args)).toMatchObject({ exit: 1, out: "" });
  });

  test("automatic on and off switch a user's automatic upgrades (R11)", async () => {
    const read = async () => {
      const path = `/v1/users/${tenancy.ann}/release-settings`;
      return accepted(await send(bench.server, VENDOR_TOKEN, { method: "GET", path })).allowAutomaticUpgrades;
    };
    expect((await bench.sluice("users", "automatic", "on", tenancy.ann)).out).toBe(
      "The user is on automatic upgrades.\n",
    );
    expect(await read()).toBe(true);
    expect((await bench.sluice("users", "automatic", "off", tenancy.ann)).exit).toBe(0);
    expect(await read()).toBe(false);
    expect(await bench.sluice("users", "automatic", "on", UNKNOWN)).toMatchObject({
      exit: 1,
      err: expect.stringContaining("[not_found]"),
    });
  });
});

describe("sluice preview", () => {
  test("of a partner's default tells totals, groups and next versions, and changes nothing", async () => {
    const before = (await bench.sluice("audit", "--json")).out;
    const args = ["--partner", tenancy.beta, "--cadence", "slow", "--weeks", "8"];
    const { out, exit } = await bench.sluice("preview", ...args);
    expect(exit).toBe(0);
    expect(out).toMatch(
      /^Nothing is changed yet\. Of \d+ organizations?:\n {2}1 to a slower cadence \(held\), /,
    );
    expect(out).toContain("1 organization: to a slower cadence, held until its next release (R15)");
    expect(out).toContain("  schedule: automatic -> slow, 8 weeks");
    expect(out).toContain("  next: nothing in sight");
    expect(out).toContain("  Foreign\n");
    expect((await bench.sluice("schedule", "set", ...args, "--preview")).out).toBe(out);
    expect((await bench.sluice("audit", "--json")).out).toBe(before);
  });

  test("names what is coming before and after, and who is out of reach", async () => {
    const release = { version: "45.9", automaticAt: "2026-03-10", state: "published" };
    await make(bench.server, "/v1/releases", release);
    await put(`/v1/organizations/${tenancy.other}/release-settings`, { cadence: "latest", deferralWeeks: 4 });
    const { out } = await bench.sluice(
      "preview",
      "--partner",
      tenancy.alpha,
      "--cadence",
      "latest",
      "--weeks",
      "2",
    );
    expect(out).toContain(
      "  next: 45.9 on 2026-03-17 UTC for a new installation -> 45.9 on 2026-03-24 UTC for a new installation\n",
    );
    expect(out).toContain("out of reach, it has a schedule of its own (R9)\n");
    const back = await bench.sluice("preview", "--organization", tenancy.other, "--inherit");
    expect(back.out).toContain("  schedule: latest, 4 weeks -> latest, 1 week\n");
    const none = await bench.sluice("preview", "--partner", tenancy.alpha, "--inherit", "--json");
    expect(JSON.parse(none.out).organizations).toMatchObject({ faster: expect.any(Number) });
  });

  test("is refused as the change would be, with 1", async () => {
    const token = tenancy.tokens.organization_read_only;
    const args = ["preview", "--organization", tenancy.acme, "--cadence", "automatic"];
    expect(await bench.sluiceAs({ token }, ...args)).toMatchObject({
      exit: 1,
      out: "",
      err: expect.stringContaining("[role_read_only]"),
    });
  });
});

describe("sluice adoption", () => {
  test("tells what installations run and what else to know of them, and lists them one by one (R28 to R32)", async () => {
    const { acme, beta, tokens } = tenancy;
    expect((await bench.sluice("adoption")).out).toBe("No installation has asked for updates yet.\n");
    const none = await bench.sluice("adoption", "--organization", acme, "--installations");
    expect(none.out).toBe("No installation of this organization has asked for updates yet.\n");
    for (const said of [
      "installation=a&version=45.1",
      "installation=b&version=45.1&managed=1&osVersion=12.7",
    ]) {
      await fetch(`${bench.server.url}/v1/updates/check?organization=${acme}&platform=mac&arch=x64&${said}`);
    }
    await bench.server.context.checkInWriter.flush();
    const { out, exit } = await bench.sluice("adoption", "--organization", acme);
    expect(exit).toBe(0);
    expect(out).toMatch(
      /^Installations: 1\. Running what they should, or newer: 1\. Behind the newest release: 0\.$/m,
    );
    expect(out).toMatch(/^45\.1 +1$/m);
    expect(out).toMatch(/^managed elsewhere, in no other number \(R30\) +1$/m);
    const json = JSON.parse((await bench.sluice("adoption", "--organization", acme, "--json")).out);
    expect(json.conditions).toEqual([{ code: "managed", installations: 1 }]);
    const list = (await bench.sluice("adoption", "--organization", acme, "--installations")).out;
    expect(list).toMatch(/^a +mac\/x64 +- +45\.1\S* +- +- +- +2026-/m);
    expect(list).toMatch(/^b +mac\/x64 +12\.7 +45\.1\S* +- +- +managed +2026-/m);
    const foreign = await bench.sluiceAs(
      { token: tokens.organization_read_only },
      "adoption",
      "--partner",
      beta,
    );
    expect(foreign).toMatchObject({ exit: 1, out: "", err: expect.stringContaining("[not_found]") });
  });
});

describe("sluice conflicts", () => {
  test("shows each organization with both words, until one partner yields (R10)", async () => {
    const { alpha, beta } = tenancy;
    const body = { name: "Torn", partnerIds: [alpha, beta] };
    const id = await make(bench.server, "/v1/organizations", body);
    const isQuiet = await bench.sluice("conflicts", "--json");
    expect(JSON.parse(isQuiet.out)).toEqual({ items: [] });
    expect((await bench.sluice("conflicts")).out).toBe("No partners are in conflict.\n");
    await put(`/v1/partners/${beta}/release-settings`, { cadence: "slow", deferralWeeks: 8 });
    const { out, exit } = await bench.sluice("conflicts", "--partner", alpha);
    expect(exit).toBe(0);
    expect(out).toContain(`Torn (${id})\n`);
    expect(out).toMatch(/^ {2}Alpha {2}latest, 1 week {2}its default {2}2026-03-01/m);
    expect(out).toMatch(/^ {2}Beta {3}slow, 8 weeks {3}its default {2}2026-03-01/m);
    expect((await bench.sluice("schedule", "clear", "--partner", beta)).exit).toBe(0);
    expect((await bench.sluice("conflicts")).out).toBe("No partners are in conflict.\n");
  });

  test("of a partner that the caller does not see are refused or empty, never another's", async () => {
    const token = tenancy.tokens.beta_full_admin;
    const { out } = await bench.sluiceAs({ token }, "conflicts", "--partner", tenancy.alpha);
    expect(out).not.toContain("Acme");
  });
});

describe("sluice requests", () => {
  test("asks the other side of a conflict, which accepts, and lists what became of it (R10)", async () => {
    const { alpha, beta, tokens } = tenancy;
    const id = await make(bench.server, "/v1/organizations", { name: "Asked", partnerIds: [alpha, beta] });
    const by = (token: string, ...words: string[]) => bench.sluiceAs({ token }, ...words);
    const slow = ["schedule", "set", "--organization", id, "--cadence", "slow", "--weeks", "8"];
    expect((await by(tokens.beta_full_admin, ...slow)).exit).toBe(0);
    const ask = ["requests", "ask", "--organization", id, "--partner", beta, "--cadence", "latest"];
    const asked = await by(
      tokens.partner_full_admin,
      ...ask,
      "--weeks",
      "1",
      "--note",
      "As agreed",
      "--json",
    );
    const request = JSON.parse(asked.out);
    expect(request).toMatchObject({ state: "open", note: "As agreed" });
    const listed = await by(tokens.beta_full_admin, "requests", "list", "--organization", id);
    expect(listed.out).toMatch(/^Asked {9}Alpha {2}Beta {2}latest, 1 week {2}open {3}2026-03-01/m);
    const accepted = await by(tokens.beta_full_admin, "requests", "accept", request.id);
    expect(accepted.out).toContain("Alpha asks Beta to set latest, 1 week for Asked: accepted");
    const again = await by(tokens.partner_full_admin, "requests", "withdraw", request.id);
    expect(again).toMatchObject({ exit: 1, err: expect.stringContaining("[request_answered]") });
  });
});

describe("sluice forecast", () => {
  test("says what the installations of an organization get, and when", async () => {
    const { server } = bench;
    const id = await make(server, "/v1/organizations", { name: "Foretold", partnerIds: [tenancy.alpha] });
    const release = { version: "45.20", automaticAt: "2026-05-05T00:00:00Z", state: "planned" };
    await make(server, "/v1/releases", release);
    const nobody = await bench.sluice("forecast", id);
    expect(nobody).toMatchObject({ exit: 0, out: expect.stringContaining("(for a new installation)\n") });
    expect(nobody.out).toContain("Installations: none has asked yet\n");
    const query = `organization=${id}&installation=one&platform=win&arch=x64&version=45.10`;
    await send(server, null, { method: "GET", path: `/v1/updates/check?${query}` });
    await server.context.checkInWriter.flush();
    const { out } = await bench.sluice("forecast", id);
    expect(out).toContain("Next: 45.20, 2026-05-12 UTC\n");
    expect(out).toContain("Installations: 1, of which 1 run what they should\n");
    expect(out).toMatch(/^VERSION +FROM +INSTALLATIONS +BY WAY OF$/m);
    expect(out).toMatch(/^45\.20 +2026-05-12 UTC +1 +-$/m);
    expect((await bench.sluice("organizations", "show", id)).out).toContain("Next: 45.20, 2026-05-12 UTC\n");
    const json = JSON.parse((await bench.sluice("forecast", id, "--to", "2026-05-01", "--json")).out);
    expect(json).toMatchObject({ next: { version: "45.20" }, offers: [] });
    expect((await bench.sluice("forecast", UNKNOWN)).err).toContain("[not_found]");
  });
});

describe("sluice audit", () => {
  beforeAll(() => bench.server.setClock("2026-03-02T12:00:00Z"));

  test("shows who changed what in words, limited to a time, an organization and an actor", async () => {
    const of = ["--organization", tenancy.acme, "--cadence", "slow", "--weeks", "3"];
    const token = tenancy.tokens.partner_full_admin;
    expect((await bench.sluiceAs({ token }, "schedule", "set", ...of)).exit).toBe(0);
    const { out, exit } = await bench.sluice("audit", "--from", "2026-03-02", "--organization", tenancy.acme);
    expect(exit).toBe(0);
    expect(headings(out)).toEqual(["ENTRY", "AT", "WHO", "ROLE", "WHAT", "ABOUT"]);
    expect(out).toMatch(
      /^\d+ +2026-03-02 12:00 UTC {2}token token of partner_full_admin \(partner\) {2}partner_full_admin {2}change organization settings {2}organization settings /m,
    );
    const [event] = JSON.parse((await bench.sluice("audit", "--from", "2026-03-02", "--json")).out).items;
    const by = ["audit", "--actor", event.actor.id, "--to", "2026-03-01"];
    expect((await bench.sluice(...by)).out).toBe("No change matches.\n");
  });

  test("as CSV has every page under one line of headings", async () => {
    const { out, exit } = await bench.sluice("audit", "--csv");
    expect(exit).toBe(0);
    const lines = out.trimEnd().split(/\r?\n/);
    expect(lines[0]).toMatch(/^sequence,created,actorId/);
    expect(lines.filter((line) => line === lines[0])).toHaveLength(1);
    const sequences = lines.slice(1).map((line) => Number(line.split(",")[0]));
    expect(sequences.length).toBeGreaterThan(1000);
    expect(sequences).toEqual(sequences.map((_, place) => sequences.length - place));
  });

  test("is refused with 1 to who may not read it", async () => {
    const args = ["audit", "--csv", "--organization", tenancy.foreign];
    const token = tenancy.tokens.organization_full_admin;
    expect(await bench.sluiceAs({ token }, ...args)).toMatchObject({
      exit: 1,
      out: "",
      err: expect.stringContaining("[not_found]"),
    });
  });
});
