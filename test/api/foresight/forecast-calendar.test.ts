import { expect, test } from "vitest";
import { verifyLedger } from "../../../src/store/verify/verify-ledger.ts";
import { VENDOR_TOKEN } from "../../support/running-server.ts";
import { expectRefusal, get, refusedCall, send } from "../caller.ts";
import { make } from "../tenancy.ts";
import { useGround } from "../use-ground.ts";
import { asVendor, foresightGround, latest, newOrganization, settingsPath } from "./ground.ts";

const here = useGround(foresightGround);

/** A link as it is given out, and its address without the server's. */
async function newLink(organization: string) {
  const link = await asVendor(here.server, "POST", `/v1/organizations/${organization}/forecast-links`);
  const { pathname, search } = new URL(link.url);
  return { ...link, path: pathname + search };
}

const read = (path: string) => send(here.server, null, { method: "GET", path });

interface CalendarEvent {
  readonly start: string;
  readonly uid: string;
  readonly sequence: number;
  readonly stamp: string;
}

/** The events by what they are called; long lines are unfolded. */
function eventsOf(text: string): Record<string, CalendarEvent> {
  const blocks = text.replaceAll("\r\n ", "").split("BEGIN:VEVENT").slice(1);
  const field = (block: string, name: string) => new RegExp(`^${name}:(.*)\r$`, "m").exec(block)?.[1] ?? "";
  return Object.fromEntries(
    blocks.map((block) => [
      field(block, "SUMMARY"),
      {
        start: field(block, "DTSTART;VALUE=DATE"),
        uid: field(block, "UID"),
        sequence: Number(field(block, "SEQUENCE")),
        stamp: field(block, "DTSTAMP"),
      },
    ]),
  );
}

test("whoever has the link reads the coming releases as a calendar, with no other token", async () => {
  const { path } = await newLink(here.acme);
  const answered = await read(path);
  expect(answered.status).toBe(200);
  expect(answered.headers.get("content-type")).toBe("text/calendar; charset=utf-8");
  expect(answered.headers.get("cache-control")).toBe("private, no-store");
  expect(answered.text).toMatch(/^BEGIN:VCALENDAR\r\nVERSION:2\.0\r\n/);
  const events = eventsOf(answered.text);
  const { items } = await get(here.server, VENDOR_TOKEN, `/v1/organizations/${here.acme}/forecast`);
  for (const { version, at } of items as { version: string; at: string }[]) {
    const start = at.slice(0, 10).replaceAll("-", "");
    expect(events[`Webex App ${version}`]?.start).toBe(start);
  }
  expect(items.length).toBeGreaterThan(1);
  expect((await read(path)).text).toBe(answered.text);
});

test("an event is of the day in UTC on which its release may run, in whatever time zone the server is", async () => {
  const { path } = await newLink(here.acme);
  const dates = { "46.7": "2026-12-01T00:00:00Z", "46.8": "2026-12-08T23:30:00Z" };
  for (const [version, automaticAt] of Object.entries(dates)) {
    await make(here.server, "/v1/releases", { version, automaticAt });
  }
  const zoneBefore = process.env.TZ;
  try {
    for (const [zone, hours] of [
      ["America/Los_Angeles", -8],
      ["Asia/Kathmandu", 5.75],
      ["Pacific/Kiritimati", 14],
    ] as const) {
      process.env.TZ = zone;
      expect(new Date(dates["46.7"]).getTimezoneOffset()).toBe(-hours * 60);
      const { text } = await read(path);
      const events = eventsOf(text);
      expect(events["Webex App 46.7"]?.start).toBe("20261208");
      expect(events["Webex App 46.8"]?.start).toBe("20261215");
      expect(text).not.toMatch(/^DTSTART[:;](?!VALUE=DATE:)/m);
    }
  } finally {
    if (zoneBefore === undefined) delete process.env.TZ;
    else process.env.TZ = zoneBefore;
  }
});

test("a release keeps its UID when its date slips or the schedule changes, so that the event moves", async () => {
  const { path } = await newLink(here.acme);
  const release = await make(here.server, "/v1/releases", {
    version: "46.1",
    automaticAt: "2026-08-04",
    state: "published",
  });
  const before = eventsOf((await read(path)).text)["Webex App 46.1"];
  await asVendor(here.server, "PATCH", `/v1/releases/${release}`, { automaticAt: "2026-08-11" });
  await asVendor(here.server, "PUT", settingsPath(here.acme), { schedule: latest(2) });
  const after = eventsOf((await read(path)).text)["Webex App 46.1"];
  expect(before?.start).toBe("20260811");
  expect(after).toMatchObject({ uid: before?.uid, start: "20260825" });
});

test("whatever moves an event raises its SEQUENCE and its DTSTAMP; what does not leaves the whole file as it was", async () => {
  const partner = await make(here.server, "/v1/partners", { name: "Calendar Partner" });
  const organization = await newOrganization(here.server, "Calendar; Customer, \\ of Søn", [partner]);
  const settingsOfPartner = `/v1/partners/${partner}/release-settings`;
  const release = await make(here.server, "/v1/releases", { version: "46.4", automaticAt: "2026-09-01" });
  const { path } = await newLink(organization);
  const readEvent = async () => eventsOf((await read(path)).text)["Webex App 46.4"] as CalendarEvent;
  const moves: [string, "PATCH" | "PUT" | "DELETE", string, object | undefined][] = [
    ["20260908", "PUT", settingsPath(organization), { schedule: latest(1) }],
    ["20260922", "PUT", settingsPath(organization), { schedule: latest(3) }],
    ["20260923", "PATCH", `/v1/releases/${release}`, { automaticAt: "2026-09-02" }],
    ["20260902", "DELETE", settingsPath(organization), undefined],
    ["20260916", "PUT", settingsOfPartner, { schedule: latest(2), allowCustomerOverride: false }],
    ["20260902", "PATCH", `/v1/organizations/${organization}`, { partnerIds: [] }],
  ];
  let last = await readEvent();
  for (const [start, method, to, body] of moves) {
    await asVendor(here.server, method, to, body);
    const event = await readEvent();
    expect(event).toMatchObject({ start, uid: last.uid });
    expect(event.sequence).toBeGreaterThan(last.sequence);
    expect(event.stamp >= last.stamp).toBe(true);
    last = event;
  }
  const { text } = await read(path);
  expect(text).toContain("X-WR-CALNAME:Webex App: Calendar\\; Customer\\, \\\\ of Søn\r\n");
  await make(here.server, `/v1/organizations/${organization}/users`, {
    displayName: "Eve",
    email: "e@example.org",
  });
  expect((await read(path)).text).toBe(text);
});

test("a link opens one organization's forecast and nothing else, until it is revoked", async () => {
  const { id, path } = await newLink(here.acme);
  const elsewhere = path.replace(here.acme, here.other);
  const wrong = path.slice(0, -1);
  for (const address of [elsewhere, wrong]) expectRefusal(await read(address), 404, "not_found");
  const bare = path.split("?")[0] ?? "";
  await refusedCall(here.server, null, { method: "GET", path: bare }, 400, "invalid_field");
  const token = path.split("token=")[1] ?? "";
  await refusedCall(here.server, token, { method: "GET", path: "/v1/me" }, 401, "token_invalid");
  await asVendor(here.server, "DELETE", `/v1/forecast-links/${id}`);
  expectRefusal(await read(path), 404, "not_found");
});

test("the secret of a link is shown once, and is in no list, no table and no ledger", async () => {
  const { id, path } = await newLink(here.acme);
  const secret = path.split("token=")[1] ?? "";
  expect(secret).toMatch(/^[\w-]{43}$/);
  const list = await get(here.server, VENDOR_TOKEN, `/v1/organizations/${here.acme}/forecast-links`);
  expect(JSON.stringify(list)).toContain(id);
  const audit = await get(here.server, VENDOR_TOKEN, `/v1/adminAudit/events?orgId=${here.acme}`);
  expect(audit.items[0]).toMatchObject({ action: "create_forecast_link", subjectId: id });
  const { database } = here.server.context.store;
  const rows = await database.selectFrom("forecast_links").selectAll().execute();
  for (const told of [list, audit, rows]) expect(JSON.stringify(told)).not.toContain(secret);
});

test("an organization has at most fifty links, and takes them along when it goes; the ledger agrees", async () => {
  const gone = await newOrganization(here.server, "Gone", []);
  const links = [];
  for (let number = 0; number < 50; number++) links.push(await newLink(gone));
  const call = { method: "POST", path: `/v1/organizations/${gone}/forecast-links` };
  await refusedCall(here.server, VENDOR_TOKEN, call, 409, "too_many_links");
  await asVendor(here.server, "DELETE", `/v1/organizations/${gone}`);
  expectRefusal(await read(links[0]?.path ?? ""), 404, "not_found");
  expect((await verifyLedger(here.server.context.store)).findings).toEqual([]);
});

test("its texts are in the language of the address, with the days and the plurals of that language", async () => {
  const { path } = await newLink(here.acme);
  const told = async (language: string) => {
    const { text, headers } = await read(`${path}${language}`);
    return { text: text.replaceAll("\r\n ", ""), language: headers.get("content-language") };
  };
  const english = await told("");
  expect(english.language).toBe("en");
  expect(english.text).toContain("Schedule: latest\\, 2 weeks later.");
  const french = await told("&language=fr");
  expect(french.language).toBe("fr");
  expect(french.text).toContain("Programmation : dernière version\\, report de 2 semaines.");
  expect(french.text).toMatch(/DESCRIPTION:À partir du \d+ \p{L}+ \d{4}\\, cette version est proposée à/u);
  expectRefusal(await read(`${path}&language=xx`), 400, "invalid_field");
});
