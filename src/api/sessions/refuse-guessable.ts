import type { ZxcvbnFactory } from "@zxcvbn-ts/core";
import { err, ok, type Refusal, type Result, refuse } from "../../result.ts";

/** What somebody who guesses a password knows of its owner. */
export interface KnownOfOwner {
  readonly displayName: string;
  readonly email: string;
  readonly product: string;
  readonly vendor: string;
}

/** The score of zxcvbn from which a password withstands ten billion guesses. */
const LEAST_SCORE = 4;
/** The most characters that are looked at: the time of a look grows with them, and so many are enough. */
const MOST_LOOKED_AT = 72;

let loading: Promise<ZxcvbnFactory> | null = null;

/**
 * Refuses `password_guessable`: the commonest passwords, keyboard rows, years, repetitions, and what is known of the
 * owner. The words that it compares with take some 20 MB of memory, so they are loaded when first needed.
 */
export async function refuseGuessable(
  password: string,
  known: KnownOfOwner,
): Promise<Result<string, Refusal<"password_guessable">>> {
  loading ??= loadGuesser();
  const guesser = await loading;
  const { score, feedback } = guesser.check([...password].slice(0, MOST_LOOKED_AT).join(""), wordsOf(known));
  if (score >= LEAST_SCORE) return ok(password);
  const why = feedback.warning ? ` ${feedback.warning}` : "";
  const message = `This password is easy to guess.${why} Use a longer one, such as four words that have nothing to do with each other or with you.`;
  return err(refuse("password_guessable", message));
}

async function loadGuesser(): Promise<ZxcvbnFactory> {
  const [{ ZxcvbnFactory: Factory }, common, english] = await Promise.all([
    import("@zxcvbn-ts/core"),
    import("@zxcvbn-ts/language-common"),
    import("@zxcvbn-ts/language-en"),
  ]);
  // American surnames are a third of all words, and the owner's own name is among what is known.
  const { "lastnames-en": _surnames, ...words } = english.dictionary;
  return new Factory({
    dictionary: { ...common.dictionary, ...words },
    graphs: common.adjacencyGraphs,
    translations: english.translations,
  });
}

/** The words and names of what is known, each by itself, and all of one text together. */
function wordsOf({ displayName, email, product, vendor }: KnownOfOwner): string[] {
  const texts = [displayName, email, product, vendor, "Sluice"];
  const words = texts.flatMap((text) => [
    text,
    text.replace(/[^\p{L}\p{N}]/gu, ""),
    ...text.split(/[^\p{L}\p{N}]+/u),
  ]);
  return [...new Set(words.map((word) => word.toLowerCase()).filter((word) => word.length > 2))];
}
