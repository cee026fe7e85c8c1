import { parseSearchWith, stringifySearchWith } from "@tanstack/react-router";
import { expect, test } from "vitest";
import { readSearchValue } from "../../src/web/search-value.ts";

const read = parseSearchWith(readSearchValue);
const write = stringifySearchWith(JSON.stringify, readSearchValue);

test("a version that somebody types into an address is that version", () => {
  expect(read("?version=46.10&osVersion=22.10&installation=007")).toEqual({
    version: "46.10",
    osVersion: "22.10",
    installation: "007",
  });
});

test("an address that was copied before means the same", () => {
  expect(read("?version=%2246.10%22&manual=true")).toEqual({
    version: "46.10",
    manual: true,
  });
});

test.each([
  { version: "46.10" },
  { version: "46.5" },
  { version: "46.6.1.35236" },
  { at: 7, is: true, q: "true" },
])("%j is written so that it is read again", (search) => {
  expect(read(write(search))).toEqual(search);
});
