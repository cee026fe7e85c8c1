import { type MessageFormatElement, parse } from "@formatjs/icu-messageformat-parser";
import { createIntl } from "react-intl";
import { expect, test } from "vitest";
import { isolateNames } from "../../src/web/language/isolate-names.ts";

const ADDED = "audit.did.user.created";
const KIND = "audit.did.user.changed";

const messages = {
  [ADDED]: parse("{who} added {name}"),
  [KIND]: parse("{kind, select, user {The user {name}} other {The customer {name}}}"),
} as Record<FormatjsIntl.Message["ids"], MessageFormatElement[]>;

function intlOf(direction: "ltr" | "rtl") {
  const plain = createIntl({ locale: direction === "ltr" ? "en" : "ar", messages });
  return isolateNames(plain, messages, direction);
}

test("a name that is written from right to left stands apart in a sentence from left to right, and no other does", () => {
  const said = intlOf("ltr").formatMessage({ id: ADDED }, { who: "Cisco", name: "شركة النور" });
  expect(said).toBe("Cisco added \u2068شركة النور\u2069");
});

test("every name stands apart in a sentence from right to left", () => {
  const said = intlOf("rtl").formatMessage({ id: ADDED }, { who: "Cisco", name: "شركة النور" });
  expect(said).toBe("\u2068Cisco\u2069 added \u2068شركة النور\u2069");
});

test("what chooses among the texts of a message is left alone", () => {
  const said = intlOf("rtl").formatMessage({ id: KIND }, { kind: "user", name: "Anna" });
  expect(said).toBe("The user \u2068Anna\u2069");
});

test("so does a name in a list", () => {
  expect(intlOf("ltr").formatList(["Cisco", "شركة النور"])).toBe("Cisco and \u2068شركة النور\u2069");
  expect(intlOf("rtl").formatList(["Cisco", "Acme"])).toBe("\u2068Cisco\u2069 و\u2068Acme\u2069");
});
