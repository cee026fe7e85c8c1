import { describe, expect, test } from "vitest";
import { accepted, type Call, refusedCall, send } from "./caller.ts";
import { tenancyGround } from "./tenancy-ground.ts";
import { useGround } from "./use-ground.ts";

const here = useGround(tenancyGround);

/** As the vendor, who may do everything: only the input can be wrong. Gives the sentence. */
async function refused(call: Call, code: string, status = 400): Promise<string> {
  const answered = await refusedCall(here.server, here.tokens.vendor_admin, call, status, code);
  return answered.json.message;
}

const post = (path: string, body: unknown): Call => ({ method: "POST", path, body });
const put = (path: string, body: unknown): Call => ({ method: "PUT", path, body });
const look = (path: string): Call => ({ method: "GET", path });
const DATE = "2026-04-07";
const settingsOf = (id: string) => `/v1/organizations/${id}/release-settings`;

describe("a version is two to four numbers", () => {
  test.each([
    "45",
    "45.4.1.2.3",
    "v45.4",
    "45.x",
    "45.4-beta",
    "45..4",
    " 45.4",
    "",
    "45.4\n",
    "9007199254740993.0",
  ])("%j is refused, with what is allowed", async (version) => {
    const message = await refused(post("/v1/releases", { version, automaticAt: DATE }), "version_malformed");
    expect(message).toMatch(/^version: .*two to four numbers, such as 45\.4\.1\.32313/s);
    const query = new URLSearchParams({ version });
    const adoption = `/v1/organizations/${here.acme}/installations?${query}`;
    await refused(look(adoption), "version_malformed");
  });

  test("the same number written otherwise is the same version", async () => {
    accepted(
      await send(
        here.server,
        here.tokens.vendor_admin,
        post("/v1/releases", { version: "45.4", automaticAt: DATE }),
      ),
    );
    for (const version of ["45.4", "45.4.0", "45.4.0.0", "45.4.0-0", "045.04"]) {
      const message = await refused(
        post("/v1/releases", { version, automaticAt: DATE }),
        "version_exists",
        409,
      );
      expect(message).toContain("is in the calendar already");
    }
  });
});

describe("a schedule outside of R1 cannot be said", () => {
  test.each([
    [{ cadence: "latest", deferralWeeks: 5 }, "deferral_out_of_range", /5 weeks.*latest use 0 to 4/],
    [{ cadence: "slow", deferralWeeks: 13 }, "deferral_out_of_range", /13 weeks.*slow use 0 to 12/],
    [{ cadence: "latest", deferralWeeks: -1 }, "deferral_out_of_range", /0 to 4/],
    [{ cadence: "latest", deferralWeeks: 1.5 }, "deferral_out_of_range", /0 to 4 whole weeks/],
    [{ cadence: "latest" }, "deferral_out_of_range", /the deferral is missing.*0 to 4/],
    [{ cadence: "automatic", deferralWeeks: 0 }, "deferral_not_allowed", /automatic has no deferral/],
    [{ cadence: "monthly" }, "cadence_unknown", /"monthly".*automatic; latest with 0 to 4 weeks/],
    [{ cadence: "latest", deferralWeeks: "2" }, "invalid_field", /schedule\.deferralWeeks/],
    [{ cadence: "latest", deferralWeeks: 2, weeks: 2 }, "unknown_field", /"weeks"/],
    ["latest:2", "invalid_field", /schedule/],
  ])("%j is refused", async (schedule, code, sentence) => {
    for (const path of [settingsOf(here.acme), `/v1/partners/${here.alpha}/release-settings`]) {
      expect(await refused(put(path, { schedule }), code)).toMatch(sentence);
    }
  });

  test("null is a schedule of a partner that configures nothing, and none of an organization", async () => {
    await refused(put(settingsOf(here.acme), { schedule: null }), "invalid_field");
  });
});

describe("fields", () => {
  test("one that is not known is named", async () => {
    const body = { name: "New", partnerIds: [], colour: "red" };
    expect(await refused(post("/v1/organizations", body), "unknown_field")).toContain('"colour"');
    const nested = { version: "46.1", automaticAt: DATE, critical: { reason: "x", scop: "all" } };
    expect(await refused(post("/v1/releases", nested), "unknown_field")).toContain('"scop"');
  });

  test("every fault is told, not only the first", async () => {
    const body = { version: "x", automaticAt: "y", rolloutDays: -1, colour: "red" };
    const call = post("/v1/releases", body);
    const { json } = await refusedCall(here.server, here.tokens.vendor_admin, call, 400, "version_malformed");
    expect(json.errors.map((error: { code: string }) => error.code).sort()).toEqual([
      "instant_malformed",
      "invalid_field",
      "unknown_field",
      "version_malformed",
    ]);
  });

  test.each([
    ["/v1/partners", { name: 5 }, /^name: /],
    ["/v1/partners", { name: "" }, /^name: /],
    ["/v1/partners", { name: "   " }, /^name: /],
    ["/v1/partners", { name: "a".repeat(201) }, /^name: .*200/],
    ["/v1/partners", { name: "two\nlines" }, /^name: leave out control characters/],
    ["/v1/partners", { name: "half a \ud83d" }, /^name: /],
    [
      "/v1/partners",
      { name: "New", features: ["fast-lane"] },
      /^features\.0: .*atlas-webex-release-management/,
    ],
    ["/v1/partners", {}, /^name: /],
    ["/v1/partners", [], /^body: /],
    ["/v1/partners", "name", /^body: /],
    ["/v1/organizations", { name: "New" }, /^partnerIds: /],
    ["/v1/organizations", { name: "New", partnerIds: "none" }, /^partnerIds: /],
    ["/v1/releases", { version: "46.1", automaticAt: DATE, rolloutDays: 91 }, /^rolloutDays: .*90/],
    ["/v1/releases", { version: "46.1", automaticAt: DATE, rolloutDays: 0.5 }, /^rolloutDays: /],
    ["/v1/releases", { version: "46.1", automaticAt: DATE, state: "out" }, /^state: .*planned.*withdrawn/],
    ["/v1/releases", { version: 45.4, automaticAt: DATE }, /^version: /],
    ["/v1/releases", { version: "46.1", automaticAt: DATE, notes: "a\u0000b" }, /^notes: /],
    ["/v1/releases", { version: "46.1", automaticAt: DATE, notes: "\udc00" }, /^notes: /],
    ["/v1/releases", { version: "46.1", automaticAt: DATE, critical: {} }, /^critical\.reason: /],
    [
      "/v1/releases",
      { version: "46.1", automaticAt: DATE, critical: { reason: " " } },
      /^critical\.reason: /,
    ],
    [
      "/v1/releases",
      { version: "46.1", automaticAt: DATE, critical: { reason: "a\u0000" } },
      /^critical\.reason: /,
    ],
    ["/v1/releases", { version: "46.1", automaticAt: DATE, critical: true }, /^critical: /],
  ])("%s refuses %j", async (path, body, sentence) => {
    expect(await refused(post(path, body), "invalid_field")).toMatch(sentence);
  });

  test.each([
    [{ allowAutomaticUpgrades: "yes" }, "invalid_field"],
    [{}, "invalid_field"],
    [{ allowAutomaticUpgrades: true, schedule: { cadence: "automatic" } }, "unknown_field"],
  ])("a user's switch is nothing but true or false: %j", async (body, code) => {
    await refused(put(`/v1/users/${here.ann}/release-settings`, body), code);
  });

  test.each(["ann", "ann@", "a b@example.org", `${"a".repeat(250)}@example.org`])(
    "%j is no e-mail address",
    async (email) => {
      const path = `/v1/organizations/${here.acme}/users`;
      expect(await refused(post(path, { displayName: "Bo", email }), "invalid_field")).toMatch(/^email: /);
    },
  );

  test("a partner is named once", async () => {
    const partnerIds = [here.alpha, here.alpha.toUpperCase()];
    expect(await refused(post("/v1/organizations", { name: "New", partnerIds }), "invalid_field")).toContain(
      "once",
    );
  });
});

describe("moments", () => {
  test.each([
    "tomorrow",
    "2026-02-30",
    "2026-13-01",
    "2026-04-07T08:00:00",
    "07/04/2026",
    "2026-04-07T25:00:00Z",
    "+010000-01-01T00:00:00Z",
    "0000-12-31",
    "9999-12-31T23:59:59-12:00",
    "0001-01-01T00:00:00+12:00",
    "",
  ])("%j is none", async (automaticAt) => {
    const message = await refused(
      post("/v1/releases", { version: "46.1", automaticAt }),
      "instant_malformed",
    );
    expect(message).toMatch(/^automaticAt: .*ISO 8601/);
  });

  test("one is understood in any zone and as a date", async () => {
    for (const [version, automaticAt] of [
      ["47.1", "2026-04-07T02:00:00+02:00"],
      ["47.2", "2026-04-07"],
    ]) {
      const call = post("/v1/releases", { version, automaticAt });
      const release = accepted(await send(here.server, here.tokens.vendor_admin, call));
      expect(release.automaticAt).toBe("2026-04-07T00:00:00.000Z");
    }
  });

  test("the slow channel never has a release before everybody else (R3)", async () => {
    const body = { version: "46.1", automaticAt: DATE, slowAt: "2026-04-06T23:59:59Z" };
    expect(await refused(post("/v1/releases", body), "slow_before_automatic")).toContain("same moment");
    const path = `/v1/releases/${here.release}`;
    await refused({ method: "PATCH", path, body: { slowAt: "2026-01-05" } }, "slow_before_automatic");
  });
});

describe("bodies", () => {
  test("one that is too large is refused with what is allowed", async () => {
    const raw = JSON.stringify({ name: "a".repeat(1024 * 1024) });
    const headers = { "content-type": "application/json" };
    expect(
      await refused({ method: "POST", path: "/v1/partners", raw, headers }, "body_too_large", 413),
    ).toContain("1 MiB");
  });

  test.each([
    "{",
    '{"name": "New"',
    "name=New",
    '{"name": NaN}',
    "",
    "\u0000",
    '{"__proto__": {"name": "New"}}',
  ])("%j is not JSON", async (raw) => {
    const headers = { "content-type": "application/json" };
    await refused(
      { method: "POST", path: "/v1/partners", raw, headers },
      raw === "" ? "invalid_field" : "json_malformed",
    );
  });

  test.each([
    "text/plain",
    "application/xml",
    "application/x-www-form-urlencoded",
    "multipart/form-data; boundary=x",
    "application/octet-stream",
    "nonsense",
  ])("a content type of %s is refused with the right one", async (type) => {
    const call = {
      method: "POST",
      path: "/v1/partners",
      raw: '{"name": "New"}',
      headers: { "content-type": type },
    };
    expect(await refused(call, "content_type_unknown", 415)).toContain("application/json");
  });

  test("a body is read as JSON whatever parameters its content type carries", async () => {
    const headers = { "content-type": "application/json; charset=utf-8" };
    const call = { method: "POST", path: "/v1/partners", raw: '{"name": "Gamma"}', headers };
    expect((await send(here.server, here.tokens.vendor_admin, call)).status).toBe(201);
  });

  test("a call without a body may say that it would be JSON", async () => {
    const headers = { "content-type": "application/json" };
    const path = settingsOf(here.acme);
    const answered = await send(here.server, here.tokens.vendor_admin, { method: "DELETE", path, headers });
    expect(answered.status, answered.text).toBe(200);
    const opened = await send(here.server, here.tokens.vendor_admin, {
      method: "POST",
      path: `${path}/open`,
      headers,
    });
    expect(opened.status, opened.text).toBe(200);
  });
});
