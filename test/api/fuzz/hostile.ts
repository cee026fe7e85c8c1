import type { Dice } from "./dice.ts";

const TEXTS = [
  "",
  " ",
  "\u202eright to left",
  "👩‍👩‍👧‍👦".repeat(20),
  "é".normalize("NFD").repeat(50),
  "\ufeff",
  "\n\r\t\u2028",
  "' or 1=1; drop table organizations; --",
  "{{7*7}}<script>alert(1)</script>",
  "../../../../etc/passwd",
  "%00%ff%c0%ae",
  "constructor",
  "__proto__",
  "toString",
  "null",
  "NaN",
  "-1",
  "9".repeat(400),
  "1e999",
  "0x10",
  "２０２６-０１-０１",
  "2026-02-30T25:61:61Z",
  "+275760-09-13T00:00:00.001Z",
  "45.4.1.32313.9",
  "999999999999999999999.1",
  "Y2lzY29zcGFyazovL3VzL09SR0FOSVpBVElPTi8",
] as const;

/** What no database keeps. */
const UNSTORABLE = ["\0", "a\0b", "\ud83d", "\udc00tail"];

const NUMBERS = [0, -0, -1, 0.5, 1e308, 1e21, 2 ** 31, 2 ** 53, -(2 ** 63), 5, 13, 1001] as const;

/** Text that no caller of good will sends. */
export function hostileText(dice: Dice): string {
  if (dice.percent(35)) return dice.pick(UNSTORABLE);
  return dice.percent(5) ? dice.pick(TEXTS.slice(1)).repeat(dice.between(1, 3000)) : dice.pick(TEXTS);
}

/** JSON of any shape: wrong types, huge, deep, names that mean something to JavaScript. */
export function hostileJson(dice: Dice): unknown {
  const makers: readonly (() => unknown)[] = [
    () => hostileText(dice),
    () => dice.pick(NUMBERS),
    () => null,
    () => dice.percent(50),
    () => [],
    () => ({}),
    () => Array.from({ length: dice.between(1, 2000) }, () => hostileText(dice).slice(0, 40)),
    () => nested(dice.between(1, 4000)),
    () => JSON.parse('{"__proto__": {"isAdmin": true}, "constructor": {"prototype": {}}}'),
    () => JSON.parse('{"length": 5, "0": "a", "toString": null, "valueOf": 1, "toJSON": "x", "then": "y"}'),
  ];
  return dice.pick(makers)();
}

function nested(depth: number): unknown {
  let value: unknown = "deep";
  for (let level = 0; level < depth; level++) value = level % 2 === 0 ? [value] : { a: value };
  return value;
}
