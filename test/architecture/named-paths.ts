/** What a document says of files: its links, and the paths that it writes as code. */
export interface NamedPaths {
  /** Links to files and headings of this project, as they are written. */
  readonly links: readonly string[];
  /** Paths from the project's folder, such as `src/policy/decide.ts`. */
  readonly full: readonly string[];
  /** Names without their folder, such as `decide.ts` or `frame/`, with the folders that the same chapter names. */
  readonly bare: readonly { readonly name: string; readonly folders: readonly string[] }[];
}

const FULL = /^(?:src|test|spec|scripts|bin|bench|docs|demo|deploy)\/[\w./-]*$/;
const BARE = /^(?:[\w-]+\/)*[\w.-]+\.(?:ts|tsx|mjs|css|sql)$|^(?:[\w-]+\/)+$/;

/** Reads the links and paths of a Markdown document; what stands in blocks of code is not read. */
export function namedPaths(markdown: string): NamedPaths {
  const prose = markdown.replaceAll(/^```[\s\S]*?^```$/gm, "");
  const chapters = prose.split(/^(?=## )/m).map((chapter) => {
    const code = [...chapter.matchAll(/`([^`\n]+)`/g)].map(([, text = ""]) => text);
    const full = code.filter((text) => FULL.test(text));
    const folders = [...new Set(full.map((path) => path.slice(0, path.lastIndexOf("/"))))];
    const names = code.filter((text) => !FULL.test(text) && BARE.test(text));
    return { full, bare: names.map((name) => ({ name, folders })) };
  });
  return {
    links: [...prose.matchAll(/\]\((?!https?:|mailto:)([^)\s]+)\)/g)].map(([, link = ""]) => link),
    full: chapters.flatMap(({ full }) => full),
    bare: chapters.flatMap(({ bare }) => bare),
  };
}

/** The anchors of a document's headings, as GitHub makes them. */
export function anchorsOf(markdown: string): readonly string[] {
  const headings = [...markdown.replaceAll(/^```[\s\S]*?^```$/gm, "").matchAll(/^#+ (.+)$/gm)];
  return headings.map(([, text = ""]) =>
    text
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\s-]/gu, "")
      .replaceAll(" ", "-"),
  );
}
