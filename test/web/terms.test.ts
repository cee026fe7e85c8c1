import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { LOCALES } from "../../src/tenancy/locale.ts";
import { readGlossary } from "../glossary/glossary.ts";
import { MESSAGES, readTexts, wordsOf } from "./support/message-words.ts";

/**
 * The words of the product, with how each language says them: beginnings of words, of which a message has one wherever the
 * English message has the word.
 */
type Terms = Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;

const terms: Terms = JSON.parse(readFileSync(join(MESSAGES, "terms.json"), "utf8"));
const TRANSLATED = LOCALES.filter((locale) => locale !== "en");

const en = Object.entries(readTexts("en")).map(([id, text]) => ({
  id,
  // The name of the page is no partner.
  words: wordsOf(text).replaceAll("Partner Hub", ""),
}));

describe.each(TRANSLATED)("in %s", (language) => {
  const texts = readTexts(language);

  test("one word of the product is one word everywhere", () => {
    const wrong = Object.entries(terms).flatMap(([term, ways]) => {
      const english = new RegExp(`\\b${term}s?\\b`, "i");
      const said = ways[language] ?? [];
      return en
        .filter(({ words }) => english.test(words))
        .filter(
          ({ id }) =>
            !said.some((way) =>
              wordsOf(texts[id] ?? "")
                .toLowerCase()
                .includes(way),
            ),
        )
        .map(({ id }) => `${term} (${said.join(", ")}): ${id}: ${texts[id]}`);
    });
    expect(wrong).toEqual([]);
  });

  test("every word of the product has a term", () => {
    expect(Object.keys(terms).filter((term) => !terms[term]?.[language]?.length)).toEqual([]);
  });
});

test("the glossary and the terms call a thing by the same word", () => {
  const glossary = readGlossary(
    readFileSync(join(MESSAGES, "..", "..", "..", "docs", "glossary.md"), "utf8"),
  );
  const wrong = glossary.flatMap(({ word, french, dutch }) => {
    const term = terms[word];
    if (!term) return [];
    const isSaid = (language: string, cell: string) =>
      term[language]?.some((way) => cell.toLowerCase().includes(way)) ?? false;
    return isSaid("fr", french) && isSaid("nl", dutch) ? [] : [`${word}: ${french}, ${dutch}`];
  });
  expect(wrong).toEqual([]);
});
