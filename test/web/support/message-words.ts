import { readdirSync } from "node:fs";
import { join } from "node:path";
import { type MessageFormatElement, parse, TYPE } from "@formatjs/icu-messageformat-parser";
// @ts-expect-error a script without types
import { readMessages } from "../../../scripts/web-plugins.mjs";

/** The folder of the page's messages, with a folder for each language. */
export const MESSAGES = join(import.meta.dirname, "..", "..", "..", "src", "web", "messages");

/** The messages of a language by their ids. */
export type Texts = Readonly<Record<string, string>>;

export const readTexts = (language: string): Texts => readMessages(MESSAGES, language);

/** The names of the files of a language. */
export const filesOf = (language: string): readonly string[] => readdirSync(join(MESSAGES, language));

/** Every element of a text, those inside of others too. */
export function elementsOf(elements: readonly MessageFormatElement[]): readonly MessageFormatElement[] {
  return elements.flatMap((element) => {
    if (element.type === TYPE.tag) return [element, ...elementsOf(element.children)];
    if (element.type !== TYPE.plural && element.type !== TYPE.select) return [element];
    return [element, ...Object.values(element.options).flatMap(({ value }) => elementsOf(value))];
  });
}

/** What a person reads of a text, with bars where parameters stand. */
export function wordsOf(text: string): string {
  const literals = elementsOf(parse(text)).filter(({ type }) => type === TYPE.literal);
  return literals.map((element) => ("value" in element ? element.value : "")).join("|");
}
