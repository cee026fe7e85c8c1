import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse, TYPE } from "@formatjs/icu-messageformat-parser";
import { describe, expect, test } from "vitest";

import { COMMAND_KINDS } from "../../src/commands/perform.ts";
import { SUBJECTS } from "../../src/ledger/subject.ts";
import { LOCALES, type Locale } from "../../src/tenancy/locale.ts";

import { AUDIT_ACTIONS } from "../../src/web/audit/actions.ts";
import { SUBJECT_SENTENCES } from "../../src/web/audit/entry-sentences.ts";
import { elementsOf, filesOf, MESSAGES, readTexts, wordsOf } from "./support/message-words.ts";

const root = join(import.meta.dirname, "..", "..");
const page = join(root, "src", "web");
const en = readTexts("en");
const LANGUAGES = LOCALES.map((locale) => [locale, readTexts(locale)] as const);
const TRANSLATED = LANGUAGES.filter(([locale]) => locale !== "en");

/** Every source file below a folder, as one text each. */
function sources(folder: string, ending: RegExp): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && ending.test(entry.name))
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), "utf8"));
}

/** The parameters of a text. One that only chooses between wordings may be of no use to another language. */
function parametersOf(text: string, which: "all" | "needed"): ReadonlySet<string> {
  const named = elementsOf(parse(text)).filter(({ type }) => type !== TYPE.literal && type !== TYPE.pound);
  const counted = named.filter(({ type }) => which === "all" || type !== TYPE.select);
  return new Set(counted.map((element) => ("value" in element ? String(element.value) : "")));
}

/** Forms for one number alone, which can be written as that number. */
const EXACTLY: Readonly<Record<string, string>> = { zero: "=0", one: "=1", two: "=2" };

/** Messages whose count is two at least. */
const NEVER_ONE: ReadonlySet<string> = new Set([
  "customer.conflict",
  "releases.dates.count",
  "schedule.preview.more",
]);

/** Whether a form is only for nothing, or for millions. In Arabic `many` begins with eleven. */
function isRare(form: string, language: string): boolean {
  return form === "zero" || (form === "many" && language !== "ar");
}

describe("the messages", () => {
  test("are the same ones in every language", () => {
    for (const [language, texts] of LANGUAGES) {
      expect(Object.keys(texts).sort(), language).toEqual(Object.keys(en).sort());
    }
  });

  test("of each file are in the file of that name in every language", () => {
    for (const name of filesOf("en")) {
      const keysIn = (language: string) =>
        Object.keys(JSON.parse(readFileSync(join(MESSAGES, language, name), "utf8"))).sort();
      for (const [language] of TRANSLATED)
        expect(keysIn(language), `${language}/${name}`).toEqual(keysIn("en"));
    }
  });

  test("can be read by the formatter, say something, and take the same parameters in every language", () => {
    const wrong: string[] = [];
    for (const [language, texts] of LANGUAGES) {
      for (const [id, text] of Object.entries(texts)) {
        if (text.trim() === "" || text !== text.trim()) wrong.push(`${language} ${id}: empty or padded`);
        const source = en[id] ?? "";
        const [needed, all, known] = [
          parametersOf(source, "needed"),
          parametersOf(text, "all"),
          parametersOf(source, "all"),
        ];
        const missing = [...needed].filter((name) => !all.has(name));
        const unknown = [...all].filter((name) => !known.has(name));
        wrong.push(...[...missing, ...unknown].map((name) => `${language} ${id}: {${name}}`));
      }
    }
    expect(wrong).toEqual([]);
  });

  test("have the plural forms that each language needs", () => {
    const wrong = LANGUAGES.flatMap(([language, texts]) => {
      const { pluralCategories } = new Intl.PluralRules(language).resolvedOptions();
      return Object.entries(texts).flatMap(([id, text]) => {
        const plurals = elementsOf(parse(text)).filter((element) => element.type === TYPE.plural);
        const lacks = plurals.flatMap(({ options }) =>
          pluralCategories.filter((form) => !(form in options) && !((EXACTLY[form] ?? form) in options)),
        );
        const needed = lacks.filter(
          (form) => !isRare(form, language) && !(form === "one" && NEVER_ONE.has(id)),
        );
        return needed.map((form) => `${language} ${id}: ${form}`);
      });
    });
    expect(wrong).toEqual([]);
  });

  test("have real apostrophes in every language", () => {
    const wrong = LANGUAGES.flatMap(([language, texts]) =>
      Object.keys(texts)
        .filter((id) => /\p{L}'\p{L}/u.test(wordsOf(texts[id] ?? "")))
        .map((id) => `${language} ${id}`),
    );
    expect(wrong).toEqual([]);
  });

  test("keep the typography of French: a narrow space that does not break before : ; ? ! and inside « »", () => {
    const wrong = Object.entries(readTexts("fr")).filter(([, text]) => {
      const words = wordsOf(text);
      return / [:;?!»]|« /.test(words) || /[^\u202f\u00a0\d|][:;?!»](?=\s|$)|«[^\u202f\u00a0]/.test(words);
    });
    expect(wrong).toEqual([]);
  });

  test("are not left in English", () => {
    const left = TRANSLATED.flatMap(([language, texts]) =>
      Object.entries(texts).flatMap(([id, text]) => {
        const isSame = text === en[id] && /\p{L}/u.test(wordsOf(text));
        return isSame && !SAME[language]?.has(wordsOf(text).toLowerCase())
          ? [`${language} ${id}: ${text}`]
          : [];
      }),
    );
    expect(left).toEqual([]);
  });
});

/** Words that are the same as in English. */
const BOTH = [
  "partner hub",
  "sha-256",
  "sha-512",
  "sha-256 |…",
  "sha-512 |…",
  "audit",
  "adoption",
  "format",
  "⌘ k|ctrl k",
];
const SAME: Partial<Record<Locale, ReadonlySet<string>>> = {
  fr: new Set([
    ...BOTH,
    ...[
      "actions",
      "architecture",
      "build",
      "builds",
      "cadence",
      "exceptions",
      "installation",
      "installations",
      "notes",
      "pages",
      "sessions",
      "version",
    ],
  ]),
  nl: new Set([
    ...BOTH,
    ...[
      "build",
      "builds",
      "computers",
      "conflict",
      "later",
      "partner",
      "partners",
      "partners in conflict",
      "platform",
      "platforms",
    ],
    ...["release", "releases", "sha-512 in base64", "upgrades"],
  ]),
  de: new Set([
    ...BOTH,
    ...[
      "administrator",
      "builds",
      "installation",
      "name",
      "partner",
      "passkey",
      "person",
      "release",
      "releases",
    ],
    ...["rollout", "support", "updater", "upgrades", "version"],
  ]),
  es: new Set([...BOTH, "no", " delta| deltas"]),
  it: new Set([...BOTH, "no", "file", "partner", "password", "passkey", "sha-512 in base64"]),
  pt: new Set([...BOTH, "builds", "upgrades", " delta| deltas"]),
  ja: new Set(BOTH),
  ar: new Set(BOTH),
};

describe("every message is used", () => {
  const code = sources(page, /\.tsx?$/);
  const literals = new Set(
    code.flatMap((text) => [...text.matchAll(/["'`]([a-z_-]+\.[\w.-]+)["'`]/g)].map(([, id]) => id)),
  );
  /** Ids that are put together, such as `frame.role.${role}`: what stands before, between and after. */
  const patterns = code.flatMap((text) =>
    [...text.matchAll(/`([a-z_-]+\.[\w.-]*\$\{[^`]*)`/g)].map(([, template = ""]) => toPattern(template)),
  );

  test("by its id or by a pattern in the page's code", () => {
    const dead = Object.keys(en).filter((id) => !literals.has(id) && !patterns.some((one) => one.test(id)));
    expect(dead).toEqual([]);
  });

  test("and no id in the code is without a message", () => {
    const areas = new Set(Object.keys(en).map((id) => id.split(".")[0]));
    const unknown = code.flatMap((text) =>
      [...text.matchAll(/\bid(?:=|: )\{?"([a-z_-]+\.[\w.-]+)"/g)].flatMap(([, id = ""]) =>
        areas.has(id.split(".")[0]) && !(id in en) ? [id] : [],
      ),
    );
    expect(unknown).toEqual([]);
  });
});

function toPattern(template: string): RegExp {
  const parts = template.split(/\$\{(?:[^{}]|\{[^{}]*\})*\}/);
  return new RegExp(`^${parts.map((part) => part.replaceAll(/[.\\]/g, "\\$&")).join("[\\w.-]+")}$`);
}

describe("the audit has words for", () => {
  test("every subject of the ledger, coming, changing and going", () => {
    expect(Object.keys(SUBJECT_SENTENCES).sort()).toEqual([...SUBJECTS].sort());
    const record = { name: "A", displayName: "A", version: "1.0" };
    const nameOf = () => "A";
    for (const tell of Object.values(SUBJECT_SENTENCES)) {
      const sides = [
        [null, record],
        [record, record],
        [record, null],
      ] as const;
      for (const [before, after] of sides) {
        const told = {
          action: "",
          role: "vendor_admin" as const,
          subjectId: "",
          organizationId: null,
          before,
          after,
          nameOf,
        };
        const ids = tell(told).map(({ id }) => id);
        expect(ids.length).toBeGreaterThan(0);
        for (const id of ids) expect(Object.keys(en)).toContain(id);
      }
    }
  });

  test("every command that the server records", () => {
    expect([...AUDIT_ACTIONS].sort()).toEqual([...COMMAND_KINDS].sort());
    for (const code of AUDIT_ACTIONS) expect(en[`audit.action.${code}`]).toBeDefined();
  });
});
