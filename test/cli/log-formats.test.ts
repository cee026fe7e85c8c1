import { expect, test } from "vitest";
import { LOG_FORMATS } from "../../src/cli/logs/log-formats.ts";
import { readRequestLine } from "../../src/cli/logs/read-requests.ts";

const URL = "/v1/updates/check?organization=acme&version=45.1";
const COMBINED = `- - - [30/Nov/2026:18:47:31 +0100] "GET ${URL} HTTP/1.1" 200 512 "-" "curl/7.88.1" "the-kitchen-7" HIT`;
const HAPROXY = `Nov 30 18:47:31 lb haproxy[14389]: 10.0.1.2:33317 [30/Nov/2026:18:47:31.655] http-in sluice/one 10/0/30/69/109 200 2750 - - ---- 1/1/1/1/0 0/0 {the-kitchen-7} "GET ${URL} HTTP/1.1"`;
const FIELDS =
  "#Fields: date time x-edge-location sc-bytes c-ip cs-method cs(Host) cs-uri-stem sc-status cs-uri-query";
const CLOUDFRONT = `2026-11-30\t17:47:31\tLHR62-C2\t512\t192.0.2.1\tGET\td1.cloudfront.net\t/v1/updates/check/i/the-kitchen-7\t200\torganization=acme&version=45.1`;

test("a line of the combined format tells when, what and who, as nginx and Varnish write it", () => {
  const read = LOG_FORMATS.combined();
  const said = { at: "2026-11-30T18:47:31+01:00", method: "GET", url: URL, status: 200 };
  expect(read(COMBINED)).toEqual({ ...said, installation: "the-kitchen-7" });
  expect(read(COMBINED.replace(' "the-kitchen-7" HIT', ""))).toEqual({ ...said, installation: null });
  expect(read(COMBINED.replace('"the-kitchen-7"', '"-"'))).toEqual({ ...said, installation: null });
  expect(read(COMBINED.replace("GET /", "GET http://updates.example.org/"))?.url).toBe(URL);
  expect(read(COMBINED.replace("the-kitchen-7", String.raw`a\x22b\\c`))?.installation).toBe(
    String.raw`a"b\c`,
  );
});

test("a line of HAProxy tells the same, in the zone that is said", () => {
  const said = { method: "GET", url: URL, status: 200 };
  expect(LOG_FORMATS.haproxy("+01:00")(HAPROXY)).toEqual({
    ...said,
    at: "2026-11-30T18:47:31.655+01:00",
    installation: "the-kitchen-7",
  });
  const bare = HAPROXY.replace(" {the-kitchen-7}", "");
  expect(LOG_FORMATS.haproxy("Z")(bare)).toEqual({
    ...said,
    at: "2026-11-30T18:47:31.655Z",
    installation: null,
  });
});

test("a line of CloudFront is read by the fields that the log names", () => {
  const read = LOG_FORMATS.cloudfront();
  expect(read(CLOUDFRONT)).toBeUndefined();
  expect([read("#Version: 1.0"), read(FIELDS)]).toEqual([null, null]);
  expect(read(CLOUDFRONT)).toEqual({
    at: "2026-11-30T17:47:31Z",
    method: "GET",
    url: "/v1/updates/check/i/the-kitchen-7?organization=acme&version=45.1",
    status: 200,
    installation: null,
  });
});

test.each([
  ["unreadable", "what is this"],
  ["unreadable", COMBINED.replace("GET ", "")],
  ["unreadable", COMBINED.replace("/Nov/", "/Xyz/")],
  ["unreadable", COMBINED.replace("30/Nov", "31/Nov").replace("18:47", "99:47")],
  ["other_address", COMBINED.replace(URL, "/builds/abc/App.exe")],
  ["other_method", COMBINED.replace("GET", "POST")],
  ["not_answered", COMBINED.replace('" 200', '" 503')],
  ["too_long", COMBINED.replace("45.1", "4".repeat(3_000))],
])("a line is left out with its reason: %s", (reason, line) => {
  expect(readRequestLine(line, 1, LOG_FORMATS.combined())).toBe(reason);
});

test("a line that is too long, and an empty one", () => {
  expect(readRequestLine(null, 1, LOG_FORMATS.combined())).toBe("unreadable");
  expect(readRequestLine("", 1, LOG_FORMATS.combined())).toBeNull();
});
