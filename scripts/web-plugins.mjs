// What the build of the page does beyond Vite: messages compiled for each language, icons as paths, files compressed.
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { extname, join } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import { parse } from "@formatjs/icu-messageformat-parser";

const MESSAGES = "virtual:messages";

/**
 * `virtual:messages` has two functions for each language: the first fetches the messages of `first`, the files that are shown
 * before any other page is gone to, the second those of all other files. They are syntax trees, so that the page needs no
 * parser. `pseudo` are languages made of English with accents on its letters.
 */
export function messages(folder, { locales, pseudo, first }) {
  return {
    name: "sluice-messages",
    resolveId: (id) => (id === MESSAGES || id.startsWith(`${MESSAGES}/`) ? `\0${id}` : null),
    load(id) {
      if (id === `\0${MESSAGES}`) return loadersOf([...locales, ...pseudo]);
      if (!id.startsWith(`\0${MESSAGES}/`)) return null;
      const [part, locale] = id.slice(MESSAGES.length + 2).split("/");
      const isPseudo = pseudo.includes(locale);
      const texts = readMessages(folder, isPseudo ? "en" : locale, {
        isWanted: (area) => first.includes(area) === (part === "first"),
        onFile: (file) => this.addWatchFile(file),
      });
      const compiled = Object.entries(texts).map(([key, text]) => [key, compile(text, isPseudo)]);
      return `export default ${JSON.stringify(Object.fromEntries(compiled))}`;
    },
  };
}

function loadersOf(locales) {
  const load = (part, locale) => `() => import("${MESSAGES}/${part}/${locale}")`;
  const entries = locales.map(
    (one) => `"${one}": { first: ${load("first", one)}, rest: ${load("rest", one)} }`,
  );
  return `export default { ${entries.join(", ")} }`;
}

/** The messages of one language, from all its files or those that are wanted. Throws if a key is in two files. */
export function readMessages(folder, language, { isWanted = () => true, onFile = () => {} } = {}) {
  const all = {};
  for (const name of readdirSync(join(folder, language)).sort()) {
    if (!isWanted(name.slice(0, -extname(name).length))) continue;
    const file = join(folder, language, name);
    onFile(file);
    for (const [key, text] of Object.entries(JSON.parse(readFileSync(file, "utf8")))) {
      if (key in all) throw new Error(`${language}/${name}: ${key} is in another file already`);
      all[key] = text;
    }
  }
  return all;
}

function compile(text, isPseudo) {
  const tree = parse(text, { ignoreTag: false, captureLocation: false });
  return isPseudo ? [{ type: 0, value: "[" }, ...tree.map(accent), { type: 0, value: "]" }] : tree;
}

const ACCENTED = new Map(
  [..."aceinouyACEINOUYs"].map((letter, at) => [letter, [..."áçéíñóúýÁÇÉÍÑÓÚÝš"][at]]),
);

/** Puts accents on the text of a message, and leaves its parameters alone. */
function accent(element) {
  const branches = element.options && {
    options: Object.fromEntries(
      Object.entries(element.options).map(([key, option]) => [
        key,
        { ...option, value: option.value.map(accent) },
      ]),
    ),
  };
  const children = element.children && { children: element.children.map(accent) };
  const value = element.type === 0 && {
    value: element.value.replaceAll(/[a-zA-Z]/g, (letter) => ACCENTED.get(letter) ?? letter),
  };
  return { ...element, ...branches, ...children, ...value };
}

/**
 * Puts the styles of a folder into a layer: they override those of bare elements and yield to all others, in any order
 * of loading.
 */
export function layer(name, folder) {
  return {
    name: `sluice-layer-${name}`,
    enforce: "pre",
    transform: (code, id) =>
      id.startsWith(folder) && id.endsWith(".css")
        ? `@layer base, ${name};\n@layer ${name} {\n${code}\n}`
        : null,
  };
}

/** `import home from "….svg?paths"`: the outlines of an icon as a list, to be drawn in the colour of the text. */
export function iconPaths() {
  return {
    name: "sluice-icon-paths",
    enforce: "pre",
    load(id) {
      if (!id.endsWith(".svg?paths")) return null;
      const svg = readFileSync(id.slice(0, -"?paths".length), "utf8");
      const paths = [...svg.matchAll(/<path[^>]* d="([^"]+)"/g)].map(([, path]) => path);
      if (paths.length === 0) throw new Error(`${id} has no path`);
      return `export default ${JSON.stringify(paths)}`;
    },
  };
}

/** Leaves out React Aria's own texts in all languages but these, given as tags such as `fr-FR`. */
export function onlyOurLanguages(tags) {
  const OTHER = new RegExp(
    `react-(?:aria|stately)[^?]*/intl/.*/(?!${tags.join("|")})[a-z]{2}-[A-Z]{2}\\.m?js$`,
  );
  return {
    name: "sluice-only-our-languages",
    enforce: "pre",
    load: (id) => (OTHER.test(id) ? "export default {}" : null),
  };
}

const COMPRESSED = new Set([".js", ".css", ".html", ".svg", ".json"]);

/** Writes `.br` and `.gz` beside each file, so that the server compresses nothing while it answers. */
export function compressed() {
  return {
    name: "sluice-compressed",
    apply: "build",
    writeBundle({ dir }) {
      for (const entry of readdirSync(dir, { recursive: true, withFileTypes: true })) {
        if (!entry.isFile() || !COMPRESSED.has(extname(entry.name))) continue;
        const file = join(entry.parentPath, entry.name);
        const bytes = readFileSync(file);
        const params = { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY };
        writeFileSync(`${file}.br`, brotliCompressSync(bytes, { params }));
        writeFileSync(`${file}.gz`, gzipSync(bytes, { level: 9 }));
      }
    },
  };
}
