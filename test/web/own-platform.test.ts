import { expect, test } from "vitest";
import { ownPlatform, platformOf } from "../../src/web/downloads/own-platform.ts";

test.each([
  ["Windows", "win"],
  ["Win32", "win"],
  ["macOS", "mac"],
  ["MacIntel", "mac"],
  ["Linux", "linux"],
  ["Linux x86_64", "linux"],
  ["Chrome OS", "linux"],
  ["iPhone", "win"],
  ["", "win"],
])("a browser that names its platform %j begins with the builds for %s", (name, platform) => {
  expect(platformOf(name)).toBe(platform);
});

test("the plain name counts before the older one, if there is one", () => {
  expect(ownPlatform({ platform: "Win32", userAgentData: { platform: "macOS" } })).toBe("mac");
  expect(ownPlatform({ platform: "MacIntel", userAgentData: { platform: "" } })).toBe("mac");
  expect(ownPlatform({ platform: "Linux x86_64" })).toBe("linux");
});
