import { expect, test } from "vitest";
import { isPageAddress } from "../../src/tenancy/page-address.ts";

test.each([
  "/",
  "/customers?q=a%20b&state=locked",
  "/customers?q=Müller#top",
  "/customers/5e3/users?user=a//b",
  "/v1x",
  `/customers?q=${"x".repeat(1_980)}`,
])("%j is an address that a sign-in leads back to", (text) => {
  expect(isPageAddress(text)).toBe(true);
});

test.each([
  ["another host", ["//evil.example/", "/.//evil.example/", "/a/..//evil.example/", "https://evil.example/"]],
  ["turned round by browsers", ["/\\evil.example/", "/\t/evil.example/", "/a\nb", "/ a"]],
  ["no path", ["", "customers", "?q=a", ".evil.example", "@evil.example"]],
  ["a call of the server", ["/v1", "/v1/sessions/oidc/start", "/v1/exports/organizations?q=a", "/builds/a"]],
  ["a call in disguise", ["/a/../v1/me", "/%2e%2e/v1/me", "/./v1/me", "/%761/me", "/v%31/me"]],
  ["not readable", ["/%", "/%ff", "/a%c0%ae"]],
  ["no text", [undefined, null, 1, ["/a"], { length: 1 }]],
])("what is %s is none", (_, texts) => {
  for (const text of texts) expect(isPageAddress(text), String(text)).toBe(false);
});

test("one that no cookie holds is none, however few characters it is written with", () => {
  for (const text of [`/${"x".repeat(2_000)}`, `/customers?q=${"漢".repeat(700)}`, `/${"é".repeat(1_000)}`]) {
    expect(isPageAddress(text)).toBe(false);
  }
});
