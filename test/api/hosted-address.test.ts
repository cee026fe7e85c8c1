import { describe, expect, test } from "vitest";
import { checkHostedAddress } from "../../src/api/hosted-address.ts";

const WITH_CREDENTIALS = [
  "https://user:secret@cdn.example.org/x",
  "https://user@cdn.example.org/x",
  "https://:p@a.example/",
];
const PLAIN = ["http://cdn.example.org/x", "http://8.8.8.8/x"];
const PRIVATE = [
  ...[
    "169.254.169.254",
    "127.0.0.1",
    "127.1",
    "2130706433",
    "0177.0.0.1",
    "0x7f.1",
    "10.1.2.3",
    "192.168.0.9",
  ],
  ...["172.20.0.9", "100.64.0.9", "0.0.0.0", "224.0.0.1", "198.18.0.1", "255.255.255.255", "１２７.0.0.1"],
  ...[
    "[::1]",
    "[::]",
    "[::ffff:10.0.0.1]",
    "[fe80::1]",
    "[fd00::1]",
    "[64:ff9b::a00:1]",
    "[2002:a00:1::]",
    "[ff02::1]",
  ],
  ...[
    "localhost",
    "LOCALHOST.",
    "files.localhost",
    "nas.local",
    "intranet",
    "files.internal.",
    "printer.home.arpa",
  ],
].map((host) => `https://${host}/x`);
const PUBLIC = [
  ...["https://cdn.example.org/App.zip?x=1", "https://cdn.example.org:8443/x", "https://8.8.8.8/x"],
  ...["https://[2606:4700::1111]/x", "https://local.example.org/x", "https://xn--bcher-kva.example/x"],
];

const refused = (words: RegExp) => ({
  ok: false,
  error: { code: "build_address_not_allowed", message: expect.stringMatching(words) },
});

describe("A build that is hosted elsewhere", () => {
  test.each(PUBLIC)("may be at %s", (url) => {
    expect(checkHostedAddress(url, "public")).toEqual({ ok: true, value: url });
  });

  test.each(PRIVATE)("may not be at %s, unless any address is allowed", (url) => {
    expect(checkHostedAddress(url, "public")).toMatchObject(
      refused(/public internet.*SLUICE_HOSTED_BUILDS=any/),
    );
    expect(checkHostedAddress(url, "any")).toEqual({ ok: true, value: url });
  });

  test.each(PLAIN)("may not be at %s, unless any address is allowed", (url) => {
    expect(checkHostedAddress(url, "public")).toMatchObject(refused(/https/));
    expect(checkHostedAddress(url, "any")).toEqual({ ok: true, value: url });
  });

  test.each(WITH_CREDENTIALS)("may never be at %s", (url) => {
    for (const allowed of ["public", "any"] as const) {
      expect(checkHostedAddress(url, allowed)).toMatchObject(refused(/password/));
    }
  });
});
