import { describe, expect, test } from "vitest";
import { NameField, WrittenField } from "../../src/contract/fields.ts";
import { nameFromClaims } from "../../src/tenancy/claims.ts";
import { findNameFault, hidesSomething } from "../../src/tenancy/name.ts";

const ZWJ = "\u200d";
const ZWNJ = "\u200c";

describe("A name shows all that it is", () => {
  test.each([
    "Łódź 東京",
    "O’Brien & Søn (50 %)",
    "शर्मा",
    `می${ZWNJ}خواهم`,
    `क्${ZWJ}ष`,
    `👩${ZWJ}🚀`,
    `❤️${ZWJ}🔥`,
    "葛\u{e0100}城",
    "مرحبا",
    "é",
    "x",
    "1",
    "-",
    "€",
  ])("%j is a name", (name) => {
    expect(findNameFault(name)).toBeNull();
    expect(NameField.safeParse(name)).toMatchObject({ success: true, data: name });
  });

  test.each([
    ["a direction override", "Ac\u202eme"],
    ["an isolate", "\u2066Acme\u2069"],
    ["a mark of direction", "Acme\u200f"],
    ["an Arabic letter mark", "\u061cAcme"],
    ["a zero-width space", "Ac\u200bme"],
    ["a byte order mark", "Ac\ufeffme"],
    ["a soft hyphen", "Ac\u00adme"],
    ["a word joiner", "Ac\u2060me"],
    ["a line separator", "Ac\u2028me"],
    ["a paragraph separator", "Ac\u2029me"],
    ["a tag character", "Acme\u{e0041}"],
    ["an annotation", "Ac\ufff9me"],
    ["a control character", "Ac\u0085me"],
    ["a line break", "Ac\nme"],
    ["a broken surrogate", "Ac\ud800me"],
    ["a joiner at the end", `Acme${ZWJ}`],
    ["a joiner at the beginning", `${ZWNJ}Acme`],
    ["two joiners", `Ac${ZWJ}${ZWJ}me`],
    ["a joiner beside a space", `Acme ${ZWJ}Ltd`],
    ["a blank letter", "Acme\u3164"],
    ["a blank Braille cell", "\u2800"],
  ])("with %s it is none", (_, name) => {
    expect(findNameFault(name)).toBe("invisible_characters");
    expect(NameField.safeParse(name).success).toBe(false);
  });

  test.each(["\u0301", "\ufe0f", "\u180b", " \u00a0\u3000"])("%j shows nothing", (name) => {
    expect(findNameFault(name)).toBe("shows_nothing");
    expect(NameField.safeParse(name).success).toBe(false);
  });

  test("what an identity provider sends is freed of what nobody sees; a claim that shows nothing is passed over", () => {
    expect(nameFromClaims({ name: "Eve\u202e\u200b Adams" })).toBe("Eve Adams");
    expect(nameFromClaims({ name: "\u3164\u2060", preferred_username: "eve" })).toBe("eve");
  });
});

describe("A reason or note shows all that it says", () => {
  test.each(["", "Moves the database.\nBack up first.", "one\r\n\ttwo", `می${ZWNJ}خواهم`, `👩${ZWJ}🚀`])(
    "%j is one",
    (text) => {
      expect(hidesSomething(text)).toBe(false);
      expect(WrittenField.safeParse(text)).toMatchObject({ success: true, data: text });
    },
  );

  test.each([
    ["a direction override", "safe\u202e exe"],
    ["an isolate", "\u2066safe\u2069"],
    ["a zero-width space", "sa\u200bfe"],
    ["a line separator", "one\u2028two"],
    ["a control character", "one\u0007two"],
    ["NUL", "one\0two"],
    ["a broken surrogate", "one\ud800two"],
  ])("one with %s is refused", (_what, text) => {
    expect(hidesSomething(text)).toBe(true);
    expect(WrittenField.safeParse(text).success).toBe(false);
  });
});
